"""Who has the course that school admins need, where they are appointed."""

import pytest

from eduport.accounts.models import AccountKind
from eduport.administration.errors import TrainingMissingError
from eduport.administration.services.appointing import appoint_trained
from eduport.core.actor import Actor
from eduport.people.models import AdminRole, Appointment
from tests.factories.accounts import AccountFactory, sign_in
from tests.factories.people import (
    NOON,
    AddressFactory,
    AffiliationFactory,
    AppointmentFactory,
    PersonFactory,
)
from tests.factories.training import (
    BookingFactory,
    CertificateFactory,
    TrainingCourseFactory,
)

pytestmark = pytest.mark.django_db
TEAM = Actor("team")
MISSING, DONE = "Schulung fehlt noch", "Schulung abgeschlossen am 03.12.2026"


def trained(person):
    """The course that school admins need, completed."""
    booking = BookingFactory(person=person, state="attended")
    return CertificateFactory(booking=booking, counts_for_appointment=True)


def wanted(settings, what):
    settings.EDUPORT = settings.EDUPORT.model_copy(
        update={"training_for_school_admins": what}
    )


@pytest.fixture
def client(client):
    """The central team, signed in."""
    account = AccountFactory(kind=AccountKind.ADMIN)
    AppointmentFactory(person=account.person, role=AdminRole.CENTRAL_TEAM, school=None)
    sign_in(client, account)
    return client


@pytest.fixture
def course(db):
    """A published course that counts."""
    return TrainingCourseFactory(counts_for_appointment=True)


@pytest.mark.usefixtures("course")
def test_the_appointments_show_who_has_the_course(client):
    new, old = AppointmentFactory(), AppointmentFactory()
    trained(old.person)

    page = client.get("/manage/appointments/").content.decode()
    own = client.get(f"/manage/people/{old.person.uid}/roles/").content.decode()
    other = client.get(f"/manage/people/{new.person.uid}/roles/").content.decode()

    assert (page.count(MISSING), page.count(DONE)) == (1, 1)
    assert (own.count(DONE), own.count(MISSING)) == (1, 0)
    assert (other.count(DONE), other.count(MISSING)) == (0, 1)


@pytest.mark.usefixtures("course")
@pytest.mark.parametrize("rows", [1, 3])
def test_it_takes_two_questions_for_however_many(
    client, rows, django_assert_num_queries
):
    for _row in range(rows):
        trained(AppointmentFactory().person)
    client.get("/manage/appointments/")

    with django_assert_num_queries(12):
        client.get("/manage/appointments/")


def test_nothing_is_shown_where_there_is_no_such_course(client):
    AppointmentFactory()

    assert MISSING not in client.get("/manage/appointments/").content.decode()


@pytest.mark.usefixtures("course")
def test_nothing_is_shown_where_it_is_off(client, settings):
    AppointmentFactory()
    wanted(settings, "off")

    assert MISSING not in client.get("/manage/appointments/").content.decode()


@pytest.mark.usefixtures("course")
def test_whoever_appoints_is_warned(client):
    person = PersonFactory()
    url = f"/manage/people/{person.uid}/appoint/"
    before = client.get(url).content.decode()
    trained(person)

    after = client.get(url).content.decode()

    sentence = "hat die Schulung für eduPort-Betreuungen noch nicht abgeschlossen"
    assert (sentence in before, sentence in after) == (True, False)


@pytest.mark.usefixtures("course")
def test_a_warning_refuses_nothing():
    person = AddressFactory().person

    appoint_trained(
        person, AdminRole.SCHOOL_ADMIN, school=person.home_school, by=TEAM, at=NOON
    )

    assert Appointment.objects.get().person == person


@pytest.mark.usefixtures("course")
def test_where_the_authority_wants_it_nobody_is_appointed_without_the_course(
    client, settings
):
    wanted(settings, "refusal")
    person = AddressFactory().person
    AffiliationFactory(person=person)
    school = person.home_school
    values = {
        "role": "school_admin",
        "school": school.pk,
        "starts_on": "",
        "ends_on": "",
    }
    url = f"/manage/people/{person.uid}/appoint/"

    response = client.post(url, values)
    with pytest.raises(TrainingMissingError):
        appoint_trained(person, AdminRole.SCHOOL_ADMIN, school=school, by=TEAM, at=NOON)
    appoint_trained(person, AdminRole.IT_CONTACT, school=school, by=TEAM, at=NOON)
    trained(person)
    appoint_trained(person, AdminRole.SCHOOL_ADMIN, school=school, by=TEAM, at=NOON)

    assert response.status_code == 422
    assert "hat die Schulung für eduPort-Betreuungen nicht abgeschlossen" in (
        response.content.decode()
    )
    assert Appointment.objects.filter(person=person).count() == 2
