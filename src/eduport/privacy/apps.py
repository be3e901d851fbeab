"""Start-up of `privacy`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    """What concerns the personal data of all domains: export, erasure, retention."""

    name = "eduport.privacy"

    def ready(self) -> None:
        # After the models are loaded.
        from eduport.pages.types import register_live_block  # noqa: PLC0415
        from eduport.privacy import panels  # noqa: PLC0415
        from eduport.web import navigation  # noqa: PLC0415

        label = _("how long data is kept")
        register_live_block("retention-table", label, panels.retention_table)
        navigation.register_navigation(panels.privacy_menu)
        navigation.register_account_link(panels.own_data_link)
