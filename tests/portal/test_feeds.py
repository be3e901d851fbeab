"""Who is shown how the feed is."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from eduport.people.models import AdminRole, Role, SourceKind
from eduport.sync.models import RunState, SyncRun
from tests.factories.people import SourceFactory
from tests.portal.conftest import account_with

pytestmark = pytest.mark.django_db
PANEL = 'id="panel-feeds"'


def run_hours_ago(hours, state=RunState.APPLIED):
    feed = SourceFactory(slug="divis", name="DiViS", kind=SourceKind.FEED)
    at = timezone.now() - dt.timedelta(hours=hours)
    return SyncRun.objects.create(
        source=feed, state=state, started_at=at, finished_at=at, started_by="schedule"
    )


def dashboard_of(client, role):
    client.force_login(account_with(role))
    return client.get(reverse("portal:dashboard")).text


@pytest.mark.parametrize("role", [AdminRole.SCHOOL_ADMIN, AdminRole.CENTRAL_TEAM])
def test_who_is_responsible_sees_the_feed(client, role):
    run_hours_ago(5)

    content = dashboard_of(client, role)

    assert "Letzter Abgleich" in content
    assert "DiViS" in content
    assert "aktuell" in content


@pytest.mark.parametrize("role", [Role.TEACHER, Role.STUDENT, AdminRole.SERVICE_DESK])
def test_others_do_not(client, role):
    run_hours_ago(5)

    assert PANEL not in dashboard_of(client, role)


def test_a_feed_that_stands_still_is_called_overdue(client):
    run_hours_ago(50)
    run_hours_ago(2, RunState.FAILED)

    content = dashboard_of(client, AdminRole.SCHOOL_ADMIN)

    with translation.override("de"):
        failed = f": {RunState.FAILED.label}<"
    assert "überfällig" in content
    assert failed in content


def test_before_the_first_run_the_panel_says_so(client):
    assert "Es gab noch keinen Abgleich." in dashboard_of(
        client, AdminRole.SCHOOL_ADMIN
    )


def test_with_the_panel_there_are_no_more_than_eight_queries(
    client, django_assert_max_num_queries
):
    run_hours_ago(5)
    client.force_login(account_with(AdminRole.SCHOOL_ADMIN))
    client.get(reverse("portal:dashboard"))  # the process knows the terms from now on

    with django_assert_max_num_queries(8):
        client.get(reverse("portal:dashboard"))
