"""Connecting services, and releasing them to schools and roles."""

import dataclasses
import secrets
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.core.hashers import RandomSecretHasher
from eduport.people.models import School
from eduport.sso.errors import AppExistsError, UnknownScopeError, UnsafeAddressError
from eduport.sso.models import App, Release
from eduport.sso.rules.addresses import is_safe_address
from eduport.sso.rules.claims import unknown_names
from eduport.sso.types import AppRegistration

SECRET_BYTES = 32


@dataclasses.dataclass(frozen=True, slots=True)
class RegisteredApp:
    """A registered app with its secret, which nobody can read again later."""

    app: App
    client_id: str
    client_secret: str = dataclasses.field(repr=False)


@transaction.atomic
def register_app(
    registration: AppRegistration, *, by: Actor, at: datetime
) -> RegisteredApp:
    """Put a service into the catalogue. It is released to nobody yet.

    Raises UnsafeAddressError, UnknownScopeError, AppExistsError.
    """
    check_registration(registration)
    if App.objects.filter(slug=registration.slug).exists():
        raise AppExistsError(slug=registration.slug)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    fields = dataclasses.asdict(registration) | {
        "redirect_uris": " ".join(registration.redirect_uris),
        "post_logout_redirect_uris": " ".join(registration.post_logout_redirect_uris),
        "scopes": list(dict.fromkeys(("openid", *registration.scopes))),
        "claims": list(registration.claims),
        "sector": registration.sector or sector_of(registration),
    }
    app = App.objects.create(
        **fields,
        client_id=secrets.token_urlsafe(16),
        client_secret=RandomSecretHasher().encode(secret),
    )
    record("sso.app.registered", app, by=by, at=at)
    return RegisteredApp(app, app.client_id, secret)


def check_registration(registration: AppRegistration) -> None:
    """Refuse what would be unsafe. Raises UnsafeAddressError or UnknownScopeError."""
    addresses = [
        registration.launch_url,
        *registration.redirect_uris,
        *registration.post_logout_redirect_uris,
    ]
    if registration.back_channel_logout_uri:
        addresses.append(registration.back_channel_logout_uri)
    allow_loopback = settings.EDUPORT.development
    for address in addresses:
        if not is_safe_address(address, allow_loopback=allow_loopback):
            raise UnsafeAddressError(address=address)
    if unknown := unknown_names(registration.scopes, registration.claims):
        raise UnknownScopeError(names=", ".join(unknown))


def sector_of(registration: AppRegistration) -> str:
    """Core §8.1: the host, unless the authority says otherwise."""
    return urlsplit(registration.launch_url).hostname or registration.slug


@transaction.atomic
def renew_secret(app: App, *, by: Actor, at: datetime) -> RegisteredApp:
    """Give a service a new secret. The old one ends at once."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    app.client_secret = RandomSecretHasher().encode(secret)
    app.save(update_fields=["client_secret"])
    record("sso.app.secret_renewed", app, by=by, at=at)
    return RegisteredApp(app, app.client_id, secret)


@transaction.atomic
def release_app(
    app: App, *, school: School | None = None, role: str = "", by: Actor, at: datetime
) -> Release:
    """Let people of a role at a school use a service; nothing means all of them."""
    release, is_new = Release.objects.get_or_create(app=app, school=school, role=role)
    if is_new:
        record("sso.app.released", app, by=by, at=at)
    return release


@transaction.atomic
def withdraw_app(
    app: App, *, school: School | None = None, role: str = "", by: Actor, at: datetime
) -> None:
    """Take a release back. Other releases of the service stay."""
    count, _ = Release.objects.filter(app=app, school=school, role=role).delete()
    if count:
        record("sso.app.withdrawn", app, by=by, at=at)
