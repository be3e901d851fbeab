"""Start-up of `audit`."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Tells Django where `audit` is."""

    name = "eduport.audit"
