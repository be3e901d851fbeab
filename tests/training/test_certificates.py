"""Attendance, certificates as files, and the page that checks them."""

import datetime as dt
import re
from io import BytesIO

import pytest
from django.utils import timezone
from pypdf import PdfReader

from eduport.training.errors import DateNotOverError
from eduport.training.models import Booking, Certificate, TrainingDate
from eduport.training.queries.certificates import completed_compulsory
from eduport.training.services.attendance import note_attendance, purge_certificates
from eduport.training.services.telling import tell_booking
from tests.factories.accounts import sign_in
from tests.factories.outbox import letters
from tests.factories.people import NOON
from tests.factories.training import (
    IN_TEN_DAYS,
    BookingFactory,
    CertificateFactory,
    DateTrainerFactory,
    TrainingDateFactory,
    actor_of,
    seated,
    staff,
)

pytestmark = pytest.mark.django_db
HOURS = dt.timedelta(hours=1)
AFTER = IN_TEN_DAYS + 3 * HOURS


def text_of(response):
    return " ".join(response.content.decode().split())


def test_who_was_there_gets_a_certificate_and_a_mail():
    date, me = TrainingDateFactory(), staff()
    own, missed = seated(date, person=me.person), seated(date)
    late = BookingFactory(date=date, state="lapsed")

    for _time in range(2):
        note_attendance(date.pk, {own.pk}, by=actor_of(me), at=AFTER)

    certificate = Certificate.objects.get()
    assert (certificate.booking, certificate.title) == (own, date.course.title)
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{16}", certificate.code)
    states = {one.pk: one.state for one in Booking.objects.all()}
    assert states == {own.pk: "attended", missed.pk: "missed", late.pk: "lapsed"}
    assert TrainingDate.objects.get().held_at == AFTER
    assert [tell_booking(one.pk, at=AFTER) for one in (own, missed)] == [True, True]
    [letter] = letters()
    assert "Ihre Bescheinigung liegt bereit" in letter.text


def test_a_mistake_is_corrected_and_the_certificate_no_longer_valid():
    date, me = TrainingDateFactory(), staff()
    own = seated(date, person=me.person)
    note_attendance(date.pk, {own.pk}, by=actor_of(me), at=AFTER)

    note_attendance(date.pk, set(), by=actor_of(me), at=AFTER + HOURS)

    own.refresh_from_db()
    assert (own.state, Certificate.objects.count()) == ("missed", 0)
    assert TrainingDate.objects.get().held_at == AFTER


@pytest.mark.parametrize("values", [{}, {"cancelled_at": NOON}])
def test_before_it_begins_nobody_was_there(values):
    date = TrainingDateFactory(**values)
    own = seated(date)
    at = AFTER if values else IN_TEN_DAYS - HOURS

    with pytest.raises(DateNotOverError):
        note_attendance(date.pk, {own.pk}, by=actor_of(staff()), at=at)


def own_pdf(client, me, **values):
    booking = seated(TrainingDateFactory(), person=me.person, state="attended")
    certificate = CertificateFactory(booking=booking, **values)
    sign_in(client, me)
    return client.get(f"/training/certificates/{certificate.uid}/")


def test_a_certificate_is_a_file_for_archives_and_for_readers(client):
    me = staff(given_name="Dörte-Marie", family_name="Dvořák-Łukaszewicz")

    response = own_pdf(client, me, code="7K3M9QWD00001111", place="Raum #1 *neu*")

    reader = PdfReader(BytesIO(response.content))
    root = reader.trailer["/Root"]
    metadata = root["/Metadata"].get_data().decode()
    text = " ".join(reader.pages[0].extract_text().split())
    assert response["Content-Type"] == "application/pdf"
    # ISO 19005-2 §6.6.4 and ISO 14289-1 §5: it says which standards it obeys.
    assert re.search(r"pdfaid:part>2<.*pdfaid:conformance>B<", metadata)
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert root["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    assert root["/OutputIntents"][0]["/DestOutputProfile"].get_data()
    assert bool(root["/MarkInfo"]["/Marked"])
    assert root["/Lang"] == "de"
    assert (reader.is_encrypted, "/JavaScript" in root, len(reader.pages)) == (
        False,
        False,
        1,
    )
    # What a name looks like in Typst stays a name.
    for words in (
        "Teilnahmebescheinigung",
        "Dörte-Marie Dvořák-Łukaszewicz",
        "Raum #1 *neu*",
        "3. Dezember 2026, 13:00 bis 15:00 Uhr",
        "2 Fortbildungsstunden",
        "7K3M-9QWD-0000-1111",
        "/training/certificates/check/",
    ):
        assert words in text


def test_all_fonts_of_a_certificate_are_embedded_and_ours(client):
    reader = PdfReader(BytesIO(own_pdf(client, staff()).content))

    fonts = reader.pages[0]["/Resources"]["/Font"].values()
    described = [
        font.get_object()["/DescendantFonts"][0].get_object() for font in fonts
    ]
    names = {str(font["/BaseFont"]).partition("+")[2][:7] for font in described}
    assert names == {"Eduport"}
    for font in described:
        descriptor = font["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & descriptor.keys()


def test_the_same_certificate_gives_the_same_bytes(client):
    me = staff()
    first = own_pdf(client, me)
    certificate = Certificate.objects.get()

    second = client.get(f"/training/certificates/{certificate.uid}/")

    assert first.content == second.content


def test_a_stranger_gets_nobodys_certificate(client):
    certificate = CertificateFactory()
    sign_in(client, staff())

    response = client.get(f"/training/certificates/{certificate.uid}/")

    assert response.status_code == 404


def test_a_certificate_is_checked_with_code_and_surname(client):
    CertificateFactory(code="7K3M9QWD00001111", family_name="Müller", title="Moodle")
    url = "/training/certificates/check/"

    right = text_of(
        client.post(url, {"code": "7k3m-9qwd-oooo-1111", "surname": "MUELLER"})
    )
    wrong = [
        text_of(client.post(url, values))
        for values in (
            {"code": "7K3M9QWD00001111", "surname": "Meyer"},
            {"code": "7K3M9QWD00001112", "surname": "Müller"},
            {"code": "7K3M9QWD00001112", "surname": "-"},
        )
    ]

    assert "Diese Bescheinigung ist gültig." in right
    assert "Moodle" in right
    for page in wrong:
        assert "Es wurde keine gültige Bescheinigung gefunden." in page
        assert "Moodle" not in page
    assert client.post(url, {}).status_code == 422


def test_a_network_that_tries_many_codes_has_to_wait(client):
    CertificateFactory(code="7K3M9QWD00001111", family_name="Müller")
    url, right = "/training/certificates/check/", {"code": "7K3M9QWD00001111"}
    for _try in range(60):
        client.post(url, {"code": "x", "surname": "y"})

    response = client.post(url, right | {"surname": "Müller"})

    assert response.status_code == 422
    assert "Zu viele Prüfungen" in text_of(response)


def test_who_has_the_compulsory_course_is_one_query(django_assert_num_queries):
    old = CertificateFactory(counts_for_appointment=True)
    booking = BookingFactory(person=old.person, date__starts_at=AFTER, state="attended")
    CertificateFactory(booking=booking, counts_for_appointment=True)
    other = CertificateFactory()

    with django_assert_num_queries(1):
        found = completed_compulsory([old.person_id, other.person_id])

    assert found == {old.person_id: booking.date.ends_at}


def test_certificates_go_after_ten_years():
    CertificateFactory(issued_at=NOON - dt.timedelta(days=3651))
    young = CertificateFactory(issued_at=NOON - dt.timedelta(days=3649))

    purge_certificates(at=NOON)

    assert list(Certificate.objects.all()) == [young]


def test_a_trainer_notes_who_was_there_and_sees_no_other_date(client):
    me, start = staff(), timezone.now() - HOURS
    date = TrainingDateFactory(starts_at=start)
    DateTrainerFactory(date=date, person=me.person)
    booking = seated(date, person__family_name="Quendel")
    foreign = seated(TrainingDateFactory(starts_at=start))
    sign_in(client, me)

    page = text_of(client.get(f"/training/dates/{date.uid}/"))
    client.post(
        f"/training/dates/{date.uid}/attendance/", {"present": [booking.pk, "x"]}
    )
    given = text_of(client.get("/training/given/"))

    booking.refresh_from_db()
    assert "Quendel" in page
    assert booking.state == "attended"
    assert "Anwesenheit festgehalten" in given
    url = f"/training/dates/{foreign.date.uid}/"
    assert client.get(url).status_code == 404
    assert client.post(f"{url}attendance/").status_code == 404
    away = f"/training/bookings/{foreign.uid}/take-away/"
    assert client.post(away).status_code == 404
    foreign.refresh_from_db()
    assert foreign.state == "booked"


def test_a_trainer_takes_a_seat_away(client):
    me = staff()
    date = TrainingDateFactory(starts_at=timezone.now() + HOURS)
    DateTrainerFactory(date=date, person=me.person)
    booking = seated(date)
    sign_in(client, me)

    response = client.post(f"/training/bookings/{booking.uid}/take-away/", follow=True)

    booking.refresh_from_db()
    assert (booking.state, booking.ending) == ("cancelled", "trainers")
    assert "Niemand ist angemeldet." in text_of(response)
