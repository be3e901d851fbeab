"""The journal of what was done to people by hand."""

import datetime as dt

import pytest
from django.db import IntegrityError

from eduport.core.actor import Actor
from eduport.people.models import ActionKind, ActionLine, Outcome, PersonAction
from eduport.people.services.actions import (
    add_lines,
    begin_undo,
    open_action,
    purge_actions,
)
from tests.factories.people import NOON, PersonFactory

pytestmark = pytest.mark.django_db
OFFICE = Actor("office", account_id=7)


def refused(name):
    return pytest.raises(IntegrityError, match=name)


def test_actions_are_forgotten_with_their_lines_when_their_time_is_over(settings):
    settings.EDUPORT = settings.EDUPORT.model_copy(update={"action_days": 10})
    for days in (9, 11):
        at = NOON - dt.timedelta(days=days)
        action = open_action(ActionKind.RELEASE, by=OFFICE, at=at)
        add_lines(action, {PersonFactory().pk: Outcome.DONE})

    assert purge_actions(at=NOON) == 1

    assert PersonAction.objects.get().done_at == NOON - dt.timedelta(days=9)
    assert ActionLine.objects.count() == 1


def test_an_action_is_of_a_known_kind():
    with refused("action_kind_is_known"):
        open_action("rumour", by=OFFICE, at=NOON)


def test_an_action_is_undone_after_it_was_done():
    action = open_action(ActionKind.LOCK, by=OFFICE, at=NOON)
    with refused("action_undone_after_it_was_done"):
        begin_undo(action.pk, at=NOON - dt.timedelta(seconds=1))


def test_an_action_has_one_line_for_a_person():
    action, person = open_action(ActionKind.LOCK, by=OFFICE, at=NOON), PersonFactory()
    add_lines(action, {person.pk: Outcome.DONE})
    with refused("action_line_once"):
        add_lines(action, {person.pk: Outcome.DONE})


def test_an_outcome_is_known():
    action = open_action(ActionKind.LOCK, by=OFFICE, at=NOON)
    with refused("action_line_outcome_is_known"):
        add_lines(action, {PersonFactory().pk: "shrug"})
