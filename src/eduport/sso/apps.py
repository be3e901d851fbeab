"""Start-up of `sso`."""

from django.apps import AppConfig


class SsoConfig(AppConfig):
    """Tells Django where `sso` is."""

    name = "eduport.sso"
