"""Who may use which service."""

from datetime import datetime

from eduport.accounts.models import Account, AccountKind
from eduport.core.actor import Actor
from eduport.sso.models import App
from eduport.sso.queries import is_everyday, is_released_to


def can_use_services(account: Account, *, at: datetime) -> bool:
    """Whether the account may sign in to any service now: no query.

    Admin-Accounts have no everyday modules, disabled, locked and released people
    have nothing at all.
    """
    person = account.person
    return (
        account.kind == AccountKind.PERSON
        and account.is_active
        and not account.is_locked(at)
        and person is not None
        and person.deletion_released_at is None
    )


def is_released(app: App, account: Account) -> bool:
    """Whether the service is in use and released to the person: one query."""
    return is_released_to(app.pk, account.person_id)


def can_launch(actor: Actor, app: App) -> bool:
    """Whether the actor sees the service's tile."""
    return is_everyday(actor) and is_released_to(app.pk, actor.person_id)
