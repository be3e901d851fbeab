"""No text can get out of the string in which Typst gets it."""

import json

import pytest
import typst
from hypothesis import example, given, settings
from hypothesis import strategies as st

from eduport.guides.formats.markdown import tokens_of, words_of
from eduport.guides.formats.typst import string, typst_of

# Lone halves of pairs are no text; files and databases refuse them.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
MARKED = st.lists(
    st.sampled_from(
        [*"#$*_`<>@\\\"[](){}=-+/~'|!:;,.&%", "ä", "a", "1", " ", "\n", "\n\n"]
    )
).map("".join)
TABLE = """\
#table(columns: 2, table.header([#"A";], [#"B";], ), [#"1";], [#"2";], )

"""
STUB = "#let picture(name, shown) = [#shown]\n"


def places(text):
    """The document that Typst makes of a Markdown text; fails if it cannot."""
    source = typst_of(text, target=lambda _: "https://x.test/", place="p")
    return typst.compile((STUB + source).encode(), format="svg")


@settings(max_examples=60, deadline=None)
@given(TEXTS)
@example('"; panic("out") //')
@example("\\")
@example("\\u{41} \n \t \x00 \x85 \u2028")
def test_typst_reads_in_a_string_what_was_meant(text):
    assert json.loads(typst.eval(b"", string(text))) == text


@settings(max_examples=60, deadline=None)
@given(MARKED)
@example('#panic("out")')
@example("$ x $ @label <label> // comment /* open")
@example("| a | b |\n|---|---|\n| #1 | `x` |")
@example('![a " b](x.png) [c \\ d](<e " f>)')
def test_every_text_can_be_set(text):
    assert places(text)


@pytest.mark.parametrize(
    ("source", "typst"),
    [
        ("Ein *Wort*", '#"Ein ";#emph[#"Wort";];\n\n'),
        ("**fest** `#x`", '#strong[#"fest";];#" ";#raw("#x");\n\n'),
        ("1. a\n2. b", '#enum(start: 1, tight: true, [#"a";\n\n], [#"b";\n\n], )\n\n'),
        ("- a", '#list(tight: true, [#"a";\n\n], )\n\n'),
        ("## Ü *a*", '#heading(level: 2)[#"Ü ";#emph[#"a";];]#label("p--ue-a")\n\n'),
        ("[a](b.md)", '#link("https://x.test/")[#"a";];\n\n'),
        ("![Bild](../x/y.png)", '#picture("y.png", "Bild");\n\n'),
        (
            "| A | B |\n|---|---|\n| 1 | 2 |",
            TABLE,
        ),
    ],
)
def test_marks_become_calls(source, typst):
    made = typst_of(source, target=lambda _: "https://x.test/", place="p")

    assert made == typst


def test_a_link_to_a_place_of_the_document_names_it():
    made = typst_of("[a](x.md)", target=lambda _: "#x--y", place="p")

    assert made == '#link(label("x--y"))[#"a";];\n\n'


def test_marks_that_we_do_not_know_are_in_no_text():
    """Every kind of token that the parser makes is either turned or only a frame."""
    text = "# a\n\n> b\n\n---\n\n```\nc\n```\n\n1. d\n\n- e\n\n| f |\n|---|\n| g |"
    assert words_of(tokens_of(text)) == "a b c d e f g"
    assert "#raw(block: true" in typst_of(text, target=str, place="p")
