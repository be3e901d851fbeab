"""Start-up of `portal`."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Tells Django where `portal` is."""

    name = "eduport.portal"
