"""Saying how it was: counted, anonymous, shown late and only of many."""

import datetime as dt

import pytest
from django.utils import timezone

from eduport.audit.models import LogEntry
from eduport.training.errors import FeedbackIsOverError, FeedbackOnceError
from eduport.training.models import FeedbackGiven, FeedbackSum, FeedbackWords
from eduport.training.queries.feedback import feedback_of
from eduport.training.services.feedback import feedback_ends_at, give_feedback
from tests.factories.accounts import sign_in
from tests.factories.people import NOON
from tests.factories.training import (
    DateTrainerFactory,
    TrainingDateFactory,
    actor_of,
    seated,
    staff,
)

pytestmark = pytest.mark.django_db
TICKS = {"content": 5, "trainers": 4, "practice": 3}
YESTERDAY = NOON - dt.timedelta(days=1)


def answer(date, words=""):
    me = staff()
    booking = seated(date, person=me.person, state="attended")
    give_feedback(booking.pk, TICKS, words, by=actor_of(me), at=NOON)
    return me, booking


def test_answers_are_counted_and_stand_beside_nobody():
    date = TrainingDateFactory(starts_at=YESTERDAY, seats=9)

    answer(date, "Danke")
    answer(date)

    sums = FeedbackSum.objects.order_by("question")
    found = list(sums.values_list("question", "rating", "number"))
    assert found == [("content", 5, 2), ("practice", 3, 2), ("trainers", 4, 2)]
    assert FeedbackGiven.objects.count() == 2
    assert [one.text for one in FeedbackWords.objects.all()] == ["Danke"]
    # No row but the one that says that somebody answered leads to a person or a time.
    for model in (FeedbackSum, FeedbackWords):
        fields = {field.name for field in model._meta.get_fields()}
        assert fields <= {"id", "uid", "date", "question", "rating", "number", "text"}
    assert [field.name for field in FeedbackGiven._meta.get_fields()] == ["booking"]
    assert not LogEntry.objects.exists()


def test_everybody_answers_once():
    date = TrainingDateFactory(starts_at=YESTERDAY)
    me, booking = answer(date)

    with pytest.raises(FeedbackOnceError):
        give_feedback(booking.pk, TICKS, "", by=actor_of(me), at=NOON)

    assert set(FeedbackSum.objects.values_list("number", flat=True)) == {1}


@pytest.mark.parametrize(("state", "days"), [("booked", 0), ("attended", 15)])
def test_only_who_was_there_answers_and_only_for_two_weeks(state, days):
    date, me = TrainingDateFactory(starts_at=YESTERDAY), staff()
    booking = seated(date, person=me.person, state=state)
    at = NOON + dt.timedelta(days=days)

    with pytest.raises(FeedbackIsOverError):
        give_feedback(booking.pk, TICKS, "", by=actor_of(me), at=at)

    assert not FeedbackSum.objects.exists()


@pytest.mark.parametrize(
    ("number", "days", "shown"), [(5, 20, True), (4, 20, False), (5, 1, False)]
)
def test_sums_are_shown_late_and_from_five_answers_on(number, days, shown):
    date = TrainingDateFactory(starts_at=YESTERDAY, seats=9)
    for _person in range(number):
        answer(date, "Danke")
    at = NOON + dt.timedelta(days=days)

    found = feedback_of(date, ends_at=feedback_ends_at(date), at=at)

    assert (found is not None) is shown
    if found:
        assert [one.mean for one in found.answers] == [5.0, 4.0, 3.0]
        assert found.words == ["Danke"] * 5


def test_the_form_asks_once_and_the_trainer_sees_sums_only(client):
    start = timezone.now() - dt.timedelta(hours=5)
    date, me, trainer = TrainingDateFactory(starts_at=start), staff(), staff()
    DateTrainerFactory(date=date, person=trainer.person)
    booking = seated(date, person=me.person, state="attended")
    sign_in(client, me)
    url = f"/training/mine/{booking.uid}/feedback/"
    assert url in client.get("/training/mine/").content.decode()

    unfinished = client.post(url, {"content": "5"})
    response = client.post(
        url, {name: str(n) for name, n in TICKS.items()}, follow=True
    )

    assert unfinished.status_code == 422
    assert "Ihre Antworten sind gezählt" in response.content.decode()
    assert url not in client.get("/training/mine/").content.decode()
    assert FeedbackSum.objects.count() == 3
    sign_in(client, trainer)
    page = client.get(f"/training/dates/{date.uid}/").content.decode()
    assert "wenn mindestens fünf Personen geantwortet haben" in page


def test_the_trainer_reads_the_sums(client):
    start = timezone.now() - dt.timedelta(days=20)
    date, trainer = TrainingDateFactory(starts_at=start, seats=9), staff()
    DateTrainerFactory(date=date, person=trainer.person)
    for _person in range(5):
        me = staff()
        booking = seated(date, person=me.person, state="attended")
        at = start + dt.timedelta(days=1)
        give_feedback(booking.pk, TICKS, "Gern wieder", by=actor_of(me), at=at)
    sign_in(client, trainer)

    page = client.get(f"/training/dates/{date.uid}/").content.decode()

    assert page.count("Gern wieder") == 5
    assert "Es war gut erklärt." in page
