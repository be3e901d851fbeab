"""The settings of the visit statistics."""

from pydantic import Field
from pydantic_settings import BaseSettings


class StatisticsSettings(BaseSettings):
    """What an operator can set about counting."""

    statistics: bool = Field(
        default=True,
        description="Whether page views, launches of tiles and sign-ins are counted at "
        "all: without cookies, addresses or names.",
    )
    statistics_seconds: float = Field(
        default=5,
        gt=0,
        description="After how many seconds a web process stores what it has counted. "
        "What it has not stored is lost when it is killed.",
    )
    statistics_days: int = Field(
        default=396,
        ge=62,
        description="For how many days visits are kept day by day (13 months); then "
        "month by month.",
    )
