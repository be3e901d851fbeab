"""The time the portal takes for the list of people, measured in its own process.

Arguments: how many requests of each kind; and `walled` if the database only shows what
a setting of the session names, see `walls`.
"""

import json
import random
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

import psutil

from eduport.ops.startup import prepare

prepare()

# Django first: models cannot be imported before it has started.
# ruff: noqa: E402
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import connection
from django.db.models import Count
from django.http import HttpResponse
from django.test import Client

from eduport.accounts.models import Account, AccountKind
from eduport.accounts.queries import current_terms
from eduport.accounts.services.provisioning import UNUSABLE_PASSWORD
from eduport.administration.types import NO_GROUP, PersonState
from eduport.ops.web_server import settle
from eduport.people.models import AdminRole, Appointment, Person, Role, School
from tools.bench.machine import cpu_of

PAGE = "/manage/people/"
PART = {"HX-Request": "true", "HX-Target": "results"}
LAST_PAGE = 200
SAMPLES = int(sys.argv[1]) if sys.argv[1:] else 100
IS_WALLED = "walled" in sys.argv
WALL = "SELECT set_config('eduport.schools', %s, false)"
EVERYTHING = "all"
TURNS = max(1, SAMPLES // 5)
CLASSES = ("5a", "7b", "10c")
# The same people are looked for in every run.
CHOICE = random.Random(1)  # noqa: S311 -- no secret


def main() -> None:
    """Print the milliseconds of all requests as JSON, by kind."""
    settings.ALLOWED_HOSTS = ["*"]
    settle()
    school = School.objects.annotate(people=Count("person")).order_by("-people")[0]
    central = browser_of(AdminRole.CENTRAL_TEAM, None)
    local = browser_of(AdminRole.SCHOOL_ADMIN, school)
    kinds: dict[str, tuple[Browser, Callable[[], Iterator[str]]]] = {
        "first page": (central, first_pages),
        "search": (central, searches),
        "role": (central, roles),
        "state": (central, states),
        "school and role": (central, schools),
        "role or state, and a search": (central, searches_in_a_filter),
        "own school": (local, of_own_school),
        "person": (central, persons),
    }
    result = {}
    for kind, (browser, paths) in kinds.items():
        wanted, before = list(paths()), cpu()
        times = [milliseconds(browser, path) for path in wanted]
        result[kind] = {"times": times, "cpu": (cpu() - before) * 1000 / len(times)}
    before, times = cpu(), last_pages(central)
    spent = (cpu() - before) * 1000 / len(times)
    result[f"page {LAST_PAGE}"] = {"times": times[-20:], "cpu": spent}
    json.dump(result, sys.stdout)


@dataclass(frozen=True)
class Browser:
    """Somebody signed in, and which schools the wall lets them see."""

    client: Client
    schools: str

    def get(self, path: str, headers: dict[str, str]) -> HttpResponse:
        if IS_WALLED:
            with connection.cursor() as cursor:
                cursor.execute(WALL, [self.schools])
        return self.client.get(path, headers=headers)


def cpu() -> float:
    """Seconds that we and our PostgreSQL process have worked."""
    connection.ensure_connection()
    postgres = psutil.Process(connection.connection.info.backend_pid)
    return time.process_time() + cpu_of(postgres)


def browser_of(role: AdminRole, school: School | None) -> Browser:
    """Somebody signed in with an Admin-Account of this role; warmed up."""
    at = datetime.now(UTC)
    person = Person.objects.order_by("-pk" if school else "pk")[0]
    held = {"person": person, "school": school, "role": role}
    Appointment.objects.get_or_create(**held, defaults={"starts_at": at})
    terms = current_terms(at)
    account, _ = Account.objects.get_or_create(
        kind=AccountKind.ADMIN,
        person=person,
        username=f"admin.{role}@bench.example",
        defaults={
            "password": UNUSABLE_PASSWORD,
            "created_at": at,
            "activated_at": at,
            "terms_version": terms.version if terms else "",
        },
    )
    # Without a second factor and a way back an Admin-Account can do nothing.
    codes = {"viewed_at": at.isoformat()}
    for kind, data in (("totp", {}), ("recovery_codes", codes)):
        Authenticator.objects.get_or_create(
            user=account, type=kind, defaults={"data": data}
        )
    client = Client()
    client.force_login(account, backend=settings.AUTHENTICATION_BACKENDS[0])
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": at.timestamp()},
        {"method": "mfa", "type": "totp", "at": at.timestamp()},
    ]
    session["account_authentication_methods_user"] = str(account.pk)
    session.save()
    browser = Browser(client, str(school.pk) if school else EVERYTHING)
    for _ in range(3):
        milliseconds(browser, PAGE)
    return browser


def milliseconds(browser: Browser, path: str) -> float:
    """What the portal takes for an answer, without the network."""
    headers = PART if "?" in path else {}
    start = time.perf_counter()
    response = browser.get(path, headers)
    elapsed = time.perf_counter() - start
    if response.status_code != 200:  # noqa: PLR2004 -- OK
        where = response.headers.get("Location", "")
        raise SystemExit(f"{path} answered {response.status_code} {where}")
    return elapsed * 1000


def listed(**query: object) -> str:
    return f"{PAGE}?{urlencode(query)}"


def first_pages() -> Iterator[str]:
    """The whole page, and the results in every order that a city has."""
    for _ in range(TURNS):
        yield PAGE
        yield from (listed(sort=sort) for sort in ("name", "-name", "login", "created"))


def some_persons(number: int) -> list[Person]:
    keys = list(Person.objects.order_by("pk").values_list("pk", flat=True))
    return list(Person.objects.filter(pk__in=CHOICE.sample(keys, number)))


def searches() -> Iterator[str]:
    """What somebody types who looks for a person, after each pause."""
    for person in some_persons(TURNS):
        family, given = person.family_name, person.given_name
        yield listed(q=family[:2])
        yield listed(q=family[:4])
        yield listed(q=f"{given} {family[:2]}")
        yield listed(q=person.address_base)
        yield listed(q=f"{CHOICE.choice(CLASSES)} {given[:3]}")


def roles() -> Iterator[str]:
    for _ in range(TURNS):
        yield from (listed(role=role) for role in Role)


def states() -> Iterator[str]:
    """Each so often that the slowest alone decides about the 95th percentile."""
    for _ in range(TURNS):
        yield from (listed(state=state) for state in (*PersonState, NO_GROUP))


def schools() -> Iterator[str]:
    found = School.objects.order_by("pk").values_list("pk", flat=True)[:20]
    for _ in range(max(1, TURNS // 5)):
        yield from (listed(school=school, role=Role.STUDENT) for school in found)


def searches_in_a_filter() -> Iterator[str]:
    """Two letters are the most people that a search finds."""
    for person in some_persons(TURNS):
        begun = person.family_name[:2]
        yield listed(q=begun, role=Role.STUDENT)
        yield listed(q=begun, role=Role.TEACHER)
        yield listed(q=begun, state=PersonState.NEW)
        yield listed(q=begun, state=PersonState.ABSENT)


def of_own_school() -> Iterator[str]:
    """What a school admin does, in the largest school."""
    orders = ("name", "class", "-class", "state", "login")
    for person in some_persons(max(1, SAMPLES // 10)):
        yield from (listed(sort=sort) for sort in orders)
        yield from (listed(q=person.family_name[:n]) for n in range(1, 6))


def persons() -> Iterator[str]:
    yield from (f"{PAGE}{person.uid}/" for person in some_persons(SAMPLES))


def last_pages(browser: Browser) -> list[float]:
    """From page to page as people do, until far behind."""
    path, times = listed(sort="name"), []
    for _ in range(LAST_PAGE):
        start = time.perf_counter()
        response = browser.get(path, PART)
        times.append((time.perf_counter() - start) * 1000)
        _, found, rest = response.text.partition("after=")
        if not found:
            break
        path = listed(sort="name", after=rest[:36])
    return times


if __name__ == "__main__":
    main()
