"""What `accounts` knows about people: for the record, for them, and to erase it."""

from collections.abc import Sequence
from datetime import datetime

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils.translation import gettext_lazy as _

from eduport.accounts.models import (
    Account,
    ActivationCode,
    PasswordResetLink,
    PendingRecoveryAddress,
    RecoveryAddress,
    TermsAcceptance,
)
from eduport.accounts.queries.accounts import logins_ever
from eduport.core.personal_data import (
    Activity,
    Counts,
    Declarations,
    NoPersonalData,
    Part,
    PersonalData,
    Retention,
    delete_rows,
    listed,
    part_of,
)
from eduport.people.models import PersonAction, SchoolChange
from eduport.people.services.actions import forget_who_acted, forget_who_asked

ACTIVITY = Activity(
    title=_("Accounts and signing in"),
    purpose=_("Letting in whoever owns an account, and nobody else"),
    legal_basis=_(
        "Art. 6 (1) (e) GDPR with the school act of the state; security: Art. 32 GDPR"
    ),
    subjects=_("Everybody with an account"),
    recipients=_("None; school admins see the state of an account, never a password"),
)
FACTORS = PersonalData(
    what=_("Second factors"), purpose=_("Signing in with a second factor")
)
SESSIONS = PersonalData(
    what=_("Sessions: device and beginning"),
    purpose=_("Seeing and ending the own sessions on other devices"),
    retention=Retention(
        task="purge_sign_ins_task",
        text=_("until the session ends; what is left goes in the night"),
    ),
)
SESSION_CONTENTS = PersonalData(
    what=_("Contents of sessions"),
    purpose=_("Staying signed in from page to page"),
    retention=Retention(
        task="purge_sign_ins_task",
        since="expire_date",
        text=_("until the session ends; what is left goes in the night"),
    ),
    withheld=_(
        "Technical notes for a few hours, found by the key of the browser only."
    ),
)
UNUSED = NoPersonalData("a table of allauth that stays empty")
OTHERS: Declarations = {
    Authenticator: FACTORS,
    UserSession: SESSIONS,
    Session: SESSION_CONTENTS,
    EmailAddress: UNUSED,
    EmailConfirmation: UNUSED,
}
"""Models of libraries that this domain uses."""
ACCOUNT = {
    "username": _("login"),
    "kind": _("kind"),
    "created_at": _("created"),
    "activated_at": _("activated"),
    "locked_until": _("locked until"),
    "blocked_at": _("blocked"),
    "disabled_at": _("out of use"),
    "must_change_password": _("must change the password"),
    "terms_version": _("version of the terms"),
    "language": _("language"),
}
CODE = {
    "account__username": _("login"),
    "issued_at": _("issued"),
    "expires_at": _("valid until"),
}
RECOVERY = {"account__username": _("login"), "address": _("address")}
ACCEPTANCE = {
    "account__username": _("login"),
    "terms__version": _("version of the terms"),
    "accepted_at": _("accepted"),
}
FACTOR = {
    "user__username": _("login"),
    "type": _("kind"),
    "created_at": _("set up"),
    "last_used_at": _("last used"),
}
SESSION = {
    "user__username": _("login"),
    "user_agent": _("device"),
    "created_at": _("beginning"),
}


def export(person_id: int) -> list[Part]:
    """All that is stored about a person's accounts: one query for each kind."""
    codes = ActivationCode.objects.filter(account__person=person_id)
    links = PasswordResetLink.objects.filter(account__person=person_id)
    accepted = TermsAcceptance.objects.filter(account__person=person_id)
    factors = Authenticator.objects.filter(user__person=person_id)
    sessions = UserSession.objects.filter(user__person=person_id)
    return [
        part_of(Account.objects.filter(person=person_id).order_by("pk"), ACCOUNT),
        part_of(codes.order_by("pk"), CODE),
        _addresses(RecoveryAddress, person_id),
        _addresses(PendingRecoveryAddress, person_id),
        part_of(links.order_by("pk"), CODE),
        part_of(accepted.order_by("accepted_at"), ACCEPTANCE),
        part_of(factors.order_by("pk"), FACTOR, FACTORS),
        part_of(sessions.order_by("created_at", "pk"), SESSION, SESSIONS),
    ]


def _addresses(
    model: type[RecoveryAddress] | type[PendingRecoveryAddress], person_id: int
) -> Part:
    rows = model.objects.filter(account__person=person_id).select_related("account")
    found = [[row.account.username, row.address] for row in rows.order_by("pk")]
    return Part(model._meta.label, model.personal_data.what, RECOVERY, found)


def erase(person_ids: Sequence[int], *, at: datetime) -> Counts:
    """Erase the accounts of these persons and all that hangs on them.

    Their sessions are to be ended before, so that services hear of it.
    """
    keys = listed(person_ids)
    accounts = Account.objects.filter(person__in=keys)
    actions = forget_who_acted(list(accounts.values_list("pk", flat=True)))
    changes = forget_who_asked(logins_ever(person_ids))
    emptied = {PersonAction._meta.label: actions, SchoolChange._meta.label: changes}
    return emptied | delete_rows(
        EmailConfirmation.objects.filter(email_address__user__in=accounts),
        EmailAddress.objects.filter(user__in=accounts),
        Authenticator.objects.filter(user__in=accounts),
        UserSession.objects.filter(user__in=accounts),
        ActivationCode.objects.filter(account__in=accounts),
        RecoveryAddress.objects.filter(account__in=accounts),
        PendingRecoveryAddress.objects.filter(account__in=accounts),
        PasswordResetLink.objects.filter(account__in=accounts),
        TermsAcceptance.objects.filter(account__in=accounts),
        accounts,
    )
