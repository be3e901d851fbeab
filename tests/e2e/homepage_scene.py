"""Fills an empty portal with a school that has a page, news and an event."""

import json
import sys

from eduport.ops.startup import prepare

prepare()

# Django first: models cannot be imported before it has started.
# ruff: noqa: E402
from datetime import timedelta

from django.utils import timezone

from eduport.status.services.publishing import publish_board
from tests.factories.homepages import HomepageFactory, VersionFactory
from tests.factories.news import CurrentItemFactory, EventFactory
from tests.factories.people import SchoolFactory


def main() -> None:
    """One school with a page, and one without."""
    school = SchoolFactory(code="hafen", name="Stadtteilschule Am Hafen")
    VersionFactory(homepage=HomepageFactory(school=school))
    CurrentItemFactory(school=school, title="Nur für das Kollegium")
    CurrentItemFactory(school=school, title="Tag der offenen Tür", is_public=True)
    evil = "<img src=x onerror=alert(1)>"
    CurrentItemFactory(school=school, title=evil, is_public=True)
    start = timezone.now() + timedelta(days=5)
    day = timezone.localtime(start).date()
    EventFactory(
        school=school,
        title="Sommerkonzert",
        place="Aula",
        is_public=True,
        starts_at=start,
        ends_at=start + timedelta(hours=2),
        begins_on=day,
        over_on=day,
    )
    SchoolFactory(code="deich", name="Schule Am Deich")
    publish_board(at=timezone.now())
    json.dump({}, sys.stdout)


if __name__ == "__main__":
    main()
