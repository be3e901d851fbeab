"""What the sync says about a run is a whole sentence, whatever the code."""

import pytest

from eduport.sync.formats.problems import PROBLEM_MESSAGES
from eduport.sync.formats.sentences import (
    CHANGE_WORDS,
    HOLD_MESSAGES,
    hold_sentence,
    issue_sentence,
)


@pytest.mark.parametrize("code", HOLD_MESSAGES)
def test_every_hold_has_a_sentence_with_its_numbers(code):
    params = {"leaves": 87, "people": 100, "percent": 10}
    params |= {"removed": 87, "existing": 100}

    text = hold_sentence({"code": code, "params": params})

    assert "87" in text
    assert "%(" not in text


def test_a_hold_of_a_file_uses_the_sentence_of_the_file():
    text = hold_sentence({"code": "missing_file", "params": {"file": "users.csv"}})

    assert "users.csv" in text


@pytest.mark.parametrize("code", [*PROBLEM_MESSAGES, "a_code_of_tomorrow"])
def test_every_issue_has_a_sentence(code):
    text = issue_sentence(code, file="users.csv", row=7, params={"key": "K1"})

    assert text
    assert "%(" not in text


def test_every_change_has_words():
    assert all(str(words) for words in CHANGE_WORDS.values())
