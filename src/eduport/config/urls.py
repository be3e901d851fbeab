"""All URLs."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("eduport.portal.urls")),
    path("", include("eduport.accounts.urls")),
    path("", include("eduport.sso.urls")),
    path("manage/", include("eduport.administration.urls")),
    path("", include("eduport.privacy.urls")),
    path("manage/", include("eduport.people.urls")),
    path("inquiries/", include("eduport.inquiries.urls")),
    path("guides/", include("eduport.guides.urls")),
    path("sync/", include("eduport.sync.urls")),
    path("status/", include("eduport.status.urls")),
    path("training/", include("eduport.training.urls")),
    path("", include("eduport.stats.urls")),
    path("", include("eduport.pages.urls.site")),
    path("news/", include("eduport.news.urls")),
    path("", include("eduport.homepages.urls")),
    path("support/", include("eduport.support.urls")),
    path("", include("eduport.gateway.urls")),
    path("outbox/", include("eduport.outbox.urls")),
    path("ui/", include("eduport.web.urls")),
    # By its name: `ops` is the layer above.
    path("health/", include("eduport.ops.urls")),
]
if settings.SERVES_EDITOR:
    urlpatterns.append(path("cms-admin/", include("eduport.pages.urls.editor")))
handler400 = "eduport.web.errors.bad_request"
handler500 = "eduport.web.errors.server_error"
