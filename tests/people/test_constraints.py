"""Each invariant of `people` is kept by the database: every test breaks one."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError

from eduport.people.models import AdminRole, GroupKind, SessionKind
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
    SourceFactory,
    SponsorshipFactory,
)

pytestmark = pytest.mark.django_db


def refused(name):
    return pytest.raises(IntegrityError, match=name)


def test_a_source_is_of_a_known_kind():
    with refused("source_kind_is_known"):
        SourceFactory(slug="x", kind="rumour")


@pytest.mark.parametrize("code", ["", "-a", "a-", "Ab", "a.b", "ä", "a" * 64])
def test_a_school_code_is_a_dns_label(code):
    with pytest.raises(Exception, match=r"school_code_is_dns_label|too long"):
        SchoolFactory(code=code)


def test_a_school_code_is_given_once():
    SchoolFactory(code="xy")
    with refused("people_school_code"):
        SchoolFactory(code="xy")


@pytest.mark.parametrize(
    ("factory", "name"),
    [
        (SchoolFactory, "school_source_key"),
        (PersonFactory, "person_source_key"),
        (GroupFactory, "group_source_key"),
        (AcademicSessionFactory, "session_source_key"),
    ],
)
def test_a_source_knows_a_key_once(factory, name):
    factory(source=SourceFactory(), source_key="4711")
    with refused(name):
        factory(source=SourceFactory(), source_key="4711")


@pytest.mark.parametrize("field", ["given_name", "family_name"])
def test_a_person_has_both_names(field):
    with refused("person_has_both_names"):
        PersonFactory(**{field: ""})


@pytest.mark.parametrize("base", ["", "ada", "Ada.Berg", "ada.berg2", "ä.berg"])
def test_an_address_base_is_spelled_right(base):
    with refused("person_address_base_is_spelled_right"):
        PersonFactory(address_base=base)


@pytest.mark.parametrize("factory", [PersonFactory, SchoolFactory, GroupFactory])
def test_a_uid_never_changes(factory):
    subject = factory()
    subject.uid = uuid.uuid4()
    with refused("uid never changes"):
        subject.save()


def test_a_school_has_a_name():
    with refused("school_has_a_name"):
        SchoolFactory(name="")


def test_a_person_has_a_role_at_a_school_once():
    first = AffiliationFactory(ended_at=NOON)
    with refused("affiliation_once"):
        AffiliationFactory(person=first.person, role=first.role)


def test_an_affiliation_has_a_known_role():
    with refused("affiliation_role_is_known"):
        AffiliationFactory(role="wizard")


def test_an_affiliation_ends_after_its_start():
    with refused("affiliation_ends_after_its_start"):
        AffiliationFactory(ended_at=NOON - dt.timedelta(days=1))


def test_an_appointment_holds_once():
    first = AppointmentFactory()
    with refused("appointment_once"):
        AppointmentFactory(person=first.person)


def test_a_central_appointment_holds_once():
    first = AppointmentFactory(school=None, role=AdminRole.CENTRAL_TEAM)
    with refused("appointment_once"):
        AppointmentFactory(
            person=first.person, school=None, role=AdminRole.CENTRAL_TEAM
        )


def test_an_appointment_has_a_known_role():
    with refused("appointment_(role_is_known|at_a_school_or_for_all)"):
        AppointmentFactory(role="wizard")


@pytest.mark.parametrize(
    ("role", "has_school"),
    [(AdminRole.SCHOOL_ADMIN, False), (AdminRole.CENTRAL_TEAM, True)],
)
def test_an_appointment_is_for_a_school_or_for_all(role, has_school):
    person = PersonFactory()
    with refused("appointment_at_a_school_or_for_all"):
        AppointmentFactory(
            person=person, role=role, school=person.home_school if has_school else None
        )


def test_a_session_ends_after_its_start():
    with refused("session_ends_after_its_start"):
        AcademicSessionFactory(ends_on=dt.date(2026, 8, 1))


def test_one_school_year_is_active():
    AcademicSessionFactory(activated_at=NOON)
    with refused("session_one_is_active"):
        AcademicSessionFactory(activated_at=NOON)


def test_a_term_is_never_the_active_year():
    with refused("session_only_years_are_active"):
        AcademicSessionFactory(kind=SessionKind.TERM, activated_at=NOON)


@pytest.mark.parametrize("kind", [GroupKind.CLASS, GroupKind.COURSE])
def test_classes_and_courses_have_a_session(kind):
    with refused("group_classes_and_courses_have_a_session"):
        GroupFactory(kind=kind)


def test_a_group_has_a_known_kind_and_a_name():
    with refused("group_kind_is_known"):
        GroupFactory(kind="gang")


def test_a_group_has_a_name():
    with refused("group_has_a_name"):
        GroupFactory(name="")


def test_a_built_in_group_exists_once_at_a_school():
    first = GroupFactory(kind=GroupKind.TEACHERS)
    with refused("group_built_in_once"):
        GroupFactory(kind=GroupKind.TEACHERS, school=first.school)


def test_a_built_in_group_is_permanent():
    with refused("group_built_in_is_permanent"):
        GroupFactory(kind=GroupKind.SCHOOL, session=AcademicSessionFactory())


def test_a_source_says_a_membership_once():
    first = MembershipFactory()
    with refused("membership_once_per_source"):
        MembershipFactory(group=first.group, person=first.person)


def test_two_sources_may_say_the_same_membership():
    first = MembershipFactory()

    second = MembershipFactory(
        group=first.group, person=first.person, source=SourceFactory(slug="feed")
    )

    assert second.pk != first.pk


def test_a_membership_has_a_known_role():
    with refused("membership_role_is_known"):
        MembershipFactory(role="boss")


def test_an_address_is_given_once_for_ever():
    first = AddressFactory(replaced_at=NOON)
    stranger = PersonFactory(home_school=first.school)
    with refused("address_given_once"):
        AddressFactory(person=stranger)


def test_a_person_has_one_present_address_at_a_school():
    first = AddressFactory()
    with refused("address_one_present_per_school"):
        AddressFactory(person=first.person, number=2)


def test_an_address_number_starts_at_one():
    with refused("address_number_from_one"):
        AddressFactory(number=0)


def test_an_address_never_goes_to_another_person():
    address = AddressFactory()
    address.person = PersonFactory()
    with refused("address never changes"):
        address.save()


def test_an_address_is_never_deleted():
    with refused("row never changes"):
        AddressFactory().delete()


def test_a_sponsorship_ends_after_it_was_agreed():
    with refused("sponsorship_ends_after_it_was_agreed"):
        SponsorshipFactory(last_day_on=NOON.date() - dt.timedelta(days=1))


def test_a_sponsorship_lasts_a_year_at_most():
    SponsorshipFactory(last_day_on=NOON.date() + dt.timedelta(days=366))
    with refused("sponsorship_lasts_a_year_at_most"):
        SponsorshipFactory(last_day_on=NOON.date() + dt.timedelta(days=367))
