"""The status page when the portal cannot make it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from eduport.status.formats.pages import stand_in
from eduport.status.services.exporting import last_known, memory_of

FAULT = 500


class StandInMiddleware:
    """Answers for the status page with what was known last, if it fails.

    It asks no database: whoever looks here while it is gone is told so.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code < FAULT or request.path != reverse("status:page"):
            return response
        known = last_known(memory_of(settings.EDUPORT.data_dir))
        if known is None:
            return response
        page = stand_in(known[0], timezone.now(), known[1])
        return HttpResponse(page, status=503, headers={"Retry-After": "60"})
