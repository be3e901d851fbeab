"""News and events of the demo: of the authority, and of the largest schools."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count
from django.utils import timezone

from eduport.accounts.models import Account
from eduport.core.actor import Actor
from eduport.news.models import EventKind, NewsItem, Publication
from eduport.news.services.days import DayDraft, change_day, skip_day
from eduport.news.services.events import EventDraft, write_event
from eduport.news.services.items import ItemDraft, write_item
from eduport.news.services.publishing import publish
from eduport.news.types import Audience
from eduport.people.models import Role, School

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
MONTH = 28 * DAY
EVERYBODY = Audience()
STAFF = Audience(roles=[Role.TEACHER, Role.SPECIALIST, Role.PRINCIPAL])
FAMILIES = """Am Samstag öffnet die Schule von 10 bis 14 Uhr ihre Türen.

- Führungen zu jeder vollen Stunde
- Versuche in Chemie und Physik
- Kuchen und Kaffee im Schulcafé

Wir freuen uns auf Sie."""
HOUSE_RULES = """Ab Montag gilt die **neue Hausordnung**. Das ist anders als bisher:

1. Telefone bleiben während des Unterrichts in der Tasche.
2. Der Haupteingang schließt um 8:15 Uhr. Danach bitte klingeln.
3. Fahrräder stehen nur noch an den neuen Ständern.

Bitte lesen Sie sie in Ruhe durch."""
READING = """Zum bundesweiten **Vorlesetag** lesen Menschen aus dem Stadtteil vor.

Wer selbst vorlesen möchte, meldet sich bitte im Schulbüro."""
CONFERENCE = """Die Tagesordnung:

1. Zeugnisse und Fristen
2. Neue Tablets für die Jahrgänge 5 und 6
3. Verschiedenes"""
AWARD = """Unsere Theater-AG hat beim Hamburger Schultheatertreffen den **Preis der
Jury** bekommen.
Das Stück ist noch einmal zu sehen: in der Aula, der Eintritt ist frei."""
CITY = """Die neuen Tablets werden in den nächsten Wochen ausgeliefert. Jede Schule
bekommt vorher einen Termin. Fragen beantwortet die Servicestelle."""
SAFER = """Im Dezember werden wieder gefälschte E-Mails erwartet, die nach Kennwörtern
fragen. **Niemand von uns fragt jemals nach einem Kennwort.** Bitte löschen Sie sie."""


def publish_news(logins: list[dict[str, str]], *, at: datetime) -> None:
    """Let the central team speak to everybody, and to two schools; once."""
    by = _central_team(logins)
    if by is None or NewsItem.objects.exists():
        return
    _of_the_authority(by, at)
    schools = School.objects.filter(closed_at=None)
    for school in schools.annotate(n=Count("affiliation")).order_by("-n", "pk")[:2]:
        _of_a_school(school, by, at)


def _central_team(logins: list[dict[str, str]]) -> Actor | None:
    who = "central team (Admin-Account)"
    name = next((one["username"] for one in logins if one["who"] == who), "")
    account = Account.objects.filter(username=name).first()
    return account.actor if account else None


def _of_the_authority(by: Actor, at: datetime) -> None:
    _news(None, "Neue Tablets für alle Schulen", CITY, "public", by=by, at=at - 3 * DAY)
    _news(None, "Vorsicht vor gefälschten E-Mails", SAFER, by=by, at=at - DAY)
    today = timezone.localdate(at)
    year = today.year if today.month < 12 else today.year + 1  # noqa: PLR2004 -- December
    holidays = [
        ("Weihnachtsferien", date(year - 1, 12, 21), date(year, 1, 1)),
        ("Frühjahrsferien", date(year, 3, 1), date(year, 3, 12)),
    ]
    for title, first, last in holidays:
        draft = EventDraft(
            title=title,
            kind=EventKind.FREE,
            audience=EVERYBODY,
            starts_on=first,
            last_day_on=last,
            is_public=True,
        )
        _published(write_event(None, draft, by=by, at=at), by, at)


def _of_a_school(school: School, by: Actor, at: datetime) -> None:
    _news(school, "Tag der offenen Tür", FAMILIES, "public", by=by, at=at - 2 * DAY)
    _news(school, "Preis für die Theater-AG", AWARD, "public", by=by, at=at - 6 * DAY)
    _news(school, "Vorlesetag: Wer macht mit?", READING, by=by, at=at - 4 * DAY)
    _news(school, "Die neue Hausordnung", HOUSE_RULES, "important", by=by, at=at - HOUR)
    # Seen by those who manage news only: one is still a draft, one is planned.
    draft = _draft("Zeugniskonferenz", CONFERENCE, at, audience=STAFF)
    write_item(school, draft, by=by, at=at)
    _news(school, "Anmeldung zum Skikurs", READING, by=by, at=at + 7 * DAY)
    _events_of(school, by, at)


def _events_of(school: School, by: Actor, at: datetime) -> None:
    evening = timezone.localtime(at).replace(hour=19, minute=0, second=0, microsecond=0)
    afternoon = evening.replace(hour=15)
    monday = evening - evening.weekday() * DAY
    rows = [
        ("Elternabend der Jahrgänge 5 und 6", "parents", "Aula", evening + 3 * DAY, 2),
        ("Winterkonzert", "school", "Aula", evening + 10 * DAY, 2),
        ("Kollegiumskonferenz", "conference", "Lehrerzimmer", afternoon + 2 * DAY, 2),
        ("Mathematikolympiade", "exam", "Raum 204", afternoon + 8 * DAY, 3),
    ]
    for title, kind, place, start, hours in rows:
        draft = EventDraft(
            title=title,
            kind=kind,
            audience=STAFF if kind == "conference" else EVERYBODY,
            place=place,
            starts_at=start,
            ends_at=start + hours * HOUR,
            is_public=kind == "school",
        )
        _published(write_event(school, draft, by=by, at=at), by, at)
    choir = EventDraft(
        title="Probe des Schulchors",
        kind=EventKind.SCHOOL,
        audience=EVERYBODY,
        place="Musikraum",
        starts_at=monday.replace(hour=14),
        ends_at=monday.replace(hour=15),
        rule="FREQ=WEEKLY",
    )
    event = write_event(school, choir, by=by, at=at)
    _published(event, by, at)
    # Once it is elsewhere and later, and once it is cancelled.
    start = (monday + 14 * DAY).replace(hour=16)
    elsewhere = DayDraft(starts_at=start, ends_at=start + HOUR, place="Aula")
    change_day(event, start.date(), elsewhere, by=by, at=at)
    skip_day(event, (monday + 21 * DAY).date(), by=by, at=at)


def _draft(title: str, text: str, at: datetime, **values: Any) -> ItemDraft:
    start = at.replace(second=0, microsecond=0)
    values.setdefault("audience", EVERYBODY)
    return ItemDraft(
        title=title, text=text, starts_at=start, ends_at=start + MONTH, **values
    )


def _news(
    school: School | None, title: str, text: str, *kinds: str, by: Actor, at: datetime
) -> None:
    """`kinds` are “public”, “important”, both, or none."""
    draft = _draft(
        title,
        text,
        at,
        is_public="public" in kinds,
        is_important="important" in kinds,
        signed_as="Schulleitung" if school else "Behörde für Schule",
    )
    _published(write_item(school, draft, by=by, at=at), by, at)


def _published(publication: Publication, by: Actor, at: datetime) -> None:
    publish(publication, is_meant_public=publication.is_public, by=by, at=at)
