"""How Django finds the account of a session."""

from django.contrib.auth.backends import BaseBackend

from eduport.accounts.models import Account
from eduport.accounts.queries.second_factor import with_second_factor
from eduport.core.kept import KeptQuery

# With person and home school, which every page shows.
_SIGNED_IN = KeptQuery(
    lambda pk: with_second_factor(
        Account.objects.select_related("person__home_school")
    ).filter(pk=pk, disabled_at=None),
    -1,
)


class AccountBackend(BaseBackend):
    """Finds the account behind a session; checks no passwords.

    `services.signing_in.check_login` does, with its counters: there is no second way.
    """

    def get_user(self, user_id: int) -> Account | None:
        """The account, unless it was disabled meanwhile: one query."""
        return _SIGNED_IN.first(user_id)
