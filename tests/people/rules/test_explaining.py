"""Which rules made an address."""

import pytest

from eduport.people.rules.explaining import reasons_for


@pytest.mark.parametrize(
    ("given", "family", "call", "reasons"),
    [
        ("Anna", "Meyer", "", []),
        ("Anna Lena", "Meyer", "", ["first_given_name"]),
        ("Anna Lena", "Meyer", "Lena", ["call_name"]),
        ("Anna", "Meyer", "?", []),
        ("Dörte-Marie", "Meyer", "", ["hyphen", "umlauts"]),
        ("Anna-Lena Marie", "Meyer", "Marie", ["call_name"]),
        ("Łukasz", "Nowak", "", ["letters"]),
        ("Anna", "von Adel", "", ["joined"]),
        ("Anna", "O'Neill", "", ["signs"]),
        ("Anna", "Meyer" * 13, "", ["cut"]),
    ],
)
def test_only_rules_that_changed_something_are_named(given, family, call, reasons):
    assert reasons_for(given, family, call) == reasons
