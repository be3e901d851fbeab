"""Counting wrong passwords, so that nobody can try many, or shut out a school.

After the OWASP "device cookies": failures from unknown devices count for the login,
failures from a device on which the account signed in before count for that device
only. Whoever locks a classmate's login from somewhere thus does not lock out the
classmate's own tablet. A whole school sits behind one address, so a network is only
refused when logins of very many *different* accounts failed there, and known devices
are let in even then. Lanes are keyed hashes: people type passwords into the wrong
field, and nobody shall read there who tried to sign in.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil

from django.conf import settings
from django.db import connection
from django.utils.crypto import salted_hmac

from eduport.accounts.errors import TooManyFailuresError
from eduport.accounts.models import Account, FailedLogin

NETWORK_WINDOW = timedelta(minutes=15)

# Every sign-in asks; a counter that has expired means nothing.
_FIND = """
SELECT lane, failures, expires_at FROM accounts_failedlogin
 WHERE lane = ANY(%(lanes)s) AND expires_at > %(at)s
"""
# One statement, so that parallel failures all count.
_COUNT = """
INSERT INTO accounts_failedlogin AS counter (lane, failures, expires_at)
VALUES (%(lane)s, 1, %(expires_at)s)
ON CONFLICT (lane) DO UPDATE
   SET failures = CASE WHEN counter.expires_at <= %(at)s THEN 1
                       ELSE counter.failures + 1 END,
       expires_at = EXCLUDED.expires_at
RETURNING failures
"""
# The same, but the window ends when it was to end, however much comes.
_COUNT_IN_WINDOW = _COUNT.replace(
    "expires_at = EXCLUDED.expires_at",
    """expires_at = CASE WHEN counter.expires_at <= %(at)s THEN EXCLUDED.expires_at
                       ELSE counter.expires_at END""",
)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an attempt comes from: a network, and a device that knows accounts.

    `devices` maps an account's key to the random number that the device got when the
    account signed in there.
    """

    network: str = ""
    devices: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lanes:
    """The counters of one attempt. A known device has its own and no network."""

    own: str
    network: str = ""


def login_lane(login: str) -> str:
    return _lane("login", login)


def device_lane(number: str) -> str:
    return _lane("device", number)


def network_lane(network: str) -> str:
    return _lane("network", network)


def recovery_lane(account_id: int) -> str:
    return _lane("recovery", str(account_id))


def public_lane(what: str, network: str) -> str:
    """Something that visitors do, from one network."""
    return _lane(f"public {what}", network)


def asking_lanes(origin: Origin) -> Lanes:
    """Who asks for a link: a device that somebody signed in on, or a whole network."""
    if origin.devices:
        number = min(origin.devices.values())
        return Lanes(_lane("asking device", number))
    return Lanes("", _lane("asking network", origin.network))


def _lane(kind: str, value: str) -> str:
    salt = f"eduport.accounts.lane.{kind}"
    return salted_hmac(salt, value, algorithm="sha256").hexdigest()


def lanes_of(login: str, account: Account | None, origin: Origin) -> Lanes:
    """The counters to ask and to count on for one attempt."""
    if account and (device := origin.devices.get(account.pk)):
        return Lanes(device_lane(device))
    # An old login must not give a second set of attempts at the same account.
    name = account.username if account else login
    return Lanes(login_lane(name), network_lane(origin.network))


def refuse_if_full(lanes: Lanes, *, at: datetime) -> bool:
    """Raise TooManyFailuresError while a lane is full; one query.

    Returns whether there are failures to forget after a success.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FIND, {"lanes": [lanes.own, lanes.network], "at": at})
        found = {lane: (failures, until) for lane, failures, until in cursor}
    for lane, limit in _limits(lanes).items():
        failures, expires_at = found.get(lane, (0, at))
        if failures >= limit:
            seconds = (expires_at - at).total_seconds()
            raise TooManyFailuresError(minutes=max(1, ceil(seconds / 60)))
    return lanes.own in found


def _limits(lanes: Lanes) -> dict[str, int]:
    return {
        lanes.own: settings.EDUPORT.login_failures,
        lanes.network: settings.EDUPORT.network_failures,
    }


def count_failure(lanes: Lanes, *, at: datetime) -> datetime | None:
    """Count a wrong password; returns until when the lane is full now, if it is.

    For a network only the first failure of a login counts: a hundred attempts at one
    account are one account.
    """
    until = at + timedelta(minutes=settings.EDUPORT.login_lock_minutes)
    failures = _count(lanes.own, at, until)
    if failures == 1 and lanes.network:
        count_in_window(lanes.network, NETWORK_WINDOW, at=at)
    return until if failures >= settings.EDUPORT.login_failures else None


def count_in_window(lane: str, window: timedelta, *, at: datetime) -> int:
    """Count something; returns how often it happened since the window began."""
    return _count(lane, at, at + window, statement=_COUNT_IN_WINDOW)


def _count(
    lane: str, at: datetime, expires_at: datetime, *, statement: str = _COUNT
) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"lane": lane, "at": at, "expires_at": expires_at})
        failures: int = cursor.fetchone()[0]
    return failures


def forget_failures(lanes: Iterable[str]) -> None:
    FailedLogin.objects.filter(lane__in=list(lanes)).delete()


def purge_failures(*, at: datetime) -> None:
    """Delete the counters that mean nothing any more."""
    FailedLogin.objects.filter(expires_at__lte=at).delete()
