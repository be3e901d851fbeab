"""The provider's addresses. Services have stored them: they never change."""

from django.urls import path

from eduport.sso.views.authorize import AuthorizeView, ContinueView
from eduport.sso.views.logout import ConfirmLogoutView, EndSessionView
from eduport.sso.views.metadata import DiscoveryView, KeySetView
from eduport.sso.views.tokens import (
    IntrospectView,
    RevokeView,
    TokenView,
    UserinfoView,
)

app_name = "sso"
urlpatterns = [
    path(".well-known/openid-configuration", DiscoveryView.as_view(), name="discovery"),
    path("oidc/authorize", AuthorizeView.as_view(), name="authorize"),
    path("oidc/continue", ContinueView.as_view(), name="continue"),
    path("oidc/token", TokenView.as_view(), name="token"),
    path("oidc/userinfo", UserinfoView.as_view(), name="userinfo"),
    path("oidc/jwks", KeySetView.as_view(), name="jwks"),
    path("oidc/introspect", IntrospectView.as_view(), name="introspect"),
    path("oidc/revoke", RevokeView.as_view(), name="revoke"),
    path("oidc/logout", EndSessionView.as_view(), name="logout"),
    path("oidc/logout/confirm", ConfirmLogoutView.as_view(), name="confirm_logout"),
]
