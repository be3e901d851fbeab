"""The demo's mail: what would have been sent, to look at. In development only."""

from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from eduport.outbox.clients.folder import kept_mail
from eduport.outbox.formats import read_message, text_of
from eduport.web.views import PageView

SHOWN = 100


@dataclass(frozen=True, slots=True)
class KeptMail:
    """A mail from the folder."""

    name: str
    to: str
    subject: str
    sent_at: Any
    text: str


def read_mail(path: Path) -> KeptMail:
    message = read_message(path.read_bytes())
    sent_at = parsedate_to_datetime(message["Date"])
    return KeptMail(
        path.stem, message["To"], message["Subject"], sent_at, text_of(message)
    )


class DemoView(PageView):
    """Mail has one-time links in it: outside of development there is no such page."""

    is_public = True
    handles_duties = True

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        if not settings.EDUPORT.development:
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class OutboxView(DemoView):
    """All mail of the demo, the newest first."""

    template_name = "outbox/list.html"
    page_title = _("Outbox of the demo")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mails = [read_mail(path) for path in kept_mail()[:SHOWN]]
        return super().get_context_data(mails=mails, **kwargs)


class MailView(DemoView):
    """One mail, as its reader would see it."""

    template_name = "outbox/mail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # Looked for among those there are: a name from outside opens no file.
        paths = {path.stem: path for path in kept_mail()}
        if self.kwargs["name"] not in paths:
            raise Http404
        mail = read_mail(paths[self.kwargs["name"]])
        return super().get_context_data(mail=mail, page_title=mail.subject, **kwargs)
