"""The nights of a feed beside a running portal: `standstill FOLDER first|second|look`.

`first` reads a school with one teacher and makes its school admin; `second` delivers
the teacher whom the school had to make by hand meanwhile; `look` tells who that is.
"""

import json
import sys
import time
from pathlib import Path

from eduport.ops.startup import prepare

prepare()

# Django first: models cannot be imported before it has started.
# ruff: noqa: E402
from django.utils import timezone

from eduport.accounts.models import Account, AccountKind
from eduport.core.actor import Actor
from eduport.people.models import Person, School, SourceKind
from eduport.people.services.sources import get_or_create_source
from eduport.sync.services.runs import RunOptions, sync_roster
from tests.e2e.scene import session_of
from tests.factories.accounts import AccountFactory
from tests.factories.people import AppointmentFactory, PersonFactory
from tests.sync.rosters import City

NIGHT = Actor.system("sync")


def city() -> City:
    city = City()
    city.school("M", code="meer", name="Schule am Meer")
    city.person("t1", "Emmy Noether", "M:teacher")
    city.group("team", "M", "Steuergruppe", kind="team", members=["t1"])
    return city


def read(city: City, folder: Path) -> None:
    source = get_or_create_source(
        "divis", name="DiViS", authority_name="", mail_domain="", kind=SourceKind.FEED
    )
    path = city.write(folder)
    sync_roster(source, path, options=RunOptions(), by=NIGHT, at=timezone.now())


def first(folder: Path) -> dict[str, object]:
    read(city(), folder)
    school = School.objects.get(code="meer")
    person = PersonFactory(home_school=school, given_name="Dora", family_name="Deich")
    AppointmentFactory(person=person, school=school)
    Account.objects.filter(person=person).delete()
    account = AccountFactory(
        person=person, kind=AccountKind.ADMIN, username="admin.dora.deich@meer.de"
    )
    return {"session": fresh_session_of(account)}


def fresh_session_of(account: Account) -> str:
    """A session in which both factors were shown just now."""
    proofs = [
        {"method": "password", "at": time.time()},
        {"method": "mfa", "type": "totp", "at": time.time()},
    ]
    return session_of(
        account,
        account_authentication_methods=proofs,
        account_authentication_methods_user=str(account.pk),
    )


def second(folder: Path) -> dict[str, object]:
    today = city()
    today.person("t9", "Lise Meitner", "M:teacher")
    today.groups["team"].members.append("t9")
    read(today, folder)
    return look(folder)


def look(folder: Path) -> dict[str, object]:
    persons = Person.objects.filter(family_name="Meitner")
    return {
        "persons": [
            {
                "uid": str(person.uid),
                "source": person.source.slug,
                "key": person.source_key,
                "password": Account.objects.get(person=person).password,
                "groups": [one.group.name for one in person.membership_set.all()],
            }
            for person in persons
        ]
    }


if __name__ == "__main__":
    place, step = Path(sys.argv[1]), sys.argv[2]
    steps = {"first": first, "second": second, "look": look}
    json.dump(steps[step](place), sys.stdout)
