"""Bringing the demo city's people in, by the sync that a real city uses."""

from datetime import datetime
from pathlib import Path

from eduport.core.actor import Actor
from eduport.ops.demo_city import CityPlan, write_city
from eduport.people.models import SourceKind
from eduport.people.services.sources import get_or_create_source
from eduport.sync.services.runs import RunOptions, sync_roster

PLAN = CityPlan(schools=3, people=1500, seed=1)
AUTHORITY = "Schulbehörde (Demo)"
DOMAIN = "hamburg.de"


def import_city(folder: Path, *, by: Actor, at: datetime) -> int:
    """Write the city's files into the folder, read them in, and count the people."""
    summary = write_city(PLAN, folder)
    source = get_or_create_source(
        "demo", authority_name=AUTHORITY, mail_domain=DOMAIN, kind=SourceKind.FEED
    )
    sync_roster(source, folder, options=RunOptions(), by=by, at=at)
    return summary.people
