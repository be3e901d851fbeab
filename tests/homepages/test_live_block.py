"""The information site shows what was counted today, and nothing below five."""

import re

import pytest
from django.utils import timezone

from eduport.pages.types import live_block
from tests.factories.stats import VisitCountFactory

pytestmark = pytest.mark.django_db


def test_the_block_shows_what_may_be_shown_of_today(rf):
    today = timezone.localdate()
    VisitCountFactory(day=today, visits=24, offset=3)
    VisitCountFactory(day=today, visits=3, offset=1, kind="sign_in", item="sign_in")

    html = live_block("statistics").render(rf.get("/"))

    assert re.search(r"Seitenaufrufe</th><td>25</td>", html)
    assert re.search(r"Anmeldungen</th><td><span aria-hidden=\"true\">–", html)
    assert 'href="/statistics/settings/"' in html
