"""Constraints carry the invariants: each one is broken by a test."""

import re
from pathlib import Path

import pytest
from django.apps import apps

HERE = Path(__file__)
TESTS = HERE.parents[1]


def constraints():
    """The names of all constraints of our models."""
    return {
        constraint.name
        for model in apps.get_models()
        if model.__module__.startswith("eduport.")
        for constraint in model._meta.constraints
    }


def words_of_the_tests():
    """Every word that stands in a string of a test."""
    return {
        word
        for path in TESTS.rglob("test_*.py")
        if path != HERE
        for text in re.findall(r'"([^"\n]*)"', path.read_text())
        for word in re.findall(r"\w+", text)
    }


def untried(names):
    return names - words_of_the_tests()


def test_every_constraint_is_broken_by_a_test():
    assert untried(constraints()) == set()


@pytest.mark.parametrize("of", ["person", "ticket"])
def test_a_constraint_without_a_test_is_found(of):
    new = f"{of}_can_fly"

    assert untried(constraints() | {new}) == {new}
