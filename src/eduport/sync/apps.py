"""Start-up of `sync`."""

from django.apps import AppConfig


class SyncConfig(AppConfig):
    """Puts the sync into the menu."""

    name = "eduport.sync"

    def ready(self) -> None:
        # After the models are loaded.
        from eduport.sync.panels import sync_menu  # noqa: PLC0415
        from eduport.web.navigation import register_navigation  # noqa: PLC0415

        register_navigation(sync_menu)
