"""Addresses for other systems, and for those who let them in."""

from django.urls import include, path

from eduport.gateway import api
from eduport.gateway.api import pages
from eduport.gateway.views import tokens

app_name = "gateway"
urlpatterns = [
    # Other systems have stored these: they never change.
    path(f"{api.PREFIX}/openapi.json", pages.OpenAPIView.as_view(), name="openapi"),
    path(f"{api.PREFIX}/docs/", pages.DocumentsView.as_view(), name="documents"),
    path(f"{api.PREFIX}/", include(api.urlpatterns)),
    path("gateway/tokens/", tokens.TokensView.as_view(), name="tokens"),
    path("gateway/tokens/new/", tokens.MakeTokenView.as_view(), name="make_token"),
    path(
        "gateway/tokens/<uuid:uid>/revoke/",
        tokens.RevokeTokenView.as_view(),
        name="revoke_token",
    ),
]
