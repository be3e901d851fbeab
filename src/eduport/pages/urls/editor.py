"""Wagtail's pages, each behind our door; without those that we have ourselves."""

from collections.abc import Iterable

from django.urls import URLPattern, URLResolver, path
from wagtail.admin.urls import urlpatterns as wagtail_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from eduport.pages import views
from eduport.pages.adapters.editors import editors_only

Entry = URLPattern | URLResolver
OURS = {"wagtailadmin_login", "wagtailadmin_logout", "wagtailadmin_account"}
# For trying Wagtail out, and what it answers to addresses that do not exist.
LEFT_OUT = {"wagtailadmin_error_test", None}


def kept(entries: Iterable[Entry]) -> list[Entry]:
    """What of Wagtail is served."""
    return [entry for entry in entries if _is_kept(entry)]


def _is_kept(entry: Entry) -> bool:
    if isinstance(entry, URLResolver):
        return not str(entry.pattern).startswith("password_reset")
    return entry.name not in OURS | LEFT_OUT


# Files as editors see them in lists; visitors get them with the page that shows them.
media = [
    path("media/<path:name>", views.editor_media, name="wagtail_media"),
    path(
        "files/<int:document_id>/<str:name>",
        views.editor_document,
        name="wagtaildocs_serve",
    ),
]
urlpatterns: list[Entry] = [
    path("login/", views.EditorLoginView.as_view(), name="wagtailadmin_login"),
    path("logout/", views.EditorLogoutView.as_view(), name="wagtailadmin_logout"),
    path("account/", views.EditorAccountView.as_view(), name="wagtailadmin_account"),
    *decorate_urlpatterns([*media, *kept(wagtail_urls)], editors_only),
]
