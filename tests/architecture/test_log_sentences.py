"""Every action that is recorded says in a sentence what was done."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps

from eduport.inquiries.models import InquiryDecision
from eduport.inquiries.queries import ABOUT
from eduport.inquiries.types import ACTIONS, SUBJECTS
from eduport.people.models import GrantEffect, Person
from eduport.sync.models import Decision

PACKAGE = Path(__file__).parents[2] / "src/eduport"
DOMAINS = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
CODE = re.compile(r"([a-z]+)\.[a-z_]+\.[a-z_]+")
# Codes that end with what is known only when they are written.
ENDINGS = {
    "inquiries.inquiry.": InquiryDecision.values,
    "people.appointment.": ["prolonged", "withdrawn"],
    "people.grant.": GrantEffect.values,
    "status.incident.": ["resolved", "updated"],
    "sync.run.": Decision.values,
}


def codes_in(source):
    """What looks like a code of the log: strings, and the beginnings of f-strings."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.JoinedStr(values=[ast.Constant(value=str(start)), _]):
                if re.fullmatch(r"[a-z]+\.[a-z_]+\.", start):
                    yield from (start + ending for ending in ENDINGS.get(start, ["?"]))
            case ast.Constant(value=str(text)):
                found = CODE.fullmatch(text)
                if found and found[1] in DOMAINS:
                    yield text


def written_codes():
    return {
        code
        for path in PACKAGE.glob("*/services/*.py")
        for code in codes_in(path.read_text())
    }


def test_every_action_has_a_sentence():
    codes = written_codes()

    assert codes, "nothing is recorded"
    assert sorted(codes - set(ACTIONS)) == []


def test_no_sentence_is_of_an_action_that_nobody_records():
    assert sorted(set(ACTIONS) - written_codes()) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('record("people.person.teleported", one)', ["people.person.teleported"]),
        ('record(f"people.person.{what}", one)', ["people.person.?"]),
        ('path = "django.contrib.auth"', []),
    ],
)
def test_a_new_action_would_be_found(source, found):
    assert list(codes_in(source)) == found


def test_what_belongs_to_a_person_has_a_word():
    labels = {model._meta.label for model in (Person, *ABOUT)}

    assert labels == set(SUBJECTS)
    assert all(apps.get_model(label) for label in SUBJECTS)
