"""Who can sign in to the demo: somebody for every role."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count

from eduport.accounts.models import Account, AccountKind
from eduport.accounts.services.activation import issue_activation_codes
from eduport.accounts.services.passwords import set_password
from eduport.accounts.services.provisioning import create_admin_account
from eduport.accounts.services.second_factor import give_demo_app
from eduport.core.actor import Actor
from eduport.people.models import (
    AdminRole,
    Affiliation,
    Person,
    Role,
    School,
    SchoolAuthority,
    Source,
    SourceKind,
)
from eduport.people.rules.addresses import local_part
from eduport.people.services.addresses import assign_addresses
from eduport.people.services.appointments import appoint
from eduport.people.services.sources import get_or_create_source
from eduport.people.signals import persons_changed

PASSWORD = "Hafen-Kran-7-Elbe"  # noqa: S105 -- printed for everybody to see
OFFICE_NAME = "Schulbehörde"
OFFICE_CODE = "bsb"


@dataclass(frozen=True)
class Login:
    """A line of the table of logins."""

    who: str
    username: str
    password: str = PASSWORD
    code: str = ""


@transaction.atomic
def cast(*, by: Actor, at: datetime) -> list[dict[str, str]]:
    """Give somebody of every role a password, and two others an activation code."""
    school = _largest_school()
    logins = [
        *_everyday(school, by=by, at=at),
        *_privileged(school, by=by, at=at),
        *_not_activated(school, by=by, at=at),
    ]
    return [asdict(login) for login in logins]


def without_used_codes(logins: list[dict[str, str]]) -> list[dict[str, str]]:
    """The logins, but not those whose owner has chosen a password since."""
    names = [login["username"] for login in logins if login["code"]]
    accounts = Account.objects.filter(username__in=names, activated_at__isnull=False)
    used = set(accounts.values_list("username", flat=True))
    return [login for login in logins if login["username"] not in used]


def _largest_school() -> School:
    return School.objects.annotate(people=Count("affiliation")).order_by("-people")[0]


def _everyday(school: School, *, by: Actor, at: datetime) -> Iterator[Login]:
    persons = {
        "pupil": _nth(Role.STUDENT, 0, school),
        "teacher": _nth(Role.TEACHER, 0, school),
        "head of school": _nth(Role.PRINCIPAL, 0, school),
        "school office": _nth(Role.OFFICE, 0, school),
        "specialist staff": _nth(Role.SPECIALIST, 0, school),
        "guest teacher": _nth(Role.EXTERNAL, 0, school),
    }
    contact = _nth(Role.TEACHER, 1, school)
    if contact:
        appoint(contact, AdminRole.IT_CONTACT, school=school, by=by, at=at)
        persons["IT contact (gives training)"] = contact
    for who, person in persons.items():
        if person:
            account = Account.objects.get(person=person, kind=AccountKind.PERSON)
            set_password(account, PASSWORD, by=by, at=at)
            yield Login(who, account.username)


def _privileged(school: School, *, by: Actor, at: datetime) -> Iterator[Login]:
    admin = _nth(Role.TEACHER, 2, school)
    if admin:
        appoint(admin, AdminRole.SCHOOL_ADMIN, school=school, by=by, at=at)
        yield _admin_login("school admin", admin, by=by, at=at)
    office = _authority_office()
    names = {
        AdminRole.CENTRAL_TEAM: ("central team", "Katrin", "Petersen"),
        AdminRole.SERVICE_DESK: ("service desk", "Sven", "Behrens"),
    }
    for role, (who, given, family) in names.items():
        person = _employee(office, given, family, at=at)
        appoint(person, role, school=None, by=by, at=at)
        yield _admin_login(who, person, by=by, at=at)


def _not_activated(school: School, *, by: Actor, at: datetime) -> Iterator[Login]:
    persons = [_nth(Role.STUDENT, 1, school), _nth(Role.TEACHER, 3, school)]
    accounts = Account.objects.filter(person__in=persons, kind=AccountKind.PERSON)
    for account, code in issue_activation_codes(accounts, by=by, at=at):
        yield Login("not yet activated", account.username, password="", code=code)


def _nth(role: Role, number: int, school: School) -> Person | None:
    """The same people every time; of the largest school if it has such a role."""
    found = Affiliation.objects.filter(role=role, ended_at=None).order_by("pk")
    rows = found.filter(school=school, person__home_school=school)
    row = rows[number : number + 1].first() or found[number : number + 1].first()
    return row.person if row else None


def _admin_login(who: str, person: Person, *, by: Actor, at: datetime) -> Login:
    account = create_admin_account(person, by=by, at=at)
    set_password(account, PASSWORD, by=by, at=at)
    give_demo_app(account)
    return Login(f"{who} (Admin-Account)", account.username)


def _authority_office() -> School:
    """The authority's own office: a unit without pupils that is entered by hand."""
    authority = SchoolAuthority.objects.order_by("pk")[0]
    office, _is_new = School.objects.get_or_create(
        code=OFFICE_CODE,
        defaults={
            "authority": authority,
            "source": _manual_source(),
            "name": OFFICE_NAME,
            "kind": "authority",
        },
    )
    return office


def _manual_source() -> Source:
    return get_or_create_source(
        "manual", authority_name="", mail_domain="", kind=SourceKind.MANUAL
    )


def _employee(office: School, given: str, family: str, *, at: datetime) -> Person:
    person, is_new = Person.objects.get_or_create(
        home_school=office,
        given_name=given,
        family_name=family,
        defaults={
            "source": office.source,
            "address_base": local_part(given, family),
            "created_at": at,
        },
    )
    if is_new:
        Affiliation.objects.create(
            person=person,
            school=office,
            role=Role.OFFICE,
            source=office.source,
            started_at=at,
        )
        assign_addresses([person.pk], at=at)
        persons_changed.send(Person, person_ids=[person.pk], at=at)
    return person
