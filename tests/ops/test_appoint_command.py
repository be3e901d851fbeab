"""`eduport appoint` and `eduport code`: how the first people get in."""

import pytest
from allauth.mfa.models import Authenticator
from click.testing import CliRunner

from eduport.accounts.models import Account, AccountKind, ActivationCode
from eduport.audit.models import SecurityEvent
from eduport.ops.cli import main
from eduport.people.models import Appointment
from tests.factories.accounts import AccountFactory, give_second_factor
from tests.factories.outbox import letters
from tests.factories.people import NOON, AddressFactory, AffiliationFactory

pytestmark = pytest.mark.django_db
LOGIN = "ada.berg@xy.hamburg.de"


def eduport(*arguments):
    return CliRunner().invoke(main, arguments)


@pytest.fixture
def ada():
    affiliation = AffiliationFactory(person__home_school__code="xy")
    AddressFactory(person=affiliation.person)
    return AccountFactory(person=affiliation.person, username=LOGIN)


def test_the_central_team_gets_an_admin_account_and_a_code(ada):
    result = eduport("appoint", LOGIN, "--role", "central_team")

    admin = Account.objects.get(kind=AccountKind.ADMIN)
    assert (result.exit_code, admin.username) == (0, f"admin.{LOGIN}")
    assert f"Login            admin.{LOGIN}\nActivation code  " in result.output


def test_an_it_contact_works_with_the_everyday_account(ada):
    result = eduport("appoint", LOGIN, "--role", "it_contact", "--school", "xy")

    assert result.exit_code == 0
    assert Account.objects.get() == ada
    assert Appointment.objects.get().school.code == "xy"


def test_an_account_in_use_gets_no_code(ada):
    result = eduport("code", LOGIN)

    assert result.output == (
        f"{LOGIN} is in use already; no code was made. If its owner has forgotten the "
        "password: --forgotten.\n"
    )


def test_the_last_resort_makes_a_code_for_a_forgotten_password(ada):
    eduport("appoint", LOGIN, "--role", "central_team")
    Account.objects.update(activated_at=NOON)

    result = eduport("code", f"admin.{LOGIN}", "--forgotten")

    assert result.exit_code == 0
    assert f"Login            admin.{LOGIN}\nActivation code  " in result.output
    [event, _] = SecurityEvent.objects.order_by("-pk")
    assert (event.action, event.actor) == ("accounts.admin_code.issued", "command line")
    assert [letter.to for letter in letters()] == [LOGIN]


def test_a_closed_account_gets_no_code(ada):
    Account.objects.update(disabled_at=NOON)

    result = eduport("code", LOGIN, "--forgotten")

    assert (result.exit_code, ActivationCode.objects.count()) == (2, 0)
    assert result.output == f"{LOGIN} is locked or closed; no code was made.\n"


def test_the_last_resort_removes_a_second_factor(ada):
    give_second_factor(ada)

    result = eduport("second-factor", "remove", LOGIN)
    again = eduport("second-factor", "remove", LOGIN)

    assert result.output == f"{LOGIN} has no second factor any more.\n"
    assert not Authenticator.objects.exists()
    assert (again.exit_code, again.output) == (2, f"{LOGIN} has no second factor.\n")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("appoint", "nobody@xy.hamburg.de", "--role", "it_contact"), "no account"),
        (("appoint", LOGIN, "--role", "school_admin"), "a school is needed"),
        (
            ("appoint", LOGIN, "--role", "school_admin", "--school", "zz"),
            "no school with the code",
        ),
    ],
)
def test_wrong_input_ends_with_2_and_a_sentence(ada, arguments, sentence):
    result = eduport(*arguments)

    assert result.exit_code == 2
    assert sentence in result.output
    assert Appointment.objects.count() == 0
