"""What stands on the demo's status page: an incident, maintenance, and 90 days."""

from datetime import datetime, timedelta

from eduport.core.actor import Actor
from eduport.status.models import (
    CheckKind,
    Component,
    DayRecord,
    Impact,
    Incident,
    IncidentState,
)
from eduport.status.services.checking import CheckDraft, watch_component
from eduport.status.services.incidents import (
    IncidentDraft,
    Said,
    Scope,
    open_incident,
    review_incident,
    update_incident,
)
from eduport.status.services.publishing import publish_board
from eduport.status.services.windows import WindowDraft, plan_window

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
WHOLE_DAY = 86_400
# So many days ago, and for how many seconds it was down then.
TROUBLE = {11: 900, 37: 8_000, 61: 240}


def make_trouble(public_url: str, *, by: Actor, at: datetime) -> None:
    """Let something be broken, planned, over and watched; once."""
    if Incident.objects.exists():
        return
    parts = {one.slug: one for one in Component.objects.all()}
    _old_incident(parts["mail"], by=by, at=at - 5 * DAY)
    open_incident(
        IncidentDraft(
            "Große Anhänge kommen verspätet an",
            "Large attachments arrive late",
            Impact.DEGRADED,
            Said(
                "E-Mails mit großen Anhängen sind bis zu einer Stunde unterwegs. Es "
                "geht nichts verloren.",
                "Mail with large attachments takes up to an hour. Nothing is lost.",
            ),
            Scope([parts["mail"]]),
        ),
        by=by,
        at=at,
    )
    start = (at + 2 * DAY).replace(hour=17, minute=0, second=0, microsecond=0)
    plan_window(
        WindowDraft(
            "Umzug der Dateiablage",
            "Moving the files",
            start,
            start + 3 * HOUR,
            [parts["files"]],
            text_de="Dateien lassen sich lesen, aber nicht ändern.",
            text_en="Files can be read, but not changed.",
        ),
        by=by,
        at=at,
    )
    draft = CheckDraft(CheckKind.HTTP, f"{public_url}/health/live")
    watch_component(parts["portal"], draft, named=(), by=by, at=at)
    _ninety_days(parts["portal"], at=at)
    publish_board(at=at)


def _old_incident(mail: Component, *, by: Actor, at: datetime) -> None:
    incident = open_incident(
        IncidentDraft(
            "E-Mail stand still",
            "Mail stood still",
            Impact.OUTAGE,
            Said("Es kommen keine E-Mails an.", "No mail arrives."),
            Scope([mail]),
        ),
        by=by,
        at=at,
    )
    update_incident(
        incident.pk,
        IncidentState.RESOLVED,
        Said("Alle E-Mails sind zugestellt.", "All mail has been delivered."),
        by=by,
        at=at + 2 * HOUR,
    )
    learnt = Said(
        "Eine Platte war voll. Sie wird jetzt überwacht.",
        "A disk was full. It is watched now.",
    )
    review_incident(incident.pk, learnt, by=by, at=at + DAY)


def _ninety_days(component: Component, *, at: datetime) -> None:
    DayRecord.objects.bulk_create(
        DayRecord(
            component=component,
            day=(at - ago * DAY).date(),
            checks=1440,
            failures=TROUBLE.get(ago, 0) // 60,
            observed_seconds=WHOLE_DAY,
            down_seconds=TROUBLE.get(ago, 0),
        )
        for ago in range(1, 80)
    )
