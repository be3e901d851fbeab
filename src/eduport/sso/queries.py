"""Reading the catalogue, tokens and what services may know about a person."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.lookups import Exact, IsNull

from eduport.accounts.models import Account
from eduport.core.actor import Actor
from eduport.core.kept import KeptQuery
from eduport.people.models import Address, Affiliation, Group, Person, Role
from eduport.people.queries.years import in_active_year
from eduport.sso.models import AccessToken, App, Grant, RefreshToken, Release
from eduport.sso.rules.claims import SCHULCONNEX_CODES
from eduport.sso.rules.subjects import checksum

Claims = dict[str, Any]


def apps_for(person_id: int | None) -> QuerySet[App]:
    """The services in use that are released to one of the person's roles."""
    belongs = Affiliation.objects.filter(
        Q(IsNull(OuterRef("school_id"), rhs=True)) | Q(school_id=OuterRef("school_id")),
        Q(Exact(OuterRef("role"), "")) | Q(role=OuterRef("role")),
        person=person_id,
        ended_at=None,
    )
    releases = Release.objects.filter(Exists(belongs), app=OuterRef("pk"))
    return App.objects.filter(Exists(releases), is_active=True)


def is_released_to(app_id: int, person_id: int | None) -> bool:
    """Whether a service in use is released to the person: one query."""
    statement, template = _release_statement()
    values = {APP: app_id, PERSON: person_id}
    with connection.cursor() as cursor:
        cursor.execute(statement, [values.get(value, value) for value in template])
        return cursor.fetchone() is not None


# Stand in the compiled statement where the two keys go.
APP, PERSON = -1, -2


@lru_cache(maxsize=1)
def _release_statement() -> tuple[str, tuple[Any, ...]]:
    # Django takes longer to write this statement than PostgreSQL to answer it, and
    # every request of a service asks it.
    query = apps_for(PERSON).filter(pk=APP).values_list("pk").query
    return query.sql_with_params()


def is_everyday(actor: Actor) -> bool:
    """Whether it is a person at work or at school, not an Admin-Account."""
    return not actor.roles.isdisjoint(Role.values)


def apps_released_to(actor: Actor) -> list[App]:
    """The services whose tiles the actor sees, by name: one query at most."""
    if not is_everyday(actor):
        return []
    apps = apps_for(actor.person_id).exclude(launch_url="")
    return sorted(apps, key=lambda app: app.title.casefold())


_APP_IN_USE = KeptQuery(
    lambda client_id: App.objects.filter(client_id=client_id, is_active=True),
    "<client id>",
)
_UNUSED_CODE = KeptQuery(
    lambda code, app_id: Grant.objects.select_related("user__person").filter(
        code=code, application=app_id
    ),
    "<code>",
    -1,
)


def find_app(client_id: str) -> App | None:
    """A service in use by its client identifier."""
    # PostgreSQL refuses to be asked for a text with a zero byte.
    if not client_id or "\0" in client_id:
        return None
    return _APP_IN_USE.first(client_id)


def find_grant(app: App, code: str) -> Grant | None:
    """An unused authorization code of this service, with the person."""
    grant = _UNUSED_CODE.first(checksum(code), app.pk)
    if grant:
        grant.application = app
    return grant


def find_access_token(token: str, *, at: datetime) -> AccessToken | None:
    """A valid access token with service and person."""
    tokens = AccessToken.objects.select_related("application", "user__person")
    return tokens.filter(token_checksum=checksum(token), expires__gt=at).first()


def find_refresh_token(app: App, token: str) -> RefreshToken | None:
    """A refresh token of this service, even a used one."""
    tokens = RefreshToken.objects.select_related("user__person")
    return tokens.filter(token_checksum=checksum(token), application=app).first()


def claims_about(account: Account, names: Iterable[str]) -> Claims:
    """What a service may know about a person: at most one query for each source."""
    person = account.person
    if person is None:
        return {}
    wanted = set(names)
    found: Claims = {}
    for source, provided in SOURCES:
        if wanted & provided:
            found |= source(account, person)
    return {name: value for name, value in found.items() if name in wanted}


def _profile(account: Account, person: Person) -> Claims:
    given_name = person.call_name or person.given_name
    return {
        "name": f"{given_name} {person.family_name}",
        "given_name": given_name,
        "family_name": person.family_name,
        "locale": account.language or "de",
    }


def _email(account: Account, person: Person) -> Claims:
    address = Address.objects.filter(
        person=person, school=person.home_school_id, replaced_at=None
    ).first()
    return {"email": str(address), "email_verified": True} if address else {}


def _schools(account: Account, person: Person) -> Claims:
    affiliations = Affiliation.objects.filter(person=person, ended_at=None)
    rows = affiliations.select_related("school").order_by("school__code", "role")
    roles: dict[str, list[str]] = defaultdict(list)
    schools: dict[str, Claims] = {}
    for row in rows:
        school = row.school
        is_home = school.pk == person.home_school_id
        roles[school.code].append(SCHULCONNEX_CODES[row.role])
        schools[school.code] = {
            "code": school.code,
            "number": school.number,
            "name": school.name,
            "is_home": is_home,
            "roles": roles[school.code],
        }
    home = [code for code, school in schools.items() if school["is_home"]]
    return {
        "schools": list(schools.values()),
        "roles": sorted({role for some in roles.values() for role in some}),
        **({"home_school": home[0]} if home else {}),
    }


def _groups(account: Account, person: Person) -> Claims:
    groups = Group.objects.filter(
        in_active_year(), membership__person=person, ended_at=None
    )
    names = groups.values_list("school__code", "name").distinct()
    return {"groups": sorted(f"{code}/{name}" for code, name in names)}


Source = Callable[[Account, Person], Claims]
SOURCES: list[tuple[Source, set[str]]] = [
    (_profile, {"name", "given_name", "family_name", "locale"}),
    (_email, {"email", "email_verified"}),
    (_schools, {"schools", "roles", "home_school"}),
    (_groups, {"groups"}),
]
