"""Start-up of `privacy`."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """What concerns the personal data of all domains: export, erasure, retention."""

    name = "eduport.privacy"

    def ready(self) -> None:
        # After the models are loaded.
        from eduport.privacy.panels import privacy_menu  # noqa: PLC0415
        from eduport.web.navigation import register_navigation  # noqa: PLC0415

        register_navigation(privacy_menu)
