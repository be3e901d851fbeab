"""Remembering the primary school of a person."""

import pytest

from eduport.sync.formats.homes import HomeSchools
from eduport.sync.types import Table
from tests.sync.formats.rosters import FIXTURES, fixture, read, write_folder


@pytest.mark.parametrize("otherwise", [True, False])
def test_who_names_a_school_is_believed_and_all_others_are_not_touched(otherwise):
    homes = HomeSchools()
    homes.learn(["u1", "u2", "u3"], ["s1", " ", "s3 "])

    found = [
        homes.decide(person, school, otherwise=otherwise)
        for person, school in [("u1", "s1"), ("u1", "s2"), ("u2", "s1"), ("u3", "s3")]
    ]

    assert found == [True, False, otherwise, True]


def test_nobody_named_a_school():
    assert not HomeSchools()


def test_the_primary_school_of_a_user_decides_between_two_primary_roles(tmp_path):
    roles = (FIXTURES / "oneroster-1.2" / "roles.csv").read_text()
    files = {"roles.csv": roles.replace("secondary", "primary")}

    rows, _ = read(write_folder(tmp_path / "r", fixture("oneroster-1.2", files)))

    homes = [(row.school_key, row.is_home) for row in rows[Table.AFFILIATIONS]]
    assert homes == [("s1", True), ("s2", False), ("s1", True), ("s2", True)]
