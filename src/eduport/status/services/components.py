"""The catalogue of components."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.status.errors import CircularDependencyError
from eduport.status.models import Component, IncidentTemplate, MaintenanceWindow
from eduport.status.models.components import ComponentDependency
from eduport.status.models.windows import WindowComponent
from eduport.status.rules.occurrences import real_time
from eduport.status.rules.standard import (
    COMPONENTS,
    REGULAR,
    SERVICES_POSITION,
    TEMPLATES,
)
from eduport.status.rules.states import closure
from eduport.status.services.publishing import publish_board

SETUP = Actor.system("setup")


@dataclass(frozen=True, slots=True)
class ComponentDraft:
    """What is said of a component."""

    name_de: str
    name_en: str
    text_de: str = ""
    text_en: str = ""
    owner: str = ""
    is_for_everybody: bool = False
    position: int = SERVICES_POSITION
    is_active: bool = True


@transaction.atomic
def change_component(
    component: Component,
    draft: ComponentDraft,
    needed: Iterable[Component],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Write down what a component is, and what it depends on.

    Raises CircularDependencyError if it would depend on itself, over whatever lies
    between.
    """
    needed_ids = {one.pk for one in needed}
    _refuse_circle(component, needed_ids)
    for name in draft.__slots__:
        setattr(component, name, getattr(draft, name))
    component.save()
    component.needs.exclude(needed__in=needed_ids).delete()
    ComponentDependency.objects.bulk_create(
        (ComponentDependency(component=component, needed_id=pk) for pk in needed_ids),
        ignore_conflicts=True,
    )
    record("status.component.changed", component, by=by, at=at)
    publish_board(at=at)


def _refuse_circle(component: Component, needed_ids: set[int]) -> None:
    edges: dict[int, list[int]] = {}
    rows = ComponentDependency.objects.exclude(component=component)
    for key, needed in rows.values_list("component", "needed"):
        edges.setdefault(key, []).append(needed)
    edges.update({pk: edges.get(pk, []) for pk in needed_ids | {component.pk}})
    reached = needed_ids.union(*(closure(pk, edges) for pk in needed_ids))
    if component.pk in reached:
        raise CircularDependencyError(component=component)


@transaction.atomic
def add_component(
    slug: str,
    draft: ComponentDraft,
    needed: Iterable[Component] = (),
    *,
    by: Actor,
    at: datetime,
) -> Component:
    """Add a component to the catalogue."""
    component = Component(slug=slug)
    for name in draft.__slots__:
        setattr(component, name, getattr(draft, name))
    component.save()
    record("status.component.added", component, by=by, at=at)
    change_component(component, draft, needed, by=by, at=at)
    return component


def ensure_component(
    slug: str, names: Mapping[str, str], *, depends_on: str = ""
) -> Component:
    """The component of a connected service; made if it is not there yet.

    What the authority wrote stays. It is in the regular window like all others.
    """
    component, is_new = Component.objects.get_or_create(
        slug=slug, defaults={"position": SERVICES_POSITION, **names}
    )
    if is_new:
        for one in Component.objects.filter(slug=depends_on):
            ComponentDependency.objects.create(component=component, needed=one)
        for window in MaintenanceWindow.objects.exclude(rule="").filter(
            cancelled_at=None, title_de=REGULAR.title_de
        ):
            WindowComponent.objects.create(window=window, component=component)
    return component


@transaction.atomic
def ensure_standard_catalogue(*, at: datetime) -> None:
    """Add the standard components, the regular window and templates if missing.

    Leaves what the authority made of them: a component that is not needed is taken out
    of service, not deleted. The window and the templates come with the first component
    only, so that who deletes them is rid of them.
    """
    is_first = not Component.objects.exists()
    for standard in COMPONENTS:
        component, is_new = Component.objects.get_or_create(
            slug=standard.slug,
            defaults={
                "name_de": standard.name_de,
                "name_en": standard.name_en,
                "position": standard.position,
                "is_for_everybody": True,
            },
        )
        if is_new:
            ComponentDependency.objects.bulk_create(
                ComponentDependency(component=component, needed=one)
                for one in Component.objects.filter(slug__in=standard.depends_on)
            )
    if is_first:
        _add_regular_window(at=at)
        IncidentTemplate.objects.bulk_create(
            (
                IncidentTemplate(**{name: getattr(one, name) for name in one.__slots__})
                for one in TEMPLATES
            ),
            ignore_conflicts=True,
        )
    publish_board(at=at)


def _add_regular_window(*, at: datetime) -> None:
    window = MaintenanceWindow.objects.create(
        title_de=REGULAR.title_de,
        title_en=REGULAR.title_en,
        text_de=REGULAR.text_de,
        text_en=REGULAR.text_en,
        starts_at=real_time(REGULAR.first),
        ends_at=real_time(REGULAR.first + REGULAR.lasts),
        rule=REGULAR.rule,
        announce_hours=REGULAR.announce_hours,
        is_mailed=False,
        created_at=at,
        changed_at=at,
    )
    WindowComponent.objects.bulk_create(
        WindowComponent(window=window, component=one) for one in Component.objects.all()
    )
