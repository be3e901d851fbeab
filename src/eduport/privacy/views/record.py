"""The record of processing activities."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from eduport.privacy.formats.record import as_csv
from eduport.privacy.permissions import can_see_privacy
from eduport.privacy.queries.record import general_facts, record_of_processing
from eduport.web.access import AccessView
from eduport.web.views import PageView


class RecordView(PageView):
    """The record as a page to read and to print."""

    permission = staticmethod(can_see_privacy)
    template_name = "privacy/record.html"
    page_title = _("Record of processing activities")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        configured, now = settings.EDUPORT, timezone.now()
        return super().get_context_data(
            general=general_facts(configured),
            record=record_of_processing(configured),
            made_at=now,
            **kwargs,
        )


class RecordTableView(AccessView):
    """The record as a table for a spreadsheet."""

    permission = staticmethod(can_see_privacy)
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        text = as_csv(record_of_processing(settings.EDUPORT))
        response = HttpResponse(text, content_type="text/csv; charset=utf-8")
        name = 'attachment; filename="verarbeitungsverzeichnis.csv"'
        response["Content-Disposition"] = name
        return response
