"""What the database keeps of the state of services, broken one by one."""

import datetime as dt

import pytest
from django.db.models import F

from eduport.status import models
from eduport.status.models.components import ComponentDependency
from eduport.status.models.incidents import IncidentComponent, IncidentSchool
from eduport.status.models.windows import WindowComponent
from tests.breaking import assert_refused, changed, twice
from tests.factories.people import NOON, SchoolFactory
from tests.factories.status import (
    ComponentFactory,
    FreezeFactory,
    IncidentFactory,
    IncidentTemplateFactory,
    ProposalFactory,
    WindowFactory,
)

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def announcement():
    return models.Announcement.objects.create(
        key="k", topic="incidents", created_at=NOON
    )


def dependency():
    return ComponentDependency.objects.create(
        component=ComponentFactory(), needed=ComponentFactory()
    )


def check():
    return models.HealthCheck.objects.create(
        component=ComponentFactory(), kind="tcp", target="x:1", next_at=NOON
    )


def day():
    return models.DayRecord.objects.create(
        component=ComponentFactory(), day=NOON.date()
    )


def incident_component():
    return IncidentComponent.objects.create(
        incident=IncidentFactory(), component=ComponentFactory()
    )


def incident_school():
    return IncidentSchool.objects.create(
        incident=IncidentFactory(), school=SchoolFactory()
    )


def update():
    return models.IncidentUpdate.objects.create(
        incident=IncidentFactory(),
        state="investigating",
        text_de="Wir suchen.",
        at=NOON,
    )


def window_component():
    return WindowComponent.objects.create(
        window=WindowFactory(), component=ComponentFactory()
    )


def cancelled():
    return models.OccurrenceChange.objects.create(
        window=WindowFactory(), occurs_at=NOON, cancelled_at=NOON
    )


def second_snapshot():
    models.Snapshot.objects.create(pk=2, made_at=NOON, board="{}", notices="{}")


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("announcement_topic_is_known", changed(announcement, topic="x")),
        ("component_has_both_names", changed(ComponentFactory, name_en="")),
        ("component_dependency_once", twice(dependency)),
        (
            "component_depends_on_another",
            changed(dependency, needed=F("component")),
        ),
        ("health_check_kind_is_known", changed(check, kind="x")),
        ("health_check_is_not_too_often", changed(check, failures_needed=0)),
        ("health_check_ends_before_the_next", changed(check, timeout_seconds=0)),
        ("day_record_once", twice(day)),
        ("day_record_adds_up", changed(day, failures=1)),
        ("snapshot_is_one", second_snapshot),
        (
            "freeze_ends_after_its_start",
            changed(FreezeFactory, last_day_on=NOON.date()),
        ),
    ],
)
def test_the_database_refuses(name, write):
    assert_refused(name, write)


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("incident_has_a_title", changed(IncidentFactory, title_de="")),
        ("incident_impact_is_known", changed(IncidentFactory, impact="x")),
        ("incident_resolved_has_its_time", changed(IncidentFactory, state="resolved")),
        (
            "incident_ends_after_its_start",
            changed(IncidentFactory, state="resolved", resolved_at=NOON - DAY),
        ),
        ("incident_component_once", twice(incident_component)),
        ("incident_school_once", twice(incident_school)),
        ("incident_update_has_a_text", changed(update, text_de="")),
        ("incident_update_state_is_known", changed(update, state="x")),
        ("template_impact_is_known", changed(IncidentTemplateFactory, impact="x")),
        ("proposal_one_at_a_time", twice(ProposalFactory)),
        ("proposal_cause_is_known", changed(ProposalFactory, cause="x")),
        (
            "proposal_with_incident_is_decided",
            changed(ProposalFactory, incident=IncidentFactory),
        ),
    ],
)
def test_the_database_refuses_of_incidents(name, write):
    assert_refused(name, write)


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("window_has_a_title", changed(WindowFactory, title_de="")),
        ("window_ends_after_its_start", changed(WindowFactory, ends_at=F("starts_at"))),
        ("window_repeated_has_a_rule", changed(WindowFactory, last_day_on=NOON.date())),
        ("window_component_once", twice(window_component)),
        ("occurrence_change_once", twice(cancelled)),
        ("occurrence_change_says_what", changed(cancelled, cancelled_at=None)),
    ],
)
def test_the_database_refuses_of_maintenance(name, write):
    assert_refused(name, write)
