"""Start-up of `privacy`."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """What concerns the personal data of all domains: export, erasure, retention."""

    name = "eduport.privacy"
