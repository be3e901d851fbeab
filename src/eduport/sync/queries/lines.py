"""Changes as a person reads them: with names, schools and addresses, page by page.

The changes hold ids only. What they mean is asked for a whole page at once, so the
number of queries does not depend on the number of changes.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from eduport.people.models import Address, Group, GroupKind, Person, Role, School
from eduport.sync.formats.sentences import change_words
from eduport.sync.models import STRUCTURE, Change, SyncRun

PEOPLE = ("person", "affiliation", "membership")


@dataclass(frozen=True, slots=True)
class Place:
    """A school as it is, or as the run will make it."""

    name: str = ""
    domain: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A change in words. `before` and `after` are names, or schools of a move."""

    change: Change
    words: str
    person: str = ""
    group: str = ""
    role: str = ""
    before: str = ""
    after: str = ""
    old_address: str = ""
    new_address: str = ""
    # Somebody else has the planned address: a number will be added.
    may_get_number: bool = False


@dataclass(slots=True)
class Known:
    """All that is needed to put a page of changes into words."""

    people: dict[int, dict[str, Any]] = field(default_factory=dict)
    updates: dict[int, dict[str, Any]] = field(default_factory=dict)
    homes: dict[int, int] = field(default_factory=dict)
    groups: dict[int, str] = field(default_factory=dict)
    places: dict[int, Place] = field(default_factory=dict)
    addresses: dict[int, list[Address]] = field(default_factory=dict)
    # Who has or gets an address; None for somebody who is erased.
    owners: dict[str, set[int | None]] = field(default_factory=dict)


def lines_of(run: SyncRun, changes: Iterable[Change]) -> list[Line]:
    """The changes in words, in their order: at most eight queries."""
    page = list(changes)
    known = Known()
    _add_people(known, run, page)
    known.groups = group_names(run, _ids(page, "object_id", ("membership",)), page)
    known.groups |= _ended_groups(page)
    _add_places(known, run, page)
    _add_addresses(known, run, page)
    return [_line(change, known) for change in page]


def group_names(
    run: SyncRun, ids: set[int], changes: Iterable[Change] = (), unit: int | None = None
) -> dict[int, str]:
    """The names of groups, also of those that the run has yet to make."""
    names = dict(Group.objects.filter(pk__in=ids).values_list("pk", "name"))
    if missing := ids - names.keys():
        units = {change.unit for change in changes} | ({unit} if unit else set())
        planned = Change.objects.filter(
            run=run, unit__in=units, entity="group", op="create", subject_id__in=missing
        )
        names |= {change.subject_id: (change.after or {})["name"] for change in planned}
    return names


def person_name(names: Mapping[str, Any] | None) -> str:
    """Call name or first name, and last name; a dash for who is erased."""
    if not names:
        return "–"
    return f"{names.get('call_name') or names['given_name']} {names['family_name']}"


def _ids(page: Sequence[Change], name: str, entities: Sequence[str]) -> set[int]:
    return {getattr(change, name) for change in page if change.entity in entities}


def _ended_groups(page: Sequence[Change]) -> dict[int, str]:
    ids = {c.subject_id for c in page if c.entity == "group" and not c.after}
    if not ids:
        return {}
    return dict(Group.objects.filter(pk__in=ids).values_list("pk", "name"))


def _add_people(known: Known, run: SyncRun, page: Sequence[Change]) -> None:
    ids = _ids(page, "subject_id", PEOPLE)
    if not ids:
        return
    columns = ("given_name", "family_name", "call_name", "address_base")
    found = Person.objects.filter(pk__in=ids)
    for person in found.values("pk", "home_school_id", *columns):
        known.people[person["pk"]] = person
        known.homes[person["pk"]] = person["home_school_id"]
    units = {c.unit for c in page} | {c.unit2 for c in page if c.unit2}
    planned = Change.objects.filter(
        run=run, unit__in=units, entity="person", subject_id__in=ids
    )
    for change in planned.filter(op__in=["create", "update", "move"]):
        _add_planned(known, change)


def _add_planned(known: Known, change: Change) -> None:
    person, after = change.subject_id, change.after or {}
    if change.op == "create":
        known.people.setdefault(person, after)
    if change.op == "update":
        known.updates[person] = after
    if home := after.get("home_school_id"):
        known.homes[person] = home


def _add_places(known: Known, run: SyncRun, page: Sequence[Change]) -> None:
    ids = {c.unit for c in page} | set(known.homes.values())
    ids |= {(c.before or {}).get("home_school_id", 0) for c in page}
    ids -= {STRUCTURE}
    schools = School.objects.filter(pk__in=ids).select_related("authority")
    known.places = {s.pk: Place(s.name, s.mail_domain) for s in schools}
    planned = Change.objects.filter(
        run=run, unit=STRUCTURE, entity="school", op="create", subject_id__in=ids
    )
    if not ids - known.places.keys():
        return
    domain = run.source.authority.mail_domain
    for change in planned:
        after = change.after or {}
        place = Place(after["name"], f"{after['code']}.{domain}")
        known.places.setdefault(change.subject_id, place)


def _add_addresses(known: Known, run: SyncRun, page: Sequence[Change]) -> None:
    ids = _ids(page, "subject_id", ("person",))
    if not ids:
        return
    by_person = defaultdict(list)
    for address in Address.objects.filter(person__in=ids).order_by("pk"):
        by_person[address.person_id].append(address)
    known.addresses = {key: value for key, value in by_person.items() if key}
    bases = {_base(known, person) for person in ids}
    _add_owners(
        known, run, bases - {""}, {known.homes.get(person, 0) for person in ids}
    )


def _add_owners(known: Known, run: SyncRun, bases: set[str], homes: set[int]) -> None:
    """Note who has or gets each address: two are namesakes."""
    domains = {home: known.places.get(home, Place()).domain for home in homes}
    owners: defaultdict[str, set[int | None]] = defaultdict(set)
    given = Address.objects.filter(base__in=bases, domain__in=domains.values())
    for base, domain, person in given.values_list("base", "domain", "person"):
        owners[f"{base}@{domain}"].add(person)
    planned = Change.objects.filter(
        run=run, unit__in=homes, entity="person", op__in=["create", "update"]
    ).filter(after__address_base__in=bases)
    for unit, base, person in planned.values_list(
        "unit", "after__address_base", "subject_id"
    ):
        owners[f"{base}@{domains[unit]}"].add(person)
    known.owners = dict(owners)


def _base(known: Known, person: int) -> str:
    names = known.updates.get(person) or known.people.get(person) or {}
    return str(names.get("address_base", ""))


def _line(change: Change, known: Known) -> Line:
    words = change_words(change.entity, change.op)
    if change.entity == "person":
        return _person_line(change, words, known)
    if change.entity in ("affiliation", "membership"):
        return Line(
            change,
            words,
            person=person_name(known.people.get(change.subject_id)),
            group=known.groups.get(change.object_id or 0, ""),
            role=_role(change),
        )
    before, after = change.before or {}, change.after or {}
    name = after.get("name") or known.groups.get(change.subject_id, "")
    return Line(
        change,
        words,
        group=str(name),
        role=_group_kind(after),
        before=_thing(before) if before else "",
        after=_thing(after) or str(name),
    )


def _person_line(change: Change, words: str, known: Known) -> Line:
    person, before, after = change.subject_id, change.before or {}, change.after or {}
    names = known.people.get(person)
    line: dict[str, Any] = {"person": person_name(names)}
    if change.op == "update":
        line |= {"before": person_name(before), "after": person_name(after)}
        line |= {"person": person_name(after)}
    if change.op == "move":
        ends = before.get("home_school_id", 0), after.get("home_school_id", 0)
        line["before"], line["after"] = (
            known.places.get(e, Place()).name for e in ends
        )
    old_home = before.get("home_school_id") or change.unit
    if change.op not in ("create", "reopen"):
        line["old_address"] = _own(known, person, old_home, before.get("address_base"))
    if change.op != "release":
        line |= _new_address(known, person, after.get("address_base"))
    return Line(change, words, **line)


def _new_address(known: Known, person: int, base: str | None) -> dict[str, Any]:
    """The real address if it was given already, else the planned one."""
    base = base or _base(known, person)
    home = known.homes.get(person, 0)
    if own := _own(known, person, home, base):
        return {"new_address": own}
    planned = f"{base}@{known.places.get(home, Place()).domain}"
    others = known.owners.get(planned, set()) - {person}
    return {"new_address": planned, "may_get_number": bool(others)}


def _own(known: Known, person: int, school: int, base: str | None) -> str:
    """The person's newest address at the school, of this spelling if one is given."""
    found = [
        str(address)
        for address in known.addresses.get(person, [])
        if address.school_id == school and base in (None, address.base)
    ]
    return found[-1] if found else ""


def _role(change: Change) -> str:
    if change.entity == "affiliation" and change.role in Role.values:
        return str(Role(change.role).label)
    return change.role or ""


def _group_kind(after: Mapping[str, Any]) -> str:
    kind = after.get("kind")
    return str(GroupKind(kind).label) if kind in GroupKind.values else ""


def _thing(columns: Mapping[str, Any]) -> str:
    """A school, period or group by its name, a school with its code too."""
    code = columns.get("code")
    return f"{columns['name']} ({code})" if code else str(columns.get("name", ""))
