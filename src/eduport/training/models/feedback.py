"""How a training was: sums of what was ticked, and words, of nobody in particular."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from eduport.core.personal_data import NoPersonalData, PersonalData, Retention
from eduport.training.models.bookings import Booking
from eduport.training.models.courses import TrainingDate


class Question(models.TextChoices):
    """What is asked."""

    CONTENT = "content", _("The content was useful to me.")
    TRAINERS = "trainers", _("It was well explained.")
    PRACTICE = "practice", _("I can use it in my daily work.")


RATINGS = range(1, 6)


class FeedbackGiven(models.Model):
    """Somebody has answered; what, is nowhere beside it. No time is kept."""

    personal_data = PersonalData(
        what=_("That somebody has said how a training was; not what"),
        purpose=_("Asking everybody once"),
        retention=Retention(
            task="purge_bookings_task",
            since="booking__date__ends_at",
            setting="training_booking_days",
            text=_("%(days)s days after the training"),
        ),
    )

    booking = models.OneToOneField(Booking, on_delete=models.CASCADE, primary_key=True)


class FeedbackSum(models.Model):
    """How often an answer was ticked on a date: never one person's answers together."""

    personal_data = NoPersonalData("sums of answers of many people")

    date = models.ForeignKey(TrainingDate, on_delete=models.CASCADE, db_index=False)
    question = models.CharField(max_length=10, choices=Question)
    rating = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["date", "question", "rating"], name="feedback_sum_once"
            ),
            models.CheckConstraint(
                condition=Q(question__in=Question.values),
                name="feedback_question_is_known",
            ),
            models.CheckConstraint(
                condition=Q(rating__in=RATINGS), name="feedback_rating_from_1_to_5"
            ),
        ]


class FeedbackWords(models.Model):
    """What somebody wrote. The key is random: it says nothing of order or time."""

    personal_data = NoPersonalData("anonymous words; the form asks to name nobody")

    uid = models.UUIDField(default=uuid.uuid4, primary_key=True, editable=False)
    date = models.ForeignKey(TrainingDate, on_delete=models.CASCADE)
    text = models.TextField(max_length=1000)
