"""Components and incidents over the API."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router, Status
from pydantic import Field

from eduport.gateway.api import schemas, shapes
from eduport.gateway.api.guard import ApiRequest, Bearer, actor_of, refuse_unknown
from eduport.gateway.api.problems import ProblemError
from eduport.gateway.api.tickets import Key
from eduport.gateway.models import Scope
from eduport.gateway.queries.incidents import catalogue, incidents
from eduport.gateway.queries.tickets import slice_of
from eduport.gateway.services.incidents import continue_from, open_from
from eduport.gateway.services.repeating import once
from eduport.status.models import Incident, IncidentState

router = Router(tags=["status"])


class IncidentFilter(schemas.Sent):
    """Which incidents, and which part of the list."""

    is_open: bool | None = None
    component: str | None = Field(None, max_length=50)
    state: list[IncidentState] | None = None
    changed_since: schemas.Moment | None = None
    limit: int = Field(50, ge=1, le=200)
    cursor: str | None = Field(None, max_length=200)


@router.get(
    "/components",
    auth=Bearer(Scope.STATUS_READ),
    response=schemas.Components,
    url_name="components",
    operation_id="listComponents",
    summary="List components",
)
def list_components(request: ApiRequest) -> schemas.Components:
    """The catalogue, each with how it is now."""
    rows = catalogue(timezone.now())
    return schemas.Components(items=[shapes.component(*row) for row in rows])


@router.get(
    "/components/{slug}",
    auth=Bearer(Scope.STATUS_READ),
    response=schemas.ComponentOut,
    url_name="component",
    operation_id="readComponent",
    summary="Read a component",
)
def read_component(request: ApiRequest, slug: str) -> schemas.ComponentOut:
    """What it is, what it needs, how it is now."""
    for one, state in catalogue(timezone.now()):
        if one.slug == slug:
            return shapes.component(one, state)
    raise Http404


@router.get(
    "/incidents",
    auth=Bearer(Scope.STATUS_READ),
    response=schemas.IncidentPage,
    url_name="incidents",
    operation_id="listIncidents",
    summary="List incidents",
)
def list_incidents(
    request: ApiRequest, asked: Query[IncidentFilter], response: HttpResponse
) -> schemas.IncidentPage:
    """What changed first comes first."""
    refuse_unknown(request, IncidentFilter)
    wanted = {
        "resolved_at__isnull": asked.is_open,
        "components__slug": asked.component,
        "state__in": asked.state,
        "changed_at__gte": asked.changed_since,
    }
    given = {name: value for name, value in wanted.items() if value is not None}
    try:
        found = slice_of(
            incidents().filter(**given), size=asked.limit, cursor=asked.cursor
        )
    except ValueError as error:
        raise ProblemError(
            422, _("This cursor is none of ours."), field="query/cursor"
        ) from error
    items = [shapes.incident(one) for one in found.rows]
    return schemas.IncidentPage(items=items, next=found.next)


@router.post(
    "/incidents",
    auth=Bearer(Scope.INCIDENTS_WRITE),
    response={201: schemas.Incident},
    url_name="incidents",
    operation_id="openIncident",
    summary="Open an incident",
)
def create_incident(
    request: ApiRequest, body: schemas.NewIncident, key: Key, response: HttpResponse
) -> Status[schemas.Incident]:
    """Everybody whom it concerns is told at once, on the status page and by mail."""
    now, by = timezone.now(), actor_of(request)
    made = once(
        request.auth,
        key,
        f"incident {body.model_dump_json()}",
        lambda: open_from(body.model_dump(), by=by, at=now),
        _incident,
        at=now,
    )
    response["Location"] = f"{request.path}/{made.uid}"
    return Status(201, shapes.incident(_incident(made.pk)))


@router.get(
    "/incidents/{uid}",
    auth=Bearer(Scope.STATUS_READ),
    response=schemas.Incident,
    url_name="incident",
    operation_id="readIncident",
    summary="Read an incident",
)
def read_incident(request: ApiRequest, uid: UUID) -> schemas.Incident:
    """With all that was said about it."""
    return shapes.incident(get_object_or_404(incidents(), uid=uid))


@router.post(
    "/incidents/{uid}/updates",
    auth=Bearer(Scope.INCIDENTS_WRITE),
    response={201: schemas.Incident},
    url_name="updates",
    operation_id="updateIncident",
    summary="Say how it goes with an incident",
)
def create_update(
    request: ApiRequest, uid: UUID, body: schemas.NewUpdate, key: Key
) -> Status[schemas.Incident]:
    """`resolved` ends it: its reports are solved, and their reporters told."""
    found = get_object_or_404(Incident, uid=uid)
    now, by = timezone.now(), actor_of(request)
    once(
        request.auth,
        key,
        f"update {uid} {body.model_dump_json()}",
        lambda: continue_from(found, body.model_dump(), by=by, at=now),
        _incident,
        at=now,
    )
    return Status(201, shapes.incident(_incident(found.pk)))


def _incident(key: int) -> Incident:
    return incidents().get(pk=key)
