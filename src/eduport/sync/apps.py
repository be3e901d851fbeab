"""Start-up of `sync`."""

from django.apps import AppConfig


class SyncConfig(AppConfig):
    """Tells Django where `sync` is."""

    name = "eduport.sync"
