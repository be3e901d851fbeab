"""How Django finds the account of a session."""

from django.contrib.auth.backends import BaseBackend

from eduport.accounts.models import Account


class AccountBackend(BaseBackend):
    """Finds the account behind a session; checks no passwords.

    `services.signing_in.check_login` does, with its counters: there is no second way.
    """

    def get_user(self, user_id: int) -> Account | None:
        """The account with person and home school, which every page shows."""
        accounts = Account.objects.select_related("person__home_school")
        return accounts.filter(pk=user_id, disabled_at=None).first()
