"""Addresses for other systems, and for those who let them in."""

from django.urls import include, path

from eduport.gateway import api
from eduport.gateway.api import pages
from eduport.gateway.views import tokens, webhooks, zammad

app_name = "gateway"
urlpatterns = [
    # Other systems have stored these: they never change.
    path(f"{api.PREFIX}/openapi.json", pages.OpenAPIView.as_view(), name="openapi"),
    path(f"{api.PREFIX}/docs/", pages.DocumentsView.as_view(), name="documents"),
    path(f"{api.PREFIX}/", include(api.urlpatterns)),
    path("api/zammad/webhook", zammad.ZammadWebhookView.as_view(), name="zammad"),
    path("gateway/tokens/", tokens.TokensView.as_view(), name="tokens"),
    path("gateway/tokens/new/", tokens.MakeTokenView.as_view(), name="make_token"),
    path(
        "gateway/tokens/<uuid:uid>/revoke/",
        tokens.RevokeTokenView.as_view(),
        name="revoke_token",
    ),
    path("gateway/webhooks/", webhooks.EndpointsView.as_view(), name="endpoints"),
    path(
        "gateway/webhooks/new/", webhooks.AddEndpointView.as_view(), name="add_endpoint"
    ),
    path(
        "gateway/webhooks/<uuid:uid>/",
        webhooks.EndpointView.as_view(),
        name="endpoint",
    ),
    path(
        "gateway/webhooks/<uuid:uid>/change/",
        webhooks.ChangeEndpointView.as_view(),
        name="change_endpoint",
    ),
    path(
        "gateway/webhooks/<uuid:uid>/secret/",
        webhooks.RenewSecretView.as_view(),
        name="renew_secret",
    ),
    path(
        "gateway/webhooks/<uuid:uid>/stop/",
        webhooks.DisableEndpointView.as_view(),
        name="disable_endpoint",
    ),
    path(
        "gateway/webhooks/<uuid:uid>/go-on/",
        webhooks.EnableEndpointView.as_view(),
        name="enable_endpoint",
    ),
    path(
        "gateway/webhooks/<uuid:uid>/test/",
        webhooks.TestEndpointView.as_view(),
        name="test_endpoint",
    ),
    path(
        "gateway/deliveries/<int:pk>/again/",
        webhooks.SendAgainView.as_view(),
        name="send_again",
    ),
]
