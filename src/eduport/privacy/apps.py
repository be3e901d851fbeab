"""Start-up of `privacy`."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """What concerns the personal data of all domains: export, erasure, retention."""

    name = "eduport.privacy"

    def ready(self) -> None:
        # After the models are loaded.
        from eduport.privacy import panels  # noqa: PLC0415
        from eduport.web import navigation  # noqa: PLC0415

        navigation.register_navigation(panels.privacy_menu)
        navigation.register_account_link(panels.own_data_link)
