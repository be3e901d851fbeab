"""Fills an empty portal with one of everything; prints who is to open which page.

Every page of `tests/access/matrix.toml` is opened by one of the roles that get it, also
when a form comes back because nothing was filled in; those that look another way for
each role by all of them.
"""

import datetime as dt
import json
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from eduport.ops.startup import prepare

prepare()

# Django first: models cannot be imported before it has started.
# ruff: noqa: E402
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from eduport.administration.models import Handout, HandoutState, LeftOut
from eduport.inquiries.models import Inquiry, InquiryDecision
from eduport.people.models import (
    AcademicSession,
    ActionLine,
    Outcome,
    Person,
    PersonAction,
    School,
)
from eduport.people.services.addresses import assign_addresses
from eduport.support.models import Side, Ticket, TicketKind
from eduport.sync.models import Change, RowIssue, SyncRun
from tests.access.matrix import MATRIX, all_urls, expected
from tests.access.world import World, build
from tests.factories.accounts import AccountFactory
from tests.factories.administration import HandoutEntryFactory, HandoutFactory
from tests.factories.people import (
    NOON,
    AffiliationFactory,
    MembershipFactory,
    PersonFactory,
    SponsorshipFactory,
    school_class,
)
from tests.factories.portal import TileFactory, TileReleaseFactory
from tests.factories.support import MessageFactory

Page = dict[str, Any]
# Looks another way for each role.
PERSONAL = ["portal:dashboard", "portal:help", "accounts:profile", "support:own"]
LIST = "administration:people"
# Leads on to another page as soon as it is there.
LEADS_ON = {"sso:continue"}


def build_pages() -> dict[str, dict[str, Any]]:
    """The session of each role, and the pages that it opens, in order."""
    with transaction.atomic():
        world = build()
        ids = furnish(world)
    roles = {
        role: {"session": cookie, "pages": list[Page]()}
        for role, cookie in world.cookies.items()
    }
    for role, page in [*of_the_matrix(world, "GET"), *by_hand(world, ids)]:
        roles[role]["pages"].append(page)
    # Last, because some of these change something.
    for role, page in of_the_matrix(world, "POST"):
        roles[role]["pages"].append(page)
    return {role: values for role, values in roles.items() if values["pages"]}


def of_the_matrix(world: World, method: str) -> Iterator[tuple[str, Page]]:
    """Who opens what; it is another one's turn from page to page."""
    words = {"page"} if method == "GET" else {"page", "invalid"}
    urls = all_urls()
    for turn, name in enumerate(sorted(MATRIX.keys() - LEADS_ON)):
        may = [one for one in world.cookies if expected(name, method, one) in words]
        # There is less to see for strangers.
        may = [one for one in may if not one.startswith("foreign_")] or may
        chosen = may if name in PERSONAL else may[turn % len(may) :][:1] if may else []
        for role in chosen:
            url = reverse(name, kwargs=world.arguments(name, urls[name]))
            yield role, {"method": method, "url": url}


def by_hand(world: World, ids: Mapping[str, Any]) -> Iterator[tuple[str, Page]]:
    """Pages that differ from those of the matrix by what is in them."""
    fault = reverse("support:ticket", args=[ids["fault"]])
    merge = reverse("administration:merge", args=[world.keys["uid"]])
    plan = reverse("sync:school", args=[world.keys["pk"], world.keys["unit"]])
    opened = [
        ("service_desk", fault),
        ("school_admin", fault),
        ("central_team", reverse("inquiries:inquiry", args=[ids["inquiry"]])),
        ("central_team", reverse("inquiries:entries", args=[ids["inquiry"]])),
        ("central_team", reverse("administration:person", args=[ids["person"]])),
        ("central_team", f"{plan}?kind=leaves"),
        ("school_admin", f"{reverse(LIST)}?q=niemand"),
        ("school_admin", f"{merge}?login={ids['login']}"),
        ("school_admin", reverse("administration:handout", args=[ids["running"]])),
        ("school_admin", reverse("administration:handout", args=[ids["taken"]])),
    ]
    for role, url in opened:
        yield role, {"method": "GET", "url": url}
    chosen = {"ids": [str(uid) for uid in ids["chosen"]]}
    for name in ("lock", "release", "reopen", "unlock", "move"):
        yield "school_admin", sent(f"administration:bulk_{name}", chosen)
    yield "school_admin", sent("administration:ask_handout", chosen)
    confirmed = chosen | {"confirmed": ["1"]}
    yield "school_admin", sent("administration:bulk_lock", confirmed)
    order = {"form": ["letters"], "secret_kind": ["code"], "address_form": ["by_role"]}
    yield "school_admin", sent("administration:ask_handout", chosen | order)
    draft = {"subject": ["Beamer"], "text": ["Er bleibt dunkel."]}
    yield "school_admin", sent("support:save_draft", draft)


def sent(name: str, fields: Mapping[str, list[str]]) -> Page:
    return {"method": "POST", "url": reverse(name), "fields": fields}


def furnish(world: World) -> dict[str, Any]:
    """Give what stands in the world something to show; the keys of what was added."""
    now = timezone.now()
    pupil = Person.objects.get(uid=world.keys["uid"])
    school = pupil.home_school
    colleagues = Person.objects.filter(affiliation__role="teacher", home_school=school)
    staff = colleagues.earliest("pk")
    people = newcomers(school)
    assign_addresses(list(Person.objects.values_list("pk", flat=True)), at=NOON)
    for place in pupil.affiliation_set.all():
        SponsorshipFactory(affiliation=place, owner=staff)
    group = school_class(school, "7b", AcademicSession.objects.get())
    for person in [pupil, *people]:
        MembershipFactory(group=group, person=person)
    for action in PersonAction.objects.all():
        for person, outcome in zip(people, Outcome, strict=False):
            ActionLine.objects.create(action=action, person=person, outcome=outcome)
    for number in range(3):
        TileReleaseFactory(tile=TileFactory(position=number))
    report(SyncRun.objects.get(), people)
    return handouts(people) | {
        "fault": answered(staff),
        "inquiry": approved(pupil, now),
        "person": people[0].uid,
        "login": people[-1].account_set.get().username,
        "chosen": [person.uid for person in [pupil, *people]],
    }


def newcomers(school: School) -> list[Person]:
    """As many namesakes as there are outcomes of an action; the name is a long one."""
    names = {"given_name": "Ludmila-Theodora", "family_name": "Saß-Wittgenstein"}
    base = "ludmila-theodora.sass-wittgenstein"
    people = [
        PersonFactory(home_school=school, address_base=base, **names)
        for _outcome in Outcome
    ]
    for number, person in enumerate(people):
        AffiliationFactory(person=person, role="student")
        if number:
            login = f"{base}{number}@hafen.hamburg.de"
            AccountFactory(person=person, username=login, activated_at=None)
    return people


def report(run: SyncRun, people: list[Person]) -> None:
    """What a run read, refused and would change at the first school."""
    for row, person in enumerate(people, 2):
        name = {"given_name": person.given_name, "family_name": person.family_name}
        home = {"address_base": person.address_base, "home_school_id": 1}
        Change.objects.create(
            run=run,
            unit=1,
            entity="person",
            op="create" if row % 2 else "release",
            subject_id=person.pk,
            before=name | home,
            after=name | home,
            file="users.csv",
            row=row,
        )
    for severity in ("refused", "note"):
        RowIssue.objects.create(
            run=run,
            severity=severity,
            code="bad_school_code",
            file="orgs.csv",
            row=7,
            params={"value": "???"},
        )


def handouts(people: list[Person]) -> dict[str, Any]:
    """One in progress and one that was fetched, beside the one that waits."""
    asker = Handout.objects.get().asked_by
    found = {}
    for state in (HandoutState.RUNNING, HandoutState.TAKEN):
        handout = HandoutFactory(
            asked_by=asker, state=state, ready_at=NOON, total=len(people)
        )
        for person in people:
            account = person.account_set.first()
            left_out = "" if account else LeftOut.NO_ACCOUNT
            HandoutEntryFactory(
                handout=handout, account=account, person=person, left_out=left_out
            )
        found[state.value] = handout.uid
    return found


def answered(staff: Person) -> Any:
    """The report of the school admin, with an answer of the desk and a note."""
    ticket = Ticket.objects.filter(kind=TicketKind.FAULT).earliest("pk")
    MessageFactory(ticket=ticket, author=staff, side=Side.DESK, text="Wir suchen.")
    return ticket.uid


def approved(person: Person, now: dt.datetime) -> int:
    """An inquiry that was asked and approved, so that the entries may be read."""
    waiting = Inquiry.objects.get()
    second = Person.objects.get(appointment__role="central_team")
    inquiry = Inquiry.objects.create(
        person=person,
        reason="Ein gemeldeter Angriff auf das Konto",
        asked_by=waiting.asked_by,
        asked_at=now,
        decision=InquiryDecision.APPROVED,
        decided_by=second,
        decided_at=now,
        ends_at=now + dt.timedelta(hours=1),
    )
    return inquiry.pk


if __name__ == "__main__":
    json.dump(build_pages(), sys.stdout)
