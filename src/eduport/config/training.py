"""The settings of training."""

from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings


class TrainingSettings(BaseSettings):
    """What an operator can set about training."""

    training_mail: str = Field(
        default="",
        description="The mail address of the team that gives training. It hears of "
        "what schools ask for; without it, it looks at its page.",
    )
    training_offer_hours: int = Field(
        default=48,
        ge=1,
        description="How long a seat that became free is kept for the first on the "
        "waiting list; near the date a quarter of the time that is left.",
    )
    training_cancel_days: int = Field(
        default=3,
        ge=0,
        description="Until how many days before a training people can give up their "
        "seat themselves. A course may have a number of its own.",
    )
    training_reminder_hours: int = Field(
        default=72,
        ge=1,
        description="How many hours before a training people are reminded of it.",
    )
    training_feedback_days: int = Field(
        default=14,
        ge=1,
        description="For how many days after a training people can say how it was. "
        "Afterwards the sums can be read, from five answers on.",
    )
    training_booking_days: int = Field(
        default=730,
        ge=30,
        description="How long it is kept who had a seat on a date, after its end.",
    )
    training_certificate_days: int = Field(
        default=3650,
        ge=365,
        description="How long certificates can be fetched and checked.",
    )
    training_for_school_admins: Literal["off", "warning", "refusal"] = Field(
        default="warning",
        description="What happens when somebody is appointed school admin who has not "
        "completed the compulsory course: nothing, a warning, or a refusal.",
    )
