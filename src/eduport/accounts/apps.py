"""Start-up of `accounts`."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Tells Django where `accounts` is."""

    name = "eduport.accounts"
