"""Reading how a date was: sums only, only afterwards, only of five people or more."""

from dataclasses import dataclass
from datetime import datetime

from eduport.training.models import TrainingDate
from eduport.training.models.feedback import FeedbackSum, FeedbackWords, Question

ENOUGH = 5
"""From so many answers on anything is shown."""


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers to one question: how often each of 1 to 5 was ticked."""

    question: str
    numbers: list[int]

    @property
    def total(self) -> int:
        return sum(self.numbers)

    @property
    def mean(self) -> float:
        weighted = sum(rating * n for rating, n in enumerate(self.numbers, 1))
        return round(weighted / self.total, 1) if self.total else 0.0


@dataclass(frozen=True, slots=True)
class Feedback:
    """All that is said of a date."""

    answers: list[Answers]
    words: list[str]


def feedback_of(
    date: TrainingDate, *, ends_at: datetime, at: datetime
) -> Feedback | None:
    """What was said of a date, or None while it may be told whose answer it is.

    Not before everybody's time is over: who looked after each answer would see what the
    last one said.
    """
    if at < ends_at:
        return None
    rows = FeedbackSum.objects.filter(date=date)
    found = {(row.question, row.rating): row.number for row in rows}
    answers = [
        Answers(str(one.label), [found.get((one.value, n), 0) for n in range(1, 6)])
        for one in Question
    ]
    if min(one.total for one in answers) < ENOUGH:
        return None
    # In the order of their random keys.
    words = FeedbackWords.objects.filter(date=date).order_by("pk")
    return Feedback(answers, list(words.values_list("text", flat=True)))
