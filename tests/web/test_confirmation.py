"""The question before something is done to many."""

import re

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.pages")]


def test_without_script_the_question_is_a_page(client, member):
    page = client.get("/sure/").text

    assert "<h1>Lock accounts: 5 people</h1>" in page
    assert "<p>They can no longer sign in.</p>" in page
    assert "Ada Berg, Łucja Ö, Jo &lt;b&gt; und 2 weitere" in page
    assert re.findall(r'name="ids" value="(\d)"', page) == ["7", "8"]
    assert 'href="/home/"' in page


def test_htmx_gets_a_dialog(client, member):
    answer = client.get("/sure/", HTTP_HX_REQUEST="true").text

    assert answer.startswith("<dialog")
    assert '<form method="post" action="/refuse/">' in answer
    assert "<html" not in answer
