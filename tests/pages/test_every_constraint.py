"""What the database keeps of the information site, broken one by one."""

import pytest
from django.db.models import F

from eduport.pages.models import DeadLink, Opinion, PictureRendition, Shipped
from tests.breaking import assert_refused, changed, twice
from tests.factories.pages import PageFactory, PictureFactory
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db
DIGEST = "a" * 64


def shipped():
    return Shipped.objects.create(slug="a", loaded=DIGEST, left=DIGEST)


def opinion():
    return Opinion.objects.create(
        page=PageFactory(), given_on=NOON.date(), visitor=DIGEST, is_helpful=True
    )


def dead_link():
    return DeadLink.objects.create(page=PageFactory(), link="/weg/", found_at=NOON)


def review():
    return PageFactory().review


def rendition():
    return PictureRendition.objects.create(
        image=PictureFactory(), filter_spec="x", width=1, height=1, file="x.png"
    )


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("page_audience_is_known", changed(PageFactory, reach="parents")),
        ("page_is_reviewed_in_time", changed(PageFactory, review_months=61)),
        ("picture_once_in_a_size", twice(rendition)),
        ("shipped_text_is_known_by_digest", changed(shipped, left="x")),
        ("shipped_offer_is_whole", changed(shipped, offered=DIGEST)),
        ("opinion_once_a_day", twice(opinion)),
        ("opinion_visitor_is_hashed", changed(opinion, visitor="127.0.0.1")),
        ("dead_link_once", twice(dead_link)),
        ("review_is_due_later", changed(review, due_on=F("checked_on"))),
    ],
)
def test_the_database_refuses(name, write):
    assert_refused(name, write)
