"""Start-up of `accounts`."""

from allauth.usersessions.apps import UserSessionsConfig
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Tells Django where `accounts` is."""

    name = "eduport.accounts"
    default = True

    def ready(self) -> None:
        import eduport.accounts.receivers  # noqa: F401, PLC0415 -- connects them
        from eduport.accounts.adapters import step_up  # noqa: PLC0415 -- needs models
        from eduport.accounts.panels import (  # noqa: PLC0415 -- same
            identity,
            second_factor_banners,
        )
        from eduport.web.access import register_step_up  # noqa: PLC0415 -- same
        from eduport.web.navigation import (  # noqa: PLC0415 -- same
            register_banner,
            register_identity,
        )

        register_identity(identity)
        register_banner(second_factor_banners)
        register_step_up(step_up)


class LeanSessionsConfig(UserSessionsConfig):
    """allauth's list of sessions without its walk over all of them at every login.

    That costs three queries for each earlier session of the account. Ours writes one
    row (receivers.py), and the night forgets the expired (tasks.py).
    """

    name = "allauth.usersessions"
    verbose_name = _("Sessions")
    default = False

    def ready(self) -> None:
        """Connect none of allauth's receivers."""
