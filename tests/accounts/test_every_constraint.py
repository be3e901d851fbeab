"""What the database keeps of links, addresses and consent, broken one by one."""

import pytest

from eduport.accounts.models import TermsAcceptance
from tests.breaking import assert_refused, changed, twice
from tests.factories.accounts import AccountFactory, TermsFactory
from tests.factories.people import NOON
from tests.factories.recovery import (
    PasswordResetLinkFactory,
    PendingRecoveryAddressFactory,
)

pytestmark = pytest.mark.django_db


def accepted():
    return TermsAcceptance.objects.create(
        account=AccountFactory(), terms=TermsFactory(), accepted_at=NOON
    )


@pytest.mark.parametrize(
    ("name", "write"),
    [
        (
            "pending_recovery_address_is_hashed",
            changed(PendingRecoveryAddressFactory, digest="x"),
        ),
        (
            "pending_recovery_address_expires_later",
            changed(PendingRecoveryAddressFactory, expires_at=NOON),
        ),
        (
            "password_reset_link_is_hashed",
            changed(PasswordResetLinkFactory, digest="x"),
        ),
        (
            "password_reset_link_expires_later",
            changed(PasswordResetLinkFactory, expires_at=NOON),
        ),
        ("terms_acceptance_once", twice(accepted)),
    ],
)
def test_the_database_refuses(name, write):
    assert_refused(name, write)
