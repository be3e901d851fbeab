"""School years: when they begin, how they are called, what a class becomes."""

from datetime import date

FIRST_MONTH = 8
"""A school year begins on the first of August."""


def starting_year(day: date) -> int:
    """The calendar year in which the school year of a day began."""
    return day.year if day.month >= FIRST_MONTH else day.year - 1


def first_day(year: int) -> date:
    """The first day of the school year that starts in a calendar year."""
    return date(year, FIRST_MONTH, 1)


def year_name(year: int) -> str:
    """How a school year is called: 2026/27."""
    return f"{year}/{(year + 1) % 100:02}"
