"""Announcing something to a whole city, in a process of its own."""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime

from eduport.ops.startup import prepare

prepare()

# Django first: models cannot be imported before it has started.
# ruff: noqa: E402
from django.db import connection

from eduport.core.actor import Actor
from eduport.outbox.models import WaitingMail
from eduport.people.models import Affiliation
from eduport.portal.models import Tile, TileGroup, TileKind, TileRelease
from eduport.status.models import Announcement, Component, Impact
from eduport.status.services.announcing import announce_incident, queue_batch
from eduport.status.services.components import ComponentDraft, add_component
from eduport.status.services.incidents import (
    IncidentDraft,
    Said,
    Scope,
    open_incident,
)

BENCH = Actor.system("bench")
EVERYBODY_WANTS_MAIL = """
    UPDATE accounts_account SET activated_at = created_at WHERE kind = 'person';
    INSERT INTO status_mailchoice (account_id, incidents, maintenance)
    SELECT id, true, true FROM accounts_account WHERE kind = 'person';
    ANALYZE accounts_account; ANALYZE status_mailchoice
"""


def main() -> None:
    """Queue for everybody, then for the roles at each school; print both as JSON."""
    with connection.cursor() as cursor:
        cursor.execute(EVERYBODY_WANTS_MAIL)
    everybody = _measured(lambda: Component.objects.get(slug="mail"))
    WaitingMail.objects.all().delete()
    print(json.dumps({"everybody": everybody, "by_school": _measured(_released)}))


def _released() -> Component:
    """A service whose tile is released to each role at each school by itself."""
    at = datetime.now(UTC)
    draft = ComponentDraft("Moodle", "Moodle")
    component = add_component("moodle", draft, by=BENCH, at=at)
    tile = Tile.objects.create(
        group=TileGroup.objects.all()[0],
        slug="moodle",
        title_de="Moodle",
        title_en="Moodle",
        icon="school",
        kind=TileKind.EXTERNAL,
        url="https://moodle.example/",
        component=component,
    )
    pairs = Affiliation.objects.order_by().values_list("school", "role").distinct()
    TileRelease.objects.bulk_create(
        TileRelease(tile=tile, school_id=school, role=role) for school, role in pairs
    )
    return component


def _measured(make: Callable[[], Component]) -> dict[str, float]:
    component, at = make(), datetime.now(UTC)
    draft = IncidentDraft(
        "Steht", "Down", Impact.OUTAGE, Said("Wir suchen."), Scope([component])
    )
    incident = open_incident(draft, by=BENCH, at=at)
    start = time.monotonic()
    announcement = announce_incident(incident, at=at) or Announcement()
    slowest = 0.0
    is_more = True
    while is_more:
        before = time.monotonic()
        is_more = queue_batch(announcement.pk, at=at)
        slowest = max(slowest, time.monotonic() - before)
    seconds = time.monotonic() - start
    copies = WaitingMail.objects.filter(circular__isnull=False)
    return {
        "seconds": seconds,
        "slowest": slowest,
        "copies": copies.count(),
        "readers": copies.values("recipient").distinct().count(),
    }


if __name__ == "__main__":
    main()
