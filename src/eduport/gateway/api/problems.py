"""How the API says no: problem details (RFC 9457)."""

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from eduport.core.errors import DomainError
from eduport.gateway.errors import (
    KeyUsedOtherwiseError,
    TokenRefusedError,
    TooManyRequestsError,
)
from eduport.web.reference import current_reference

PROBLEM = "application/problem+json"
CODES: dict[int, tuple[str, StrOrPromise]] = {
    400: ("malformed", gettext_lazy("The request cannot be read")),
    401: ("unauthenticated", gettext_lazy("A valid token is missing")),
    403: ("insufficient-scope", gettext_lazy("The token does not open this")),
    404: ("not-found", gettext_lazy("There is no such thing")),
    405: ("method-not-allowed", gettext_lazy("This method is not answered here")),
    409: ("refused", gettext_lazy("A rule says no")),
    412: ("changed-meanwhile", gettext_lazy("It was changed meanwhile")),
    422: ("invalid", gettext_lazy("Something in the request is not right")),
    428: ("precondition-required", gettext_lazy("A header is missing")),
    429: ("too-many-requests", gettext_lazy("Too many requests")),
}
"""What can be wrong: a name that programs may rely on, and a title for people."""
STATUSES: dict[type[DomainError], int] = {
    TokenRefusedError: 401,
    TooManyRequestsError: 429,
    KeyUsedOtherwiseError: 422,
}
REALM = 'Bearer realm="eduPort"'


class ProblemError(Exception):
    """A refusal of the API itself, with the headers that belong to it."""

    def __init__(
        self,
        status: int,
        detail: StrOrPromise,
        *,
        field: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(status, detail)
        self.status, self.detail, self.field = status, detail, field
        self.headers = headers or {}


def problem(
    status: int,
    detail: str,
    *,
    headers: Mapping[str, str] | None = None,
    errors: Sequence[Mapping[str, str]] = (),
) -> HttpResponse:
    """The answer that says what is wrong; `errors` name places in what was sent."""
    code, title = CODES[status]
    page = f"{settings.EDUPORT.public_url}{reverse('gateway:documents')}"
    body: dict[str, Any] = {
        "type": f"{page}#{code}",
        "title": str(title),
        "status": status,
        "detail": detail,
        "instance": f"urn:eduport:request:{current_reference()}",
    }
    if errors:
        body["errors"] = list(errors)
    return HttpResponse(
        json.dumps(body, ensure_ascii=False),
        status=status,
        content_type=PROBLEM,
        headers={"Cache-Control": "no-store", **(headers or {})},
    )


def answer_domain_error(_request: HttpRequest, error: DomainError) -> HttpResponse:
    """A rule said no, in the words that a person would read."""
    status = next(
        (code for kind, code in STATUSES.items() if isinstance(error, kind)), 409
    )
    headers = {}
    if isinstance(error, TokenRefusedError):
        # RFC 6750 §3.1; what exactly is wrong with a token is nobody's business.
        headers["WWW-Authenticate"] = f'{REALM}, error="invalid_token"'
    if isinstance(error, TooManyRequestsError):
        headers["Retry-After"] = str(error.params["seconds"])
    return problem(status, str(error), headers=headers)


def answer_problem(_request: HttpRequest, error: ProblemError) -> HttpResponse:
    errors = []
    if error.field:
        errors = [{"pointer": f"#/{error.field}", "detail": str(error.detail)}]
    return problem(
        error.status, str(error.detail), headers=error.headers, errors=errors
    )


def answer_invalid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What was sent does not fit; each place is named by a JSON pointer (RFC 6901).

    An address that cannot be is one at which there is nothing.
    """
    if any(one["loc"][0] == "path" for one in error.errors):
        return answer_absent(_request, Http404())
    return problem(
        422,
        _("Something that was sent does not fit. See “errors”."),
        errors=[
            {"pointer": _pointer(one["loc"]), "detail": str(one["msg"])}
            for one in error.errors
        ],
    )


def _pointer(place: Sequence[Any]) -> str:
    source, *inside = place
    # The first step inside a body is the name of our own parameter.
    steps = inside[1:] if source == "body" else [source, *inside]
    return "#/" + "/".join(str(step) for step in steps)


def answer_http_error(_request: HttpRequest, error: HttpError) -> HttpResponse:
    status = error.status_code if error.status_code in CODES else 400
    return problem(status, HTTPStatus(status).phrase)


def answer_absent(_request: HttpRequest, _error: Http404) -> HttpResponse:
    return problem(404, _("There is nothing here, or this token must not see it."))


def register_answers(api: NinjaAPI) -> None:
    """Let the library answer with our problems. What is a fault of ours propagates."""
    answers: dict[type[Exception], Any] = {
        DomainError: answer_domain_error,
        ProblemError: answer_problem,
        ValidationError: answer_invalid,
        HttpError: answer_http_error,
        Http404: answer_absent,
    }
    for kind, answer in answers.items():
        api.add_exception_handler(kind, answer)
