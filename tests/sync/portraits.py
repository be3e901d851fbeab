"""The state of people and accounts, to be compared before and after."""

from typing import Any

from django.apps import apps
from django.db import connection

from eduport.accounts.models import Account
from eduport.people.models import (
    Address,
    Affiliation,
    Group,
    Membership,
    Person,
    School,
)
from eduport.people.queries import members

Portrait = dict[str, list[tuple[Any, ...]]]


def raw_rows() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of `people` and `accounts`, with the place where it is stored.

    A row that was written again, even with the same values, has moved.
    """
    dump = {}
    with connection.cursor() as cursor:
        for label in ("people", "accounts"):
            for model in apps.get_app_config(label).get_models():
                table = model._meta.db_table
                cursor.execute(f"SELECT ctid::text, t.*::text FROM {table} t")
                dump[table] = sorted(cursor.fetchall())
    return dump


def portrait(*, with_uids: bool = True) -> Portrait:
    """All that anybody can see, without surrogate keys and times."""
    return {
        "schools": rows(School.objects, "source__slug source_key name code"),
        "persons": rows(
            Person.objects.filter(deletion_released_at=None),
            "source__slug source_key given_name family_name call_name address_base "
            "home_school__code" + (" uid" if with_uids else ""),
        ),
        "affiliations": rows(
            Affiliation.objects.filter(ended_at=None),
            "person__source_key school__code role source__slug",
        ),
        "groups": rows(
            Group.objects.filter(ended_at=None),
            "school__code kind name session__name source__slug source_key"
            + (" uid" if with_uids else ""),
        ),
        "memberships": rows(
            Membership.objects,
            "person__source_key group__source_key group__name role source__slug",
        ),
        "addresses": rows(
            # Who is released keeps the last one.
            Address.objects.filter(replaced_at=None, person__deletion_released_at=None),
            "person__source_key school__code base number domain",
        ),
        "accounts": rows(
            Account.objects.filter(disabled_at=None),
            "person__source_key kind username password",
        ),
    }


def rows(objects: Any, fields: str) -> list[tuple[Any, ...]]:
    return sorted(objects.values_list(*fields.split()), key=repr)


def address_of(key: str, code: str | None = None) -> str:
    """The present address of a person, at home or at the school of this code."""
    person = person_of(key)
    school = School.objects.get(code=code) if code else person.home_school
    return str(Address.objects.get(person=person, school=school, replaced_at=None))


def addresses_of(key: str) -> list[tuple[str, bool]]:
    """All addresses a person ever had, and whether each one is the present."""
    found = Address.objects.filter(person__source_key=key).order_by("pk")
    return [(str(address), address.replaced_at is None) for address in found]


def person_of(key: str) -> Person:
    return Person.objects.get(source_key=key)


def account_of(key: str) -> Account:
    return Account.objects.get(person__source_key=key, kind="person")


def places_of(key: str) -> set[tuple[str, str]]:
    """Schools and roles of a person today."""
    found = Affiliation.objects.filter(person__source_key=key, ended_at=None)
    return set(found.values_list("school__code", "role"))


def members_of(key: str) -> dict[str, str]:
    """Who is in the group of this key, and as what."""
    found = Membership.objects.filter(group__source_key=key)
    return dict(found.values_list("person__source_key", "role"))


def built_in_members(code: str, kind: str) -> set[str]:
    """Whom a built-in group of a school has."""
    group = Group.objects.get(school__code=code, kind=kind)
    return {str(member.source_key) for member in members.members_of(group)}
