"""The pure rules of codes, logins, terms and devices."""

import math
import re

import pytest

from eduport.accounts.rules.codes import ALPHABET, cleaned_code, new_code
from eduport.accounts.rules.devices import device_name
from eduport.accounts.rules.logins import address_parts, cleaned_login, has_domain
from eduport.accounts.rules.passwords import (
    GENERATED_FROM,
    context_words,
    new_password,
    normalized,
)
from eduport.accounts.rules.terms import Section, sections


def test_a_code_has_sixty_bits_in_groups_that_can_be_read():
    code = new_code()

    assert re.fullmatch(r"([A-HJ-NP-Z2-9]{4}-){2}[A-HJ-NP-Z2-9]{4}", code)
    assert len(ALPHABET) ** 12 >= 2**60
    assert not set("IO01") & set(ALPHABET)


@pytest.mark.parametrize(
    "typed", ["k7wx-m2pa-9rtd", "K7WX M2PA 9RTD", " K7WXM2PA9RTD "]
)
def test_a_typed_code_is_understood(typed):
    assert cleaned_code(typed) == "K7WXM2PA9RTD"


@pytest.mark.parametrize(
    ("login", "parts"),
    [
        ("ada.berg@xy.hamburg.de", ("ada.berg", 1, "xy.hamburg.de")),
        ("ada.berg12@xy.hamburg.de", ("ada.berg", 12, "xy.hamburg.de")),
        ("admin.ada.berg@xy.hamburg.de", None),
        ("ada.berg01@xy.hamburg.de", None),
        ("ada.berg99999999999999999999@xy.hamburg.de", None),
        ("office@xy.hamburg.de", None),
    ],
)
def test_a_login_is_taken_apart_like_an_address(login, parts):
    assert address_parts(login) == parts


def test_a_login_is_cleaned():
    assert cleaned_login(" mailto:Ada.Berg@XY.de\n") == "ada.berg@xy.de"


@pytest.mark.parametrize(("login", "has"), [("a@b", True), ("a", False), ("a@", False)])
def test_a_login_has_a_domain(login, has):
    assert has_domain(login) is has


def test_all_keyboards_make_the_same_password():
    assert normalized("a\u0308") == normalized("\u00e4")


def test_names_are_guessed_word_by_word():
    words = context_words(["Ada-Lena", "von Berg", "x@y"])

    assert words == {"ada", "lena", "von", "berg"}


def test_terms_have_sections():
    text = "Hello\nyou.\n\n## One\n\nFirst.\n\nSecond."

    assert sections(text) == [
        Section("", ["Hello you."]),
        Section("One", ["First.", "Second."]),
    ]


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko Firefox/140.0",
            "Firefox, Windows",
        ),
        ("Mozilla/5.0 (X11; Linux) Chrome/140 Safari/537 Edg/140", "Edge, Linux"),
        ("Mozilla/5.0 (iPad; CPU OS 18) Version/18 Safari/605", "Safari, iPad"),
        ("curl/8", ""),
    ],
)
def test_a_device_is_named(user_agent, name):
    assert device_name(user_agent) == name


def test_generated_passwords_have_sixty_bits_and_no_letter_that_looks_like_another():
    passwords = {new_password() for _ in range(500)}

    assert len(passwords) == 500
    assert 12 * math.log2(len(GENERATED_FROM)) > 60
    assert all(
        re.fullmatch(r"([a-km-z2-9]{4}-){2}[a-km-z2-9]{4}", p) for p in passwords
    )
