"""Questions, and the excerpts of answers."""

from hypothesis import given
from hypothesis import strategies as st

from eduport.search.rules.asking import alternatives, inside, tsquery, words_asked
from eduport.search.rules.excerpts import START, STOP, pieces
from eduport.search.types import Piece


def test_a_question_has_each_word_once_and_no_more_than_twelve():
    assert words_asked("WLAN wlan Kennwort") == ["wlan", "kennwort"]
    assert len(words_asked(" ".join(f"wort{n}" for n in range(40)))) == 12


def test_of_every_group_one_word_must_occur():
    assert tsquery([("wlan",), ("kennwort", "pin nummer")]) == (
        "(('wlan':*)) & (('kennwort':*) | ('pin':* & 'nummer':*))"
    )


def test_short_words_are_looked_for_as_they_are():
    assert tsquery([("pc",)]) == "(('pc'))"


def test_the_word_itself_comes_first():
    assert alternatives("passwort") == ("passwort", "kennwort")


def test_what_may_be_inside_has_the_likely_endings():
    assert {"schule", "homepage"} <= set(inside("schulhomepage"))


def test_an_excerpt_has_its_hits_apart():
    assert pieces(f"Das {START}Kennwort{STOP} ist neu.") == (
        Piece("Das ", is_hit=False),
        Piece("Kennwort", is_hit=True),
        Piece(" ist neu.", is_hit=False),
    )


@given(st.text(max_size=80))
def test_no_question_is_more_than_words_and_signs_of_ours(text):
    raw = tsquery([alternatives(word) for word in words_asked(text)])

    bare = raw.replace(" & ", "").replace(" | ", "").replace(":*", "")
    assert all(one.isalnum() or one in "()' " for one in bare)
