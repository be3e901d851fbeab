"""What visitors see, and the doors of the editor."""

from eduport.pages.views.desk import (
    ConfirmPageView,
    DeskView,
    DismissOfferView,
    OfferView,
    TakeOverView,
)
from eduport.pages.views.doors import (
    EditorAccountView,
    EditorLoginView,
    EditorLogoutView,
)
from eduport.pages.views.media import (
    PageDocumentView,
    PagePictureView,
    editor_document,
    editor_media,
)
from eduport.pages.views.opinions import OpinionView
from eduport.pages.views.site import InfoPageView, sitemap

__all__ = [
    "ConfirmPageView",
    "DeskView",
    "DismissOfferView",
    "EditorAccountView",
    "EditorLoginView",
    "EditorLogoutView",
    "InfoPageView",
    "OfferView",
    "OpinionView",
    "PageDocumentView",
    "PagePictureView",
    "TakeOverView",
    "editor_document",
    "editor_media",
    "sitemap",
]
