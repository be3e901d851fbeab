"""Whether the portal lives, and whether it can work. No session, nothing personal."""

from threading import Event

from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from eduport.ops.upgrade import missing_migrations
from eduport.ops.worker import is_worker_alive
from eduport.outbox.queries import has_failed_mail
from eduport.web.access import public

has_been_migrated = Event()


@public
@require_safe
def live(_request: HttpRequest) -> JsonResponse:
    """Say that this process answers."""
    return _answer({"status": "ok"})


@public
@require_safe
def ready(_request: HttpRequest) -> JsonResponse:
    """Say whether the database answers, is of this version, and a worker runs.

    Without a worker, or with mail that could not be sent, the status is 200 still:
    pages can be used, and taking the web servers away as well would help nobody.
    """
    checks = dict.fromkeys(("database", "migrations", "worker", "mail"), "ok")
    try:
        if not _is_migrated():
            checks["migrations"] = "missing"
            return _answer({"status": "failed", **checks}, 503)
        if not is_worker_alive():
            checks["worker"] = "missing"
        if has_failed_mail():
            checks["mail"] = "undeliverable"
    except Error:
        return _answer({"status": "failed", "database": "unreachable"}, 503)
    status = "ok" if set(checks.values()) == {"ok"} else "degraded"
    return _answer({"status": status, **checks})


def _is_migrated() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    # Reading all migrations is slow, and what is applied stays applied.
    if not has_been_migrated.is_set() and not missing_migrations():
        has_been_migrated.set()
    return has_been_migrated.is_set()


def _answer(content: dict[str, str], status: int = 200) -> JsonResponse:
    return JsonResponse(content, status=status, headers={"Cache-Control": "no-store"})
