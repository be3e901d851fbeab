"""A forgotten password: a link to the recovery address, and what it opens."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils.crypto import constant_time_compare

from eduport.accounts.errors import TooManyRequestsError, UsedLinkError
from eduport.accounts.models import Account, AccountKind, PasswordResetLink
from eduport.accounts.queries import find_login
from eduport.accounts.queries.recovery import find_recovery_address
from eduport.accounts.services.passwords import set_password
from eduport.accounts.services.recovery import portal_link, token_digest
from eduport.accounts.services.throttling import (
    NETWORK_WINDOW,
    Origin,
    asking_lanes,
    count_in_window,
    forget_failures,
    lanes_of,
    login_lane,
)
from eduport.audit.services import record_security_event
from eduport.outbox.services import send_mail_later

LIFETIME = timedelta(minutes=30)
GOOD_LINKS = 3
"""So many links of an account are good at a time; who asks again has those."""

ASKS_OF_A_DEVICE = 10


def _digest(account: Account, secret: str) -> str:
    # The password's hash is part of it: any new password ends all links.
    return token_digest(
        "eduport.accounts.password_reset", account.pk, account.password, secret
    )


def refuse_many_requests(origin: Origin, *, at: datetime) -> None:
    """Count somebody who asks for a link. Asks nothing about any account.

    A known device has few requests of its own, and is not refused for its network: a
    school is one. Raises TooManyRequestsError.
    """
    lanes = asking_lanes(origin)
    limit = ASKS_OF_A_DEVICE if lanes.own else settings.EDUPORT.network_failures
    asked = count_in_window(lanes.own or lanes.network, NETWORK_WINDOW, at=at)
    if asked > limit:
        raise TooManyRequestsError(minutes=NETWORK_WINDOW // timedelta(minutes=1))


@transaction.atomic
def send_reset_link(login: str, *, language: str, at: datetime) -> None:
    """Mail a link to the recovery address of a login, if there is somebody to mail it.

    Done in the background: whoever asked learns nothing, not even from the time it
    takes. Nothing happens for unknown logins, for accounts that are blocked, released
    or of the administration, without a recovery address, and while `GOOD_LINKS` are
    good, so that nobody's mailbox is flooded through us.
    """
    account = find_login(login).account
    if not account or account.disabled_at or account.kind != AccountKind.PERSON:
        return
    recovery = find_recovery_address(account)
    # Locked, so that parallel requests count each other.
    Account.objects.select_for_update().get(pk=account.pk)
    good = PasswordResetLink.objects.filter(account=account.pk, expires_at__gt=at)
    if not recovery or good.count() >= GOOD_LINKS:
        return
    send_mail_later(
        recovery.address,
        "accounts/mail/reset_password.txt",
        {
            "login": account.username,
            "link": portal_link("accounts:open_reset_link", _new_token(account, at=at)),
        },
        language=account.language or language,
        at=at,
        useful_for=LIFETIME,
    )
    record_security_event(
        "accounts.password_reset.sent", account, by=account.actor, at=at
    )


def _new_token(account: Account, *, at: datetime) -> str:
    uid, secret = uuid4(), secrets.token_urlsafe(32)
    PasswordResetLink.objects.create(
        uid=uid,
        account=account,
        digest=_digest(account, secret),
        issued_at=at,
        expires_at=at + LIFETIME,
    )
    return f"{uid.hex}.{secret}"


def find_reset_link(token: str, *, at: datetime) -> PasswordResetLink | None:
    """The link that a token belongs to, as long as it is good."""
    uid, _, secret = token.partition(".")
    try:
        links = PasswordResetLink.objects.filter(uid=UUID(hex=uid), expires_at__gt=at)
    except ValueError:
        return None
    link = links.select_related("account__person__home_school").first()
    if not link or link.account.disabled_at:
        return None
    is_right = constant_time_compare(link.digest, _digest(link.account, secret))
    return link if is_right else None


@transaction.atomic
def reset_password(
    token: str, password: str, *, origin: Origin, at: datetime
) -> Account:
    """Use up a link, and set the password that its owner chose.

    Signs nobody in: the second factor is asked for afterwards, at the login. Ends all
    sessions and all links, and the lock after wrong passwords. Raises UsedLinkError,
    and RefusedPasswordError, after which the link is still good. Of parallel attempts
    one succeeds, also with different links.
    """
    account = _locked_account(token, at=at)
    set_password(account, password, by=account.actor, at=at)
    PasswordResetLink.objects.filter(account=account).delete()
    forget_failures(
        [login_lane(account.username), lanes_of(account.username, account, origin).own]
    )
    Account.objects.filter(pk=account.pk).update(locked_until=None)
    record_security_event(
        "accounts.password_reset.used", account, by=account.actor, at=at
    )
    return account


def _locked_account(token: str, *, at: datetime) -> Account:
    link = find_reset_link(token, at=at)
    if link:
        Account.objects.select_for_update().get(pk=link.account_id)
        # Looked for again: whoever had the lock may have used this or another link.
        link = find_reset_link(token, at=at)
    if not link:
        raise UsedLinkError
    return link.account


def purge_reset_links(*, at: datetime) -> None:
    """Forget links that are no longer good; in the night."""
    PasswordResetLink.objects.filter(expires_at__lte=at).delete()
