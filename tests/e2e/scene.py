"""Fills an empty portal with people and tiles, and prints their logins as JSON."""

import datetime as dt
import json
import sys
import time

from eduport.ops.startup import prepare

prepare()

# Django first: models cannot be imported before it has started.
# ruff: noqa: E402
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.db import SessionStore

from eduport.accounts.models import AccountKind
from eduport.people.models import AdminRole, Role
from tests.factories.accounts import AccountFactory
from tests.factories.people import (
    NOON,
    AcademicSessionFactory,
    AddressFactory,
    AffiliationFactory,
    AppointmentFactory,
    GroupFactory,
    MembershipFactory,
    PersonFactory,
    SchoolFactory,
    school_class,
    year_session,
)
from tests.factories.portal import TileFactory, TileGroupFactory, TileReleaseFactory

PASSWORD = "Kranich-Anker-Leuchtturm-7"
TILES = [
    ("lernplattform", "Lernplattform", "Kurse, Aufgaben, Abgaben", "school", "blue"),
    ("mail", "E-Mail", "Dienstliches Postfach", "mail", "teal"),
    ("dateien", "Dateien", "Eigene und geteilte Ordner", "folder_open", "orange"),
    ("vertretung", "Vertretungsplan", "Heute und morgen", "sync", "violet"),
    ("kalender", "Kalender", "Termine der Schule", "calendar_month", "red"),
    ("tafel", "Digitale Tafel", "Tafelbilder vorbereiten", "draw", "green"),
    ("mediathek", "Mediathek", "Filme und Arbeitsblätter", "movie", "red"),
    ("buecher", "Schulbücher", "Digitale Lizenzen der Klassen", "menu_book", "blue"),
    ("video", "Videokonferenz", "Räume öffnen", "videocam", "lightblue"),
    ("messenger", "Messenger", "Nachrichten an Klassen", "forum", "violet"),
    ("labor", "Naturwissenschaften", "Sammlung und Versuche", "science", "grey"),
    ("wlan", "WLAN-Zugänge", "Eigene Geräte anmelden", "wifi", "green"),
]


def build() -> dict[str, dict[str, str]]:
    """The school at the harbour: a teacher, a pupil, a school admin, and others."""
    school = SchoolFactory(name="Stadtteilschule Am Hafen", code="hafen")
    add_tiles()
    add_newcomers(school)
    cast = [
        ("teacher", ("Sema", "Yılmaz"), Role.TEACHER, AccountKind.PERSON),
        ("pupil", ("Đức", "Nguyễn"), Role.STUDENT, AccountKind.PERSON),
        ("admin", ("Dörte", "Petersen"), AdminRole.SCHOOL_ADMIN, AccountKind.ADMIN),
        ("central", ("Jens", "Ole"), AdminRole.CENTRAL_TEAM, AccountKind.ADMIN),
    ]
    return {
        key: add_person(key, names, role, kind, school)
        for key, names, role, kind in cast
    }


def add_newcomers(school) -> None:
    """A class and a colleague who have never signed in, and last year's classes."""
    year = AcademicSessionFactory(activated_at=NOON)
    group = GroupFactory(school=school, kind="class", name="7b", session=year)
    before = year_session(2025)
    last_year = school_class(school, "6b", before)
    school_class(school, "10a", before)
    names = [
        ("Ludmila-Theodora", "Saß-Wittgenstein", "ludmila-theodora.sass-wittgenstein"),
        ("Ömer", "Kaya", "oemer.kaya"),
        ("Ida", "Lu", "ida.lu"),
    ]
    for place, (given, family, base) in enumerate(names):
        person = PersonFactory(given_name=given, family_name=family, home_school=school)
        AffiliationFactory(person=person, role=Role.STUDENT if place else Role.TEACHER)
        if place:
            for one in (group, last_year):
                MembershipFactory(group=one, person=person)
        login = f"{base}@hafen.hamburg.de"
        AccountFactory(person=person, username=login, activated_at=None)


def add_tiles() -> None:

    lessons = TileGroupFactory(position=12)
    for place, (slug, title, text, icon, hue) in enumerate(TILES):
        tile = TileFactory(
            group=lessons,
            slug=slug,
            title_de=title,
            title_en=title,
            text_de=text,
            text_en=text,
            icon=icon,
            hue=hue,
            position=place,
        )
        TileReleaseFactory(tile=tile, role="" if place % 2 else "teacher")


def add_person(key, names, role, kind, school) -> dict[str, str]:

    given, family = names
    base = f"{key}.hafen"
    person = PersonFactory(
        given_name=given, family_name=family, home_school=school, address_base=base
    )
    AddressFactory(person=person)
    if kind == "person":
        AffiliationFactory(person=person, role=role)
    else:
        at = {} if role == "school_admin" else {"school": None}
        long_ago = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
        AppointmentFactory(person=person, role=role, starts_at=long_ago, **at)
    username = f"{base}@hafen.hamburg.de"
    account = AccountFactory(
        person=person, kind=kind, username=username, password=make_password(PASSWORD)
    )
    return {"login": username, "password": PASSWORD, "session": session_of(account)}


def session_of(account, **values) -> str:
    """The key of a session in which the account is signed in."""
    session = SessionStore()
    session.update(values)
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    proof = {"method": "mfa", "type": "totp", "at": time.time()}
    session["account_authentication_methods"] = [proof]
    session["account_authentication_methods_user"] = str(account.pk)
    session.create()
    return str(session.session_key)


if __name__ == "__main__":
    json.dump(build(), sys.stdout)
