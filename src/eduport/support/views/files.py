"""Fetching a file of a ticket."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from eduport.support.models import Attachment
from eduport.support.permissions import can_fetch
from eduport.support.queries.tickets import attachments_visible_to
from eduport.support.types import MediaType
from eduport.web.views import ObjectView

# Even if a browser showed it, nothing in it could run or ask for anything.
POLICY = "default-src 'none'; sandbox"


class AttachmentView(ObjectView[Attachment]):
    """Hands out a file, to be saved and not to be shown as a page of ours."""

    permission = staticmethod(can_fetch)
    lookup = "uid"
    http_method_names = ["get", "head"]

    def visible_objects(self) -> QuerySet[Attachment]:
        return attachments_visible_to(self.actor)

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        file = self.object
        is_text = file.media_type == MediaType.TEXT
        kind = f"{file.media_type}; charset=utf-8" if is_text else file.media_type
        return HttpResponse(
            bytes(file.content),
            headers={
                "Content-Type": kind,
                "Content-Disposition": content_disposition_header(
                    as_attachment=True, filename=file.name
                )
                or "attachment",
                "Content-Security-Policy": POLICY,
                "Cross-Origin-Resource-Policy": "same-origin",
                "Cache-Control": "private, no-store",
            },
        )
