"""What lies at the demo's service desk, and what was asked at its school."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import override

from eduport.accounts.models import Account
from eduport.core.actor import Actor
from eduport.people.models import School
from eduport.status.models import Component, Incident, IncidentState
from eduport.support.models import Addressee, Effect, Side, Spread, Ticket
from eduport.support.services.desk import link_to_incident, take_ticket
from eduport.support.services.faults import FaultDraft, report_fault
from eduport.support.services.questions import QuestionDraft, ask_school
from eduport.support.services.tickets import (
    note_internally,
    reply_to_ticket,
    solve_ticket,
)

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Players:
    """Who asks, reports and answers."""

    school: School
    teacher: Actor
    pupil: Actor
    admin: Actor
    desk: Actor


def fill_desk(logins: list[dict[str, str]], *, at: datetime) -> None:
    """Let people ask and report, and some of it be answered; once."""
    players = _players(logins)
    if Ticket.objects.exists() or players is None:
        return
    # The city speaks German, whatever the terminal does.
    with override("de"):
        _questions(players, at=at)
        _reports(players, at=at)


def _players(logins: list[dict[str, str]]) -> Players | None:
    names = {one["who"]: one["username"] for one in logins}
    accounts = Account.objects.filter(username__in=names.values())
    found = {one.username: one for one in accounts.select_related("person")}
    wanted = (
        "teacher",
        "pupil",
        "school admin (Admin-Account)",
        "service desk (Admin-Account)",
    )
    who = [found.get(names.get(name, "")) for name in wanted]
    people = [one for one in who if one and one.person]
    if len(people) < len(wanted) or people[0].person is None:
        return None
    actors = [one.actor for one in people]
    return Players(people[0].person.home_school, *actors)


def _questions(who: Players, *, at: datetime) -> None:
    ticket = ask_school(
        QuestionDraft(
            who.school,
            Addressee.SCHOOL_ADMIN,
            "Mein Kurs fehlt in der Liste",
            "Ich unterrichte seit Montag Latein in der 6.3, sehe den Kurs aber nicht.",
        ),
        by=who.teacher,
        at=at - 2 * DAY,
    )
    reply_to_ticket(
        ticket.pk,
        "Er steht noch nicht im Schulverwaltungsprogramm. Das Schulbüro trägt ihn "
        "heute ein, morgen früh ist er da.",
        side=Side.CONTACT,
        by=who.admin,
        at=at - 2 * DAY + 3 * HOUR,
    )
    ask_school(
        QuestionDraft(
            who.school,
            Addressee.SCHOOL_ADMIN,
            "Mein Nachname hat sich geändert",
            "In eduPort stehe ich noch mit dem alten Namen.",
        ),
        by=who.pupil,
        at=at - 4 * HOUR,
    )


def _reports(who: Players, *, at: datetime) -> None:
    parts = {one.slug: one for one in Component.objects.all()}
    large = _report(
        who,
        parts["mail"],
        "Anhänge über 10 MB kommen erst nach einer Stunde an",
        Effect.HINDERED,
        at - 5 * HOUR,
    )
    known = Incident.objects.exclude(state=IncidentState.RESOLVED).first()
    if known:
        link_to_incident([large.pk], known, by=who.desk, at=at - 4 * HOUR)
    empty = _report(
        who,
        parts["files"],
        "Der Ordner der 9b ist leer",
        Effect.HINDERED,
        at - DAY,
    )
    take_ticket(empty, by=who.desk, at=at - DAY + HOUR)
    note_internally(
        empty.pk,
        "Die Sicherung von gestern hat alle Dateien.",
        side=Side.DESK,
        by=who.desk,
        at=at - DAY + HOUR,
    )
    reply_to_ticket(
        empty.pk,
        "Seit wann ist er leer, und wer hat zuletzt darin gearbeitet?",
        side=Side.DESK,
        by=who.desk,
        at=at - DAY + 2 * HOUR,
    )
    _report(who, parts["wlan"], "Kein WLAN in Haus C", Effect.STOPPED, at - 3 * HOUR)
    daily = _report(
        who,
        parts["login"],
        "Die Tablets verlangen jeden Tag die Anmeldung",
        Effect.MINOR,
        at - 6 * DAY,
    )
    reply_to_ticket(
        daily.pk,
        "Die Sitzung der Tablets gilt jetzt eine Woche.",
        side=Side.DESK,
        by=who.desk,
        at=at - 5 * DAY,
    )
    solve_ticket(daily.pk, side=Side.DESK, by=who.desk, at=at - 5 * DAY)


def _report(
    who: Players, component: Component, subject: str, effect: Effect, at: datetime
) -> Ticket:
    draft = FaultDraft(
        component=component,
        effect=effect,
        spread=Spread.SCHOOL if effect == Effect.STOPPED else Spread.CLASS,
        subject=subject,
        text=f"{subject}. Ein Neustart hat nichts geändert.",
        school=who.school,
        started_at=at - HOUR,
    )
    reporter_id = who.admin.person_id or 0
    return report_fault(draft, reporter_id=reporter_id, by=who.admin, at=at)
