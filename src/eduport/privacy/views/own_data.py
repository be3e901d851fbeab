"""One's own data: to look at, and to take away."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from eduport.accounts.models import Account
from eduport.privacy.formats.own_data import as_archive, as_json, files_of
from eduport.privacy.queries.own_data import stored_about, withheld
from eduport.privacy.services.own_data import hand_out_data
from eduport.web.access import AccessView, is_signed_in
from eduport.web.views import PageView

STYLE = """body { font: 16px/1.5 sans-serif; max-width: 60rem; margin: 2rem auto; }
table { border-collapse: collapse; width: 100%; margin-bottom: 2rem; }
th, td { border: 1px solid; padding: .3rem .6rem; text-align: left; }
"""


class OwnDataView(PageView):
    """Everything that is stored about whoever looks, and what goes to services."""

    permission = staticmethod(is_signed_in)
    template_name = "privacy/own_data.html"
    page_title = _("My data")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person_id = self.actor.person_id
        return super().get_context_data(
            chapters=stored_about(person_id) if person_id else [],
            withheld=withheld(),
            officer=settings.EDUPORT.data_protection_officer,
            **kwargs,
        )


class OwnDataArchiveView(AccessView):
    """The same as an archive: JSON for machines, a page for people."""

    permission = staticmethod(is_signed_in)
    needs_step_up = True
    http_method_names = ["get"]

    def get(self, request: HttpRequest) -> HttpResponse:
        account, now = request.user, timezone.now()
        if not isinstance(account, Account):
            raise TypeError
        chapters = hand_out_data(account, at=now)
        page = {"chapters": chapters, "withheld": withheld(), "made_at": now}
        files: dict[str, str | bytes] = {
            "meine-daten.html": render_to_string("privacy/archive.html", page),
            "meine-daten.json": as_json(chapters, made_at=now),
            "meine-daten.css": STYLE,
        }
        response = HttpResponse(
            as_archive(files | files_of(chapters)), content_type="application/zip"
        )
        response["Content-Disposition"] = 'attachment; filename="meine-daten.zip"'
        response["Cache-Control"] = "no-store"
        return response
