"""Give some people of an imported city a password, and connect a service."""

import json
import sys
from datetime import UTC, datetime

from eduport.ops.startup import prepare

prepare()

# Django first: models cannot be imported before it has started.
# ruff: noqa: E402
from django.contrib.auth.hashers import make_password

from eduport.accounts.models import Account, AccountKind
from eduport.accounts.queries import current_terms
from eduport.core.actor import Actor
from eduport.sso.services.registration import register_app, release_app
from eduport.sso.types import AppRegistration
from tools.bench.browser import PASSWORD, REDIRECT_URI

PEOPLE = 400


def main() -> None:
    """Print the logins and the service's client as JSON."""
    at, by = datetime.now(UTC), Actor.system("bench")
    terms = current_terms(at)
    # From everywhere in the city: neighbours would share pages of the database.
    accounts = list(
        Account.objects.filter(kind=AccountKind.PERSON, disabled_at=None)
        .order_by("person__uid")
        .values_list("pk", "username")[:PEOPLE]
    )
    Account.objects.filter(pk__in=[account[0] for account in accounts]).update(
        password=make_password(PASSWORD),
        activated_at=at,
        terms_version=terms.version if terms else "",
    )
    registration = AppRegistration(
        slug="bench",
        name_de="Bench",
        name_en="Bench",
        launch_url="https://bench.example/",
        redirect_uris=(REDIRECT_URI,),
        scopes=("openid", "profile", "email"),
        claims=("name", "given_name", "family_name", "email"),
    )
    registered = register_app(registration, by=by, at=at)
    release_app(registered.app, by=by, at=at)
    result = {
        "logins": [account[1] for account in accounts],
        "client_id": registered.client_id,
        "client_secret": registered.client_secret,
    }
    json.dump(result, sys.stdout)
