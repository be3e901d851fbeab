"""The demo's training: courses, a full date, one that was held, schools that ask."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils.timezone import localtime

from eduport.accounts.models import Account, AccountKind
from eduport.core.actor import Actor
from eduport.people.models import AdminRole, Affiliation, Appointment, Role, School
from eduport.training.models import CourseKind, TrainingCourse, TrainingDate
from eduport.training.rules.requests import Side
from eduport.training.services.attendance import note_attendance
from eduport.training.services.booking import book_seat
from eduport.training.services.courses import (
    add_course,
    add_date,
    change_date,
    publish_course,
)
from eduport.training.services.feedback import give_feedback
from eduport.training.services.in_school import (
    agree_to_date,
    ask_for_training,
    propose_date,
)
from eduport.training.services.request_trainers import name_trainers
from eduport.training.types import CourseDraft, DateDraft, Period, Wish

DAY = timedelta(days=1)
FRIDAY = 4
CONTACT = "Fortbildungsteam, 040 66969 120"
COURSES = {
    "admins": CourseDraft(
        CourseKind.SCHOOL_ADMIN,
        "Grundkurs für eduPort-Betreuungen",
        "Konten, Codes und Gruppen Ihrer Schule sicher verwalten.",
        Decimal(6),
        text="Der Kurs ist Pflicht, bevor jemand eduPort-Betreuung wird.\n\n"
        "Inhalt: Personen und Konten, Passwörter und Codes, Gruppen und Schuljahres"
        "wechsel, Datenschutz, der Weg zur Servicestelle.",
        audience="Künftige eduPort-Betreuungen",
        price=Decimal(480),
        counts_for_appointment=True,
        contact=CONTACT,
    ),
    "moodle": CourseDraft(
        CourseKind.WEBINAR,
        "Moodle: die ersten Schritte",
        "Einen Kurs anlegen, Material einstellen, Aufgaben einsammeln.",
        Decimal(2),
        text="Wir legen gemeinsam einen Kurs an. Sie brauchen nur Ihr Konto.",
        audience="Lehrkräfte aller Schulformen",
        price=Decimal(120),
        contact=CONTACT,
    ),
    "meetings": CourseDraft(
        CourseKind.WEBINAR,
        "Videokonferenzen im Unterricht",
        "Distanzunterricht, Elternabende und Sprechstunden gut leiten.",
        Decimal("1.5"),
        audience="Lehrkräfte und pädagogisches Fachpersonal",
        price=Decimal(90),
        needs_approval=True,
        contact=CONTACT,
    ),
    "sheets": CourseDraft(
        CourseKind.WEBINAR,
        "Barrierefreie Arbeitsblätter",
        "Dokumente so schreiben, dass alle sie lesen und hören können.",
        Decimal(2),
        audience="Alle, die Material erstellen",
        price=Decimal(120),
        contact=CONTACT,
    ),
    "boards": CourseDraft(
        CourseKind.IN_SCHOOL,
        "Digitale Tafeln im Unterricht",
        "Ein Nachmittag in Ihrer Schule, an Ihren Tafeln.",
        Decimal(3),
        text="Für Kollegien von 8 bis 30 Personen. Bitte sagen Sie, welche Tafeln Sie "
        "haben.",
        audience="Ganze Kollegien",
        price=Decimal(350),
        contact=CONTACT,
    ),
    "privacy": CourseDraft(
        CourseKind.IN_SCHOOL,
        "Datenschutz im Schulalltag",
        "Was erlaubt ist, was nicht, und wie es trotzdem geht.",
        Decimal(3),
        audience="Ganze Kollegien, auch Schulbüros",
        price=Decimal(350),
        contact=CONTACT,
    ),
}
TICKS = {"content": 5, "trainers": 4, "practice": 5}
WORDS = {
    0: "Endlich verstehe ich die Gruppen.",
    2: "Gern noch einen Teil zwei.",
    5: "Die Pause war zu kurz, sonst sehr gut.",
}


def offer_training(logins: Sequence[dict[str, str]], *, at: datetime) -> None:
    """Plan, book and hold training; once."""
    if TrainingCourse.objects.exists():
        return
    team, teacher = _actor(logins, "central team"), _actor(logins, "teacher")
    head, trainer = _actor(logins, "head of school"), _actor(logins, "IT contact")
    long_ago = at - 120 * DAY
    courses = {
        name: add_course(COURSES[name], by=team, at=long_ago) for name in COURSES
    }
    for course in courses.values():
        publish_course(course, by=team, at=long_ago)
    staff = _staff(teacher)
    _hold(courses["admins"], [_school_admin(), *staff[:8]], team=team, at=at)
    _plan(courses["admins"], at + 15 * DAY, 12, "Schulungsraum 2", staff[8:12], team)
    moodle = _plan(courses["moodle"], at + 9 * DAY, 6, "", staff[:10], team)
    _give(moodle, trainer, team=team, at=at)
    _plan(courses["meetings"], at + 21 * DAY, 20, "", [teacher], team)
    _plan(courses["sheets"], at + 30 * DAY, 25, "", [teacher, *staff[3:8]], team)
    _ask(courses["boards"], head, trainer, team=team, at=at)
    _agree(courses["privacy"], head, trainer, team=team, at=at)


def _actor(logins: Sequence[dict[str, str]], who: str) -> Actor:
    [username] = [
        one["username"] for one in logins if one["who"].partition(" (")[0] == who
    ][:1]
    return Account.objects.get(username=username).actor


def _school_admin() -> Actor:
    """The everyday account of somebody who was appointed."""
    appointed = Appointment.objects.filter(role=AdminRole.SCHOOL_ADMIN)
    accounts = Account.objects.filter(
        kind=AccountKind.PERSON, person__in=appointed.values("person")
    )
    return accounts.order_by("pk")[0].actor


def _staff(teacher: Actor) -> list[Actor]:
    """Some teachers of the city, always the same, without the one of the table."""
    rows = Affiliation.objects.filter(role=Role.TEACHER, ended_at=None)
    accounts = Account.objects.filter(
        kind=AccountKind.PERSON, person__in=rows.values("person"), disabled_at=None
    ).exclude(person__in=[teacher.person_id, _school_admin().person_id])
    return [account.actor for account in accounts.order_by("pk")[:12]]


def _plan(
    course: TrainingCourse,
    day: datetime,
    seats: int,
    place: str,
    people: Sequence[Actor],
    team: Actor,
) -> TrainingDate:
    """An afternoon, and who has booked it; more than there are seats wait."""
    start = localtime(day).replace(hour=14, minute=0, second=0, microsecond=0)
    url = "" if place else "https://treffen.schulbehoerde.example/fortbildung"
    end = start + timedelta(hours=float(course.hours))
    draft = DateDraft(start, end, seats, place, url)
    planned_at = start - 60 * DAY
    date = add_date(course, draft, by=team, at=planned_at)
    for person in people:
        book_seat(date.pk, by=person, at=planned_at)
    return date


def _give(date: TrainingDate, trainer: Actor, *, team: Actor, at: datetime) -> None:
    """Somebody gives a date that was planned already."""
    draft = DateDraft(
        starts_at=date.starts_at,
        ends_at=date.ends_at,
        seats=date.seats,
        place=date.place,
        online_url=date.online_url,
        trainers=[trainer.person_id or 0],
    )
    change_date(date.pk, draft, by=team, at=at)


def _hold(
    course: TrainingCourse, people: Sequence[Actor], *, team: Actor, at: datetime
) -> None:
    """Four weeks ago: all but one were there, and have said how it was."""
    date = _plan(course, at - 28 * DAY, 12, "Schulungsraum 2", people, team)
    bookings = list(date.booking_set.order_by("pk"))
    present = {booking.pk for booking in bookings[:-1]}
    note_attendance(date.pk, present, by=team, at=date.ends_at)
    for number, (booking, person) in enumerate(
        zip(bookings[:-1], people, strict=False)
    ):
        words = WORDS.get(number, "")
        ticks = TICKS | {"content": 5 - number % 3}
        give_feedback(booking.pk, ticks, words, by=person, at=date.ends_at + DAY)


def _ask(
    course: TrainingCourse, head: Actor, trainer: Actor, *, team: Actor, at: datetime
) -> None:
    """A school has asked, the trainer has proposed another date than the school."""
    period = _wednesday(at + 25 * DAY)
    wish = Wish(18, "Bitte nach dem Unterricht.", period)
    request = ask_for_training(course, _school_of(head), wish, by=head, at=at - 3 * DAY)
    name_trainers(request.pk, [trainer.person_id or 0], by=team, at=at - 2 * DAY)
    later = Period(period.starts_at + 7 * DAY, period.ends_at + 7 * DAY)
    text = "An Ihrem Termin bin ich an einer anderen Schule. Geht eine Woche später?"
    propose_date(request.pk, later, side=Side.TEAM, text=text, by=trainer, at=at - DAY)


def _agree(
    course: TrainingCourse, head: Actor, trainer: Actor, *, team: Actor, at: datetime
) -> None:
    """A date was agreed and is over; nobody has noted yet that it took place."""
    # So lately that the mails about it are still worth sending.
    period = _on(_last_working_day(at))
    asked_at = min(at - timedelta(hours=70), period.starts_at - DAY)
    wish = Wish(24, "Bitte auch etwas zu Fotos auf Klassenfahrten.", period)
    request = ask_for_training(course, _school_of(head), wish, by=head, at=asked_at)
    name_trainers(request.pk, [trainer.person_id or 0], by=team, at=asked_at)
    agree_to_date(request.pk, period, side=Side.TEAM, by=trainer, at=asked_at)


def _last_working_day(at: datetime) -> datetime:
    day = at - DAY
    while localtime(day).weekday() > FRIDAY:
        day -= DAY
    return day


def _on(day: datetime) -> Period:
    start = localtime(day).replace(hour=14, minute=30, second=0, microsecond=0)
    return Period(start, start + timedelta(hours=3))


def _wednesday(day: datetime) -> Period:
    return _on(day + timedelta(days=2 - localtime(day).weekday()))


def _school_of(head: Actor) -> School:
    [belongs] = Affiliation.objects.filter(
        person=head.person_id, role=Role.PRINCIPAL, ended_at=None
    ).select_related("school")[:1]
    return belongs.school
