"""The demo has the page of a school."""

import pytest
from django.utils import timezone

from eduport.core.actor import Actor
from eduport.homepages.queries.homepages import shown_homepages, shown_version
from eduport.ops.demo.homepages import open_homepage
from tests.factories.people import SchoolFactory

pytestmark = pytest.mark.django_db


def test_the_page_of_a_school_is_open_and_an_earlier_version_is_kept():
    SchoolFactory(code="jcb")
    by, at = Actor.system("demo"), timezone.now()

    open_homepage("jcb", by=by, at=at)
    open_homepage("jcb", by=by, at=at)

    homepage = shown_homepages().get()
    assert shown_version(homepage).picture
    assert homepage.homepageversion_set.count() == 2
