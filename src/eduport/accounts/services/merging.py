"""What becomes of the accounts when two persons turn out to be one."""

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat

from eduport.accounts.models import Account, AccountKind


def give_way(merged_id: int, kept_id: int) -> list[int]:
    """Free the logins of the merged person; return the accounts that moved.

    The everyday account of the kept person stays with its password, the other one is
    put out of use by the release for deletion that comes with a merge, and signs in
    under no address any more. An Admin-Account moves where the kept person has none.
    """
    accounts = Account.objects.filter(person=merged_id)
    admin = accounts.filter(kind=AccountKind.ADMIN)
    has_one = Account.objects.filter(person=kept_id, kind=AccountKind.ADMIN).exists()
    moved = [] if has_one else list(admin.values_list("pk", flat=True))
    Account.objects.filter(pk__in=moved).update(person=kept_id)
    # No address: nobody types it, and nobody else is called so.
    name = Concat(F("kind"), Value(":merged:"), Cast("pk", CharField()))
    accounts.update(username=name)
    return moved


def take_back(merged_id: int, kept_id: int, moved: list[int]) -> None:
    """Give the accounts back that moved; the logins follow the addresses."""
    Account.objects.filter(pk__in=moved, person=kept_id).update(person=merged_id)
