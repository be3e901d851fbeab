"""What the database keeps of services, keys and tokens, broken one by one."""

import datetime as dt

import pytest

from eduport.sso.models import AccessToken, Grant, KeyState, RefreshToken, SigningKey
from tests.breaking import assert_refused, changed, twice
from tests.factories.accounts import AccountFactory
from tests.factories.people import NOON
from tests.factories.sso import AppFactory, ReleaseFactory

pytestmark = pytest.mark.django_db


def key():
    return SigningKey.objects.create(
        kid="one", state=KeyState.ACTIVE, encrypted=b"x", created_at=NOON
    )


def issued(model, **values):
    """A code or a token of somebody for a service."""

    def create():
        return model.objects.create(
            user=AccountFactory(),
            application=AppFactory(),
            sid="s",
            authenticated_at=NOON,
            methods=["pwd"],
            scope="openid",
            created=NOON,
            expires=NOON + dt.timedelta(minutes=1),
            code="c" * 64,
            **values,
        )

    return create


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("app_hue_is_known", changed(AppFactory, hue="pink")),
        ("app_has_openid", changed(AppFactory, scopes=["profile"])),
        ("release_once", twice(ReleaseFactory)),
        ("release_role_is_known", changed(ReleaseFactory, role="x")),
        ("app_has_a_sector", changed(AppFactory, sector="")),
        ("signing_key_one_next_one_active", twice(key, kid="another")),
        ("signing_key_state_is_known", changed(key, state="x")),
        ("grant_code_once", twice(issued(Grant))),
        ("access_token_once", twice(issued(AccessToken, token_checksum="t" * 64))),
        ("refresh_token_once", twice(issued(RefreshToken, token_checksum="t" * 64))),
    ],
)
def test_the_database_refuses(name, write):
    assert_refused(name, write)
