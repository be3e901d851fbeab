"""Start-up of `outbox`."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Tells Django where `outbox` is."""

    name = "eduport.outbox"
