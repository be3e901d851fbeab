"""Making the board: all that the status page says, from the tables."""

from collections import defaultdict
from datetime import datetime, timedelta

from django.db.models import Prefetch, Q, QuerySet

from eduport.people.models import School
from eduport.status.models import (
    Component,
    DayRecord,
    Incident,
    IncidentUpdate,
    Proposal,
)
from eduport.status.models.components import ComponentDependency
from eduport.status.queries.windows import board_windows
from eduport.status.types import (
    Bilingual,
    Board,
    BoardComponent,
    BoardDay,
    BoardIncident,
    BoardUpdate,
    State,
)

LOOKS_BACK = timedelta(days=90)
LOOKS_AHEAD = timedelta(days=35)


def make_board(at: datetime) -> Board:
    """Read everything: a dozen queries, however much there is."""
    return Board(
        made_at=at,
        components=tuple(_components(at)),
        incidents=tuple(_board_incident(one) for one in recent_incidents(at)),
        windows=tuple(board_windows(at - timedelta(days=1), at + LOOKS_AHEAD)),
    )


def recent_incidents(at: datetime) -> QuerySet[Incident]:
    """What is open, and what was in the time that the page looks back on."""
    is_recent = Q(resolved_at=None) | Q(resolved_at__gt=at - LOOKS_BACK)
    schools = School.objects.only("name").order_by("name")
    return Incident.objects.filter(is_recent).prefetch_related(
        "components",
        Prefetch("schools", queryset=schools),
        Prefetch("incidentupdate_set", queryset=IncidentUpdate.objects.all()),
    )


def _components(at: datetime) -> list[BoardComponent]:
    needs = Prefetch("needs", queryset=ComponentDependency.objects.order_by("needed"))
    suspected = dict(
        Proposal.objects.filter(decided_at=None).values_list("component", "proposed_at")
    )
    days = _days(at)
    return [
        BoardComponent(
            id=one.pk,
            slug=one.slug,
            name=one.name,
            text=Bilingual(one.text_de, one.text_en),
            depends_on=tuple(row.needed_id for row in one.needs.all()),
            is_for_everybody=one.is_for_everybody,
            suspected_at=suspected.get(one.pk),
            days=tuple(days.get(one.pk, ())),
        )
        for one in Component.objects.filter(is_active=True).prefetch_related(needs)
    ]


def _days(at: datetime) -> dict[int, list[BoardDay]]:
    """What the checks saw, by component."""
    found: dict[int, list[BoardDay]] = defaultdict(list)
    rows = DayRecord.objects.filter(day__gt=(at - LOOKS_BACK).date())
    for row in rows.order_by("day"):
        found[row.component_id].append(
            BoardDay(
                row.day,
                row.checks,
                row.failures,
                row.observed_seconds,
                row.down_seconds,
            )
        )
    return found


def _board_incident(one: Incident) -> BoardIncident:
    schools = list(one.schools.all())
    return BoardIncident(
        uid=str(one.uid),
        title=one.title,
        impact=State(one.impact),
        state=one.state,
        started_at=one.started_at,
        resolved_at=one.resolved_at,
        component_ids=tuple(sorted(part.pk for part in one.components.all())),
        school_ids=tuple(school.pk for school in schools),
        school_names=tuple(school.name for school in schools),
        roles=tuple(one.roles),
        updates=tuple(
            BoardUpdate(row.state, Bilingual(row.text_de, row.text_en), row.at)
            for row in one.incidentupdate_set.all()
        ),
        review=Bilingual(one.review_de, one.review_en),
    )
