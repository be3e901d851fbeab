"""An invented city of schools as OneRoster files: for demonstrations and tests."""

from eduport.ops.demo_city.dirty import DEFECTS, Defect, write_dirty
from eduport.ops.demo_city.plan import CityPlan, CitySummary, Variant
from eduport.ops.demo_city.writing import write_city

__all__ = [
    "DEFECTS",
    "CityPlan",
    "CitySummary",
    "Defect",
    "Variant",
    "write_city",
    "write_dirty",
]
