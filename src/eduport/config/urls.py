"""All URLs."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("eduport.portal.urls")),
    path("ui/", include("eduport.web.urls")),
    path("language/", include("django.conf.urls.i18n")),
]
handler400 = "eduport.web.errors.bad_request"
handler500 = "eduport.web.errors.server_error"
