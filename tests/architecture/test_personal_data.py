"""Every model says what it knows about people; all of it is handed out and erased."""

import pytest
from django.db.models import ForeignKey

from eduport.accounts.models import Account
from eduport.config.schedule import NIGHTLY
from eduport.core.personal_data import NoPersonalData
from eduport.people.models import Person
from eduport.privacy.queries.declarations import (
    DOMAINS,
    all_models,
    declaration_of,
    personal_models,
)

TASKS = {job.task.rpartition(".")[2] for job in NIGHTLY}


def pointing_at_people():
    """The models from which foreign keys lead to a person, over whatever is between."""
    found = {Person, Account}
    before = 0
    while len(found) > before:
        before = len(found)
        found |= {model for model in all_models() if targets(model) & found}
    return {model._meta.label for model in found}


def targets(model):
    keys = [field for field in model._meta.fields if isinstance(field, ForeignKey)]
    return {key.related_model for key in keys}


def test_every_model_says_what_it_knows_about_people():
    silent = [
        model._meta.label for model in all_models() if declaration_of(model) is None
    ]

    assert silent == []


def test_every_period_is_kept_by_a_nightly_task():
    forgotten = [
        model._meta.label
        for model, declared in personal_models()
        if declared.retention.task not in TASKS and not is_for_good(declared)
    ]

    assert forgotten == []


def is_for_good(declared):
    """Nothing ends it, and it says why."""
    return not declared.retention.task and bool(str(declared.retention.text))


@pytest.mark.django_db
def test_all_that_points_at_people_is_erased():
    erased = {
        label for domain in DOMAINS.values() for label in domain.erase([], at=None)
    }

    assert pointing_at_people() - erased == set()


@pytest.mark.django_db
def test_all_that_points_at_people_is_handed_out_or_says_why_not():
    given = {part.key for domain in DOMAINS.values() for part in domain.export(0)}
    missing = [
        model._meta.label
        for model in all_models()
        if model._meta.label in pointing_at_people() - given
        and not says_why_not(declaration_of(model))
    ]

    assert missing == []


def says_why_not(declared):
    return isinstance(declared, NoPersonalData) or bool(str(declared.withheld))
