"""What a class becomes a year later."""

import datetime as dt

import pytest

from eduport.people.rules.group_addresses import group_address_name
from eduport.people.rules.rollover import (
    NewGroup,
    OldGroup,
    Proposal,
    School,
    next_name,
    proposals,
)
from eduport.people.rules.years import starting_year, year_name


@pytest.mark.parametrize(
    ("name", "following"),
    [
        ("7a", "8a"),
        ("07a", "08a"),
        ("09b", "10b"),
        ("9b", "10b"),
        ("10", "11"),
        ("Klasse 7 c", "Klasse 8 c"),
        ("VSK 1", ""),
        ("2026", ""),
        ("", ""),
    ],
)
def test_a_class_is_called_after_the_next_grade(name, following):
    assert next_name(name) == following


def old(key, name, kind="class", **values):
    return OldGroup(key, name, kind, size=20, **values)


def test_a_class_goes_on_as_the_one_with_its_members_whatever_the_name():
    school = School(
        [old(1, "7a")],
        [NewGroup(8, "8a", "class"), NewGroup(9, "8b", "class")],
        {(1, 8): 9, (1, 9): 11},
    )

    assert proposals(school) == {1: Proposal("continue", "8b", 9)}


def test_a_class_goes_on_as_the_one_with_the_next_name():
    school = School([old(1, "7a"), old(2, "7b")], [NewGroup(8, "8a", "class")])

    assert proposals(school) == {
        1: Proposal("continue", "8a", 8),
        2: Proposal("continue", "8b"),
    }


def test_two_classes_that_became_one_go_on_as_the_larger_part():
    school = School(
        [old(1, "7a"), old(2, "7b", is_synced=True)],
        [NewGroup(8, "8x", "class")],
        {(1, 8): 12, (2, 8): 14},
    )

    assert proposals(school) == {
        1: Proposal("continue", "8a"),
        2: Proposal("continue", "8x", 8),
    }


@pytest.mark.parametrize(
    ("names", "ending"),
    [
        (["1a", "4a"], ["4a"]),
        (["5a", "10b", "9c"], ["10b"]),
        (["5a", "10b", "12"], ["12"]),
        (["10b", "13"], ["13"]),
        (["5a", "6a"], []),
        (["VSK 1", "2a"], ["VSK 1"]),
    ],
)
def test_the_final_classes_end(names, ending):
    school = School([old(key, name) for key, name in enumerate(names)])

    fates = proposals(school)

    ends = [name for key, name in enumerate(names) if fates[key].fate == "end"]
    assert ends == ending


def test_a_course_ends_unless_most_of_it_is_in_a_new_one():
    school = School(
        [old(1, "8a", "course"), old(2, "Latein", "course")],
        [NewGroup(3, "9a", "course"), NewGroup(4, "Latein II", "course")],
        {(2, 4): 15},
    )

    assert proposals(school) == {
        1: Proposal("end"),
        2: Proposal("continue", "Latein II", 4),
    }


def test_nobody_knows_yet_what_a_source_will_bring():
    assert proposals(School([old(1, "7a", is_synced=True)])) == {1: Proposal("")}


@pytest.mark.parametrize(
    ("day", "year"),
    [((2026, 7, 31), 2025), ((2026, 8, 1), 2026), ((2027, 1, 1), 2026)],
)
def test_a_school_year_begins_on_1_august(day, year):
    assert starting_year(dt.date(*day)) == year


def test_a_school_year_is_called_after_both_its_years():
    assert (year_name(2026), year_name(2099)) == ("2026/27", "2099/00")


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("AG Öl & Wasser", "ag-oel-wasser"),
        ("7a", "7a"),
        ("Übermittagsbetreuung (Straße)", "uebermittagsbetreuung-strasse"),
        ("anna.meyer", "anna-meyer"),
        ("Łódź", "lodz"),
        ("…", ""),
        ("x" * 80, "x" * 60),
    ],
)
def test_a_group_address_has_no_dot(name, address):
    assert group_address_name(name) == address
