"""Setting up whom we tell, renewing secrets, and the end of telling."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.core.encryption import decrypt, encrypt
from eduport.gateway.errors import NoEventError, UnsafeAddressError
from eduport.gateway.models import Ending, EventKind, WebhookEndpoint
from eduport.gateway.rules.networks import is_safe_url
from eduport.gateway.rules.webhooks import secret_text
from eduport.outbox.services import send_mail_later
from eduport.people.models import AdminRole
from eduport.people.queries import current_appointments
from eduport.support.services.letters import addresses_of, languages_of

PURPOSE = "gateway.webhook"
BYTES = 32
OVERLAP = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class EndpointDraft:
    """Whom to tell what."""

    name: str
    url: str
    kinds: Collection[EventKind]


@dataclass(frozen=True, slots=True)
class NewSecret:
    """An endpoint and its new secret, which nobody can read again."""

    endpoint: WebhookEndpoint
    text: str


@transaction.atomic
def add_endpoint(draft: EndpointDraft, *, by: Actor, at: datetime) -> NewSecret:
    """Tell another system from now on. Raises UnsafeAddressError and NoEventError."""
    _check(draft)
    text = _new_secret()
    endpoint = WebhookEndpoint.objects.create(
        name=draft.name,
        url=draft.url,
        kinds=sorted(draft.kinds),
        secret=encrypt(text, purpose=PURPOSE),
        created_at=at,
    )
    record("gateway.webhook.added", endpoint, by=by, at=at)
    return NewSecret(endpoint, text)


@transaction.atomic
def change_endpoint(
    endpoint: WebhookEndpoint, draft: EndpointDraft, *, by: Actor, at: datetime
) -> None:
    """Tell it elsewhere, or something else. What waits goes to the new address."""
    _check(draft)
    endpoint.name, endpoint.url = draft.name, draft.url
    endpoint.kinds = sorted(draft.kinds)
    endpoint.save(update_fields=["name", "url", "kinds"])
    record("gateway.webhook.changed", endpoint, by=by, at=at)


def _check(draft: EndpointDraft) -> None:
    if not is_safe_url(draft.url, allow_loopback=settings.EDUPORT.development):
        raise UnsafeAddressError
    if not draft.kinds:
        raise NoEventError


def _new_secret() -> str:
    return secret_text(secrets.token_bytes(BYTES))


@transaction.atomic
def renew_secret(endpoint: WebhookEndpoint, *, by: Actor, at: datetime) -> NewSecret:
    """Make a new secret; for a day both sign, so that no message is refused."""
    text = _new_secret()
    endpoint.old_secret, endpoint.old_secret_until = endpoint.secret, at + OVERLAP
    endpoint.secret = encrypt(text, purpose=PURPOSE)
    endpoint.save(update_fields=["secret", "old_secret", "old_secret_until"])
    record("gateway.webhook.secret_renewed", endpoint, by=by, at=at)
    return NewSecret(endpoint, text)


def secrets_of(endpoint: WebhookEndpoint, at: datetime) -> list[str]:
    """With which secrets a message is signed now, the newest first."""
    kept = [endpoint.secret]
    if endpoint.old_secret_until and at < endpoint.old_secret_until:
        kept.append(endpoint.old_secret)
    return [decrypt(one, purpose=PURPOSE) for one in kept]


@transaction.atomic
def disable_endpoint(
    endpoint: WebhookEndpoint,
    because: Ending = Ending.BY_HAND,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Tell it nothing any more; what waits is kept. Twice keeps the first reason.

    If nobody did it by hand the central team is told by mail.
    """
    active = WebhookEndpoint.objects.filter(pk=endpoint.pk, disabled_at=None)
    if not active.update(disabled_at=at, disabled_because=because):
        return
    record("gateway.webhook.disabled", endpoint, by=by, at=at)
    if because != Ending.BY_HAND:
        _tell_central_team(endpoint, because, at=at)


@transaction.atomic
def enable_endpoint(endpoint: WebhookEndpoint, *, by: Actor, at: datetime) -> None:
    """Tell it again: what waits goes out now, what happened meanwhile does not."""
    disabled = WebhookEndpoint.objects.filter(pk=endpoint.pk).exclude(disabled_at=None)
    if disabled.update(disabled_at=None, disabled_because="", failing_since=None):
        record("gateway.webhook.enabled", endpoint, by=by, at=at)


def _tell_central_team(
    endpoint: WebhookEndpoint, because: Ending, *, at: datetime
) -> None:
    appointed = current_appointments().filter(role=AdminRole.CENTRAL_TEAM)
    keys = list(appointed.values_list("person", flat=True))
    languages = languages_of(keys)
    for key, address in addresses_of(keys).items():
        send_mail_later(
            address,
            "gateway/mail/disabled.txt",
            {
                "name": endpoint.name,
                "is_gone": because == Ending.GONE,
                "path": reverse("gateway:endpoint", args=[endpoint.uid]),
            },
            language=languages.get(key, ""),
            at=at,
        )
