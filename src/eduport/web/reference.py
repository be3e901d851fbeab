"""The reference number of a request, which ties an error page to the logs."""

import re
import secrets
from collections.abc import Callable
from contextvars import ContextVar
from logging import Filter, LogRecord

from django.http import HttpRequest, HttpResponse

# Without letters and digits that are mistaken for each other on the telephone.
ALPHABET = "abcdefghkmnpqrstuvwxyz23456789"
_reference: ContextVar[str] = ContextVar("reference", default="-")


def current_reference() -> str:
    """The reference of the request at hand, or `-` outside of one."""
    return _reference.get()


def new_reference() -> str:
    # Not `secrets.choice` for each: every request passes here.
    letters = [ALPHABET[byte % len(ALPHABET)] for byte in secrets.token_bytes(8)]
    return f"{''.join(letters[:4])}-{''.join(letters[4:])}"


COOKIE = "ep_error"
HALF_A_DAY = 12 * 60 * 60
_FORM = re.compile(f"[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}")


def remember_error(request: HttpRequest, response: HttpResponse) -> None:
    """Keep the reference in the browser: the session may be what fails."""
    response.set_cookie(
        COOKIE,
        current_reference(),
        max_age=HALF_A_DAY,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


def last_error(request: HttpRequest) -> str:
    """The reference of the last error page that this browser saw today, if any."""
    reference = request.COOKIES.get(COOKIE, "")
    return reference if _FORM.fullmatch(reference) else ""


def forget_error(response: HttpResponse) -> None:
    """It was reported."""
    response.delete_cookie(COOKIE, samesite="Lax")


class ReferenceMiddleware:
    """Gives each request a number; it is our own, so nobody can forge log lines."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _reference.set(new_reference())
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = current_reference()
            return response
        finally:
            _reference.reset(token)


class ReferenceFilter(Filter):
    """Gives each log record a `reference`, for use in formatters."""

    def filter(self, record: LogRecord) -> bool:
        record.reference = current_reference()
        return True
