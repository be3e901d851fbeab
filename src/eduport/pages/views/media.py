"""Pictures and files: to visitors with the page that shows them, to editors in lists.

Nothing is served from the folder of uploads itself.
"""

from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from wagtail.documents.models import Document
from wagtail.documents.permissions import permission_policy as document_policy
from wagtail.images.permissions import permission_policy as picture_policy

from eduport.pages.formats.body import documents_in, pictures_in
from eduport.pages.models import InfoPage, Picture, PictureRendition
from eduport.pages.queries.pages import pages_visible_to
from eduport.web.access import AccessView, login_redirect

SHOWN = "max-1200x1200|format-webp"
LONG = "private, max-age=86400"
CHOOSE = ["choose", "change"]


class PageFileView(AccessView):
    """A file for those who may read the page that shows it, and for nobody else."""

    is_public = True

    def get(self, request: HttpRequest, page_pk: int, pk: int) -> HttpResponseBase:
        page = pages_visible_to(self.actor).filter(pk=page_pk).first()
        if page and self.is_shown(page, pk):
            return self.file(pk)
        is_there = InfoPage.objects.live().filter(pk=page_pk).exists()
        if is_there and not page and not self.actor.is_signed_in:
            return login_redirect(request)
        raise Http404

    def is_shown(self, page: InfoPage, pk: int) -> bool:
        raise NotImplementedError

    def file(self, pk: int) -> HttpResponseBase:
        raise NotImplementedError


class PagePictureView(PageFileView):
    def is_shown(self, page: InfoPage, pk: int) -> bool:
        return pk in pictures_in(page.body)

    def file(self, pk: int) -> HttpResponseBase:
        picture = get_object_or_404(Picture, pk=pk)
        rendition = picture.get_rendition(SHOWN)
        return _sent(rendition.file, "image/webp")


class PageDocumentView(PageFileView):
    def is_shown(self, page: InfoPage, pk: int) -> bool:
        return pk in documents_in(page.body)

    def file(self, pk: int) -> HttpResponseBase:
        document = get_object_or_404(Document, pk=pk)
        return _sent(document.file, document.content_type, document.filename)


def _sent(file: Any, content_type: str, name: str = "") -> HttpResponseBase:
    try:
        with file.open("rb") as opened:
            content = opened.read()
    except FileNotFoundError:
        raise Http404 from None
    headers = {"Cache-Control": LONG}
    if name and (disposition := content_disposition_header(True, name)):  # noqa: FBT003 -- Django's
        headers["Content-Disposition"] = disposition
    return HttpResponse(content, content_type=content_type, headers=headers)


def editor_media(request: HttpRequest, name: str) -> HttpResponseBase:
    """A picture in the lists of the editor, for those who may choose it."""
    rendition = PictureRendition.objects.filter(file=name).select_related("image")
    found = rendition.first()
    picture = found.image if found else get_object_or_404(Picture, file=name)
    if not picture_policy.user_has_any_permission_for_instance(
        request.user, CHOOSE, picture
    ):
        raise PermissionDenied
    kind = f"image/{Path(name).suffix.lstrip('.').replace('jpg', 'jpeg')}"
    return _sent((found or picture).file, kind)


def editor_document(
    request: HttpRequest, document_id: int, name: str
) -> HttpResponseBase:
    """A file in the lists of the editor, for those who may choose it."""
    document = get_object_or_404(Document, pk=document_id)
    if not document_policy.user_has_any_permission_for_instance(
        request.user, CHOOSE, document
    ):
        raise PermissionDenied
    return _sent(document.file, document.content_type, document.filename)
