"""Template tags and the sprite they draw from."""

import re
from pathlib import Path

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from eduport.web.forms import ChoiceCards, DateWidget
from eduport.web.templatetags.web_tags import initials, kind_of, number, problems

SOURCE = Path(__file__).parents[2] / "src/eduport"
SPRITE = SOURCE / "web/static/web/icons.svg"
NAMED = re.compile(r"""\{%\s*icon\s+["']([\w-]+)["']""")


class Sample(forms.Form):
    text = forms.CharField()
    day = forms.DateField(widget=DateWidget)
    choice = forms.ChoiceField(choices=[("a", "A")])
    radio = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect)
    several = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)
    cards = forms.ChoiceField(
        choices=[("a", "A")], widget=ChoiceCards(icons={"a": "wifi"})
    )
    tick = forms.BooleanField()
    secret = forms.CharField(widget=forms.PasswordInput)


def test_the_summary_says_which_field_is_missing():
    form = Sample({"text": "a", "choice": "b"})

    said = {problem.target: problem.message for problem in problems(form)}

    assert "id_text" not in said
    assert said["id_secret"].startswith("Secret: ")
    assert said["id_choice"].startswith("Choice: ")


def test_each_kind_of_field_is_drawn_by_its_part():
    assert {field.name: kind_of(field) for field in Sample()} == {
        "text": "text",
        "day": "text",
        "choice": "select",
        "radio": "options",
        "several": "options",
        "cards": "cards",
        "tick": "tick",
        "secret": "password",
    }


def test_a_card_shows_its_icon():
    page = str(Sample())

    assert re.search(r'value="a"[^>]*><svg[^>]*><use href="[^"]*icons[^"]*#wifi"', page)


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Ada Berg", "AB"), ("Łucja von Adel", "ŁA"), ("Plato", "P"), ("", "")],
)
def test_initials_are_those_of_first_and_last_word(name, letters):
    assert initials(name) == letters


@pytest.mark.parametrize(("language", "text"), [("de", "5.012"), ("en", "5,012")])
def test_numbers_are_written_as_the_reader_does(language, text):
    with translation.override(language):
        assert number(5012) == text


@pytest.mark.parametrize(
    ("tag", "query"),
    [
        ("query page=3", "?q=a%26b&page=3"),
        ("query q='' page=2", "?page=2"),
        ("query_without 'q' 'page'", "?"),
    ],
)
def test_links_keep_the_rest_of_the_query(rf, tag, query):
    template = Template("{% load web_tags %}{% " + tag + " as it %}{{ it|safe }}")
    context = Context({"request": rf.get("/?q=a%26b&page=1")})

    assert template.render(context) == query


def test_every_icon_that_a_template_names_is_in_the_sprite():
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', SPRITE.read_text()))
    named = {
        icon
        for template in SOURCE.glob("*/templates/**/*.html")
        for icon in NAMED.findall(template.read_text())
    }

    assert named
    assert named - drawn == set()
