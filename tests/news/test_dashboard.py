"""News and events on the dashboard."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.news import (
    CurrentItemFactory,
    EventFactory,
)
from tests.factories.people import (
    GroupFactory,
    MembershipFactory,
)
from tests.news.browsing import text

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def test_the_dashboard_shows_important_news_on_top(client, school, teacher):
    CurrentItemFactory(school=school, title="Neue Hausordnung", is_important=True)
    CurrentItemFactory(school=school, title="Zweites", is_important=True)
    CurrentItemFactory(school=school, title="Schulfest")
    client.force_login(teacher)

    page = text(client, reverse("portal:dashboard"))

    assert page.index("Neue Hausordnung") < page.index("ep-tiles")
    assert "Und 1 weitere zu bestätigen" in page
    assert "Schulfest" in page
    assert "Weitere Neuigkeiten" not in page


@pytest.mark.parametrize("number", [1, 3])
def test_news_of_groups_costs_the_dashboard_two_queries_and_events_one(
    client, school, teacher, number, django_assert_num_queries
):
    for _ in range(number):
        group = GroupFactory(school=school)
        MembershipFactory(group=group, person=teacher.person)
        CurrentItemFactory(school=school, audience=[(school, "", group)])
    client.force_login(teacher)
    dashboard = reverse("portal:dashboard")
    client.get(dashboard)

    with django_assert_num_queries(8):
        page = client.get(dashboard)

    assert len(page.context["news"].newest) == number


def test_the_dashboard_shows_the_next_events_or_no_block(client, school, teacher):
    client.force_login(teacher)
    dashboard = reverse("portal:dashboard")
    empty = text(client, dashboard)
    start = timezone.now() + DAY
    EventFactory(
        school=school,
        title="Elternabend",
        place="Aula",
        starts_at=start,
        ends_at=start + dt.timedelta(hours=2),
        begins_on=timezone.localdate(start),
        over_on=timezone.localdate(start + dt.timedelta(hours=2)),
    )

    page = text(client, dashboard)

    block = page.partition("panel-events")[2].partition("</section>")[0]
    assert "panel-events" not in empty
    assert "Elternabend" in block
    assert "Aula" in block
