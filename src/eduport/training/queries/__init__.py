"""Reading courses, dates and seats. Nothing here writes."""

from eduport.training.queries.catalogue import upcoming_dates

__all__ = ["upcoming_dates"]
