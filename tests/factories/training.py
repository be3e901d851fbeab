"""Factories of `training`."""

import datetime as dt
from decimal import Decimal

import factory

from eduport.accounts.models import Account
from eduport.people.models import Role
from eduport.training import models
from tests.factories.accounts import AccountFactory
from tests.factories.people import (
    NOON,
    AffiliationFactory,
    PersonFactory,
    SchoolFactory,
)

IN_TEN_DAYS = NOON + dt.timedelta(days=10)


class TrainingCourseFactory(factory.django.DjangoModelFactory):
    """A published webinar that nobody has to approve."""

    class Meta:
        model = models.TrainingCourse

    kind = models.CourseKind.WEBINAR
    title = factory.Sequence(lambda n: f"Kurs {n}")
    summary = "In einer Stunde gelernt."
    hours = Decimal(2)
    created_at = changed_at = published_at = NOON


class TrainingDateFactory(factory.django.DjangoModelFactory):
    """Two hours in ten days, with two seats."""

    class Meta:
        model = models.TrainingDate

    course = factory.SubFactory(TrainingCourseFactory)
    starts_at = IN_TEN_DAYS
    ends_at = factory.LazyAttribute(lambda one: one.starts_at + dt.timedelta(hours=2))
    seats = 2
    place = "Raum 1"
    created_at = changed_at = NOON


class BookingFactory(factory.django.DjangoModelFactory):
    """On the waiting list, told already. A seat is counted by `give_seats`."""

    class Meta:
        model = models.Booking

    date = factory.SubFactory(TrainingDateFactory)
    course = factory.SelfAttribute("date.course")
    person = factory.SubFactory(PersonFactory)
    school = factory.SelfAttribute("person.home_school")
    state = models.BookingState.WAITING
    created_at = changed_at = NOON
    told_state = factory.SelfAttribute("state")
    told_sequence = 0


class DateTrainerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.DateTrainer

    date = factory.SubFactory(TrainingDateFactory)
    person = factory.SubFactory(PersonFactory)


class CertificateFactory(factory.django.DjangoModelFactory):
    """Of somebody who was there."""

    class Meta:
        model = models.Certificate

    booking = factory.SubFactory(BookingFactory, state="attended")
    person = factory.SelfAttribute("booking.person")
    course = factory.SelfAttribute("booking.course")
    code = factory.Sequence(lambda n: f"7K3M9QWD{n:08}")
    given_name = factory.SelfAttribute("person.given_name")
    family_name = factory.SelfAttribute("person.family_name")
    title = factory.SelfAttribute("course.title")
    hours = Decimal(2)
    starts_at = factory.SelfAttribute("booking.date.starts_at")
    ends_at = factory.SelfAttribute("booking.date.ends_at")
    counts_for_appointment = False
    issued_at = NOON


class InSchoolRequestFactory(factory.django.DjangoModelFactory):
    """A school asks for something, without a date yet."""

    class Meta:
        model = models.InSchoolRequest

    course = factory.SubFactory(TrainingCourseFactory, kind=models.CourseKind.IN_SCHOOL)
    school = factory.SubFactory(SchoolFactory)
    participants = 20
    created_at = changed_at = NOON


class RequestTrainerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.RequestTrainer

    request = factory.SubFactory(InSchoolRequestFactory)
    person = factory.SubFactory(PersonFactory)


class RequestEventFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.RequestEvent

    request = factory.SubFactory(InSchoolRequestFactory)
    at = NOON
    step = "ask"
    side = "school"


class FeedbackSumFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.FeedbackSum

    date = factory.SubFactory(TrainingDateFactory)
    question = "content"
    rating = 5
    number = 1


def seated(date, **values):
    """Somebody with a seat, counted."""
    booking = BookingFactory(date=date, **{"state": "booked"} | values)
    models.TrainingDate.objects.filter(pk=date.pk).update(
        seats_taken=models.Booking.objects.filter(
            date=date, state__in=models.SEATED
        ).count()
    )
    date.refresh_from_db()
    return booking


def staff(role=Role.TEACHER, **values):
    """The account of somebody with this role at a school."""
    person = PersonFactory(**values)
    AffiliationFactory(person=person, role=role)
    return AccountFactory(person=person)


def actor_of(account):
    """Who acts, read anew."""
    return Account.objects.get(pk=account.pk).actor
