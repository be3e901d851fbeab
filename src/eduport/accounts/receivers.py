"""What `accounts` does when something happens in `people`, and in allauth."""

from datetime import datetime
from typing import Any

from allauth.account.signals import user_logged_in
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from django.conf import settings
from django.contrib.auth import signals
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from eduport.accounts.adapters import admin_sessions
from eduport.accounts.services.merging import give_way, take_back
from eduport.accounts.services.provisioning import (
    follow_appointments,
    provision_accounts,
)
from eduport.accounts.services.recovery import tell_of_new_passwords
from eduport.accounts.services.second_factor import (
    ADDED,
    REMOVED,
    begin_grace,
    record_own_change,
)
from eduport.accounts.services.sessions import record_new_session
from eduport.accounts.signals import password_changed
from eduport.core.actor import Actor
from eduport.people.signals import (
    appointments_changed,
    persons_changed,
    persons_merged,
    persons_unmerged,
)


@receiver(persons_changed)
def follow_persons(*, person_ids: list[int], at: datetime, **_kwargs: Any) -> None:
    """Accounts and logins follow the persons, in the same transaction."""
    provision_accounts(person_ids, at=at)


@receiver(appointments_changed)
def follow_appointed(
    *, person_ids: list[int], by: Actor, at: datetime, **_kwargs: Any
) -> None:
    """Admin-Accounts follow the appointments, in the same transaction."""
    follow_appointments(person_ids, by=by, at=at)


@receiver(persons_merged)
def follow_merge(
    *, kept_id: int, merged_id: int, journal: dict[str, Any], **_kwargs: Any
) -> None:
    """The merged person's accounts make way for the kept one's."""
    journal["accounts"] = give_way(merged_id, kept_id)


@receiver(persons_unmerged)
def follow_separation(
    *, kept_id: int, merged_id: int, journal: dict[str, Any], **_kwargs: Any
) -> None:
    """Each has the own accounts again."""
    take_back(merged_id, kept_id, journal.get("accounts", []))


@receiver(password_changed)
def tell_owners(*, account_ids: list[int], at: datetime, **_kwargs: Any) -> None:
    """Whoever did not change the password learns that somebody else did."""
    tell_of_new_passwords(account_ids, at=at)


@receiver(user_logged_in)
def remember_session(*, request: HttpRequest, user: Any, **_kwargs: Any) -> None:
    """The list of one's own sessions knows the new one."""
    user_agent = request.headers.get("User-Agent", "")
    record_new_session(request.session, user.pk, user_agent, at=timezone.now())


@receiver(signals.user_logged_in)
def begin_admin_session(*, request: HttpRequest, user: Any, **_kwargs: Any) -> None:
    """An Admin-Account is signed out soon; that counts from here."""
    admin_sessions.begin(request.session, user)


@receiver(user_logged_in)
def begin_grace_of_role(*, user: Any, **_kwargs: Any) -> None:
    """Who must have a second factor because of a role is given some days."""
    wanted = settings.EDUPORT
    begin_grace(
        user,
        protected_roles=wanted.second_factor_roles,
        days=wanted.second_factor_grace_days,
        at=timezone.now(),
    )


@receiver([authenticator_added, authenticator_reset])
def note_added_factor(
    *, user: Any, authenticator: Authenticator, **_kwargs: Any
) -> None:
    """A second factor was set up, or recovery codes were made anew."""
    record_own_change(user, authenticator.type, ADDED, at=timezone.now())


@receiver(authenticator_removed)
def note_removed_factor(
    *, user: Any, authenticator: Authenticator, **_kwargs: Any
) -> None:
    """A second factor was taken away by its owner."""
    record_own_change(user, authenticator.type, REMOVED, at=timezone.now())
