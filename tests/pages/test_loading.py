"""Texts that come with the software, and what editors made of them."""

import datetime as dt
from pathlib import Path

import pytest

from eduport.pages.errors import ShippedTextError
from eduport.pages.formats.shipped import blocks_of, read_folder, read_text
from eduport.pages.models import InfoPage, Shipped
from eduport.pages.services.loading import load_texts
from eduport.pages.services.offers import dismiss_offer, take_over
from tests.factories.pages import EDITOR, body_of
from tests.factories.people import NOON

LATER = NOON + dt.timedelta(days=30)
HEAD = """---
slug: {slug}
parent: {parent}
title: {title}
summary: In einem Satz.
audience: {audience}
order: {order}
review_months: 12
keywords: Wort
{further}---
{body}
"""


def text_of(slug="wlan", body="Ein Satz.", **values):
    values = {"parent": "", "title": "WLAN", "audience": "public", "order": 10} | values
    values.setdefault("further", "")
    return read_text(HEAD.format(slug=slug, body=body, **values), f"{slug}.md")


def page(slug="wlan"):
    return InfoPage.objects.get(slug=slug)


def text_on(slug="wlan"):
    return [block.value for block in page(slug).body]


def edit(slug="wlan", words="Unser Text.", *, publish=True):
    """What an editor does by hand."""
    edited = page(slug).get_latest_revision_as_object()
    edited.body = body_of([{"type": "text", "value": words}])
    revision = edited.save_revision()
    if publish:
        revision.publish()


@pytest.mark.django_db
def test_a_new_text_becomes_a_published_page():
    done = load_texts([text_of()], at=NOON)

    found = page()
    assert done == {"added": 1}
    assert (found.live, found.title, found.reach) == (True, "WLAN", "public")
    assert text_on() == ["Ein Satz."]
    assert found.url_path == "/info/wlan/"


@pytest.mark.django_db
def test_loading_twice_changes_nothing():
    load_texts([text_of()], at=NOON)
    versions = page().revisions.count()

    done = load_texts([text_of()], at=LATER)

    assert done == {"unchanged": 1}
    assert page().revisions.count() == versions


@pytest.mark.django_db
def test_an_untouched_page_gets_the_new_text_as_a_further_version():
    load_texts([text_of()], at=NOON)
    versions = page().revisions.count()

    done = load_texts([text_of(body="Neu.")], at=LATER)

    assert done == {"updated": 1}
    assert text_on() == ["Neu."]
    assert page().revisions.count() == versions + 1


@pytest.mark.django_db
@pytest.mark.parametrize("publish", [True, False])
def test_an_edited_page_is_kept_and_the_new_text_offered(publish):
    load_texts([text_of()], at=NOON)
    edit(publish=publish)
    before = text_on()

    done = load_texts([text_of(body="Neu.")], at=LATER)

    assert done == {"offered": 1}
    assert text_on() == before
    assert Shipped.objects.get().offered_at == LATER
    assert load_texts([text_of(body="Neu.")], at=LATER) == {"unchanged": 1}


@pytest.mark.django_db
def test_an_editor_takes_the_new_text_over():
    load_texts([text_of()], at=NOON)
    edit()
    load_texts([text_of(body="Neu.")], at=LATER)

    take_over(Shipped.objects.get(), by=EDITOR, at=LATER)

    assert text_on() == ["Neu."]
    assert load_texts([text_of(body="Neuer.")], at=LATER) == {"updated": 1}


@pytest.mark.django_db
def test_a_dismissed_text_is_not_offered_again_but_the_next_one_is():
    load_texts([text_of()], at=NOON)
    edit()
    load_texts([text_of(body="Neu.")], at=LATER)

    dismiss_offer(Shipped.objects.get(), by=EDITOR, at=LATER)

    assert load_texts([text_of(body="Neu.")], at=LATER) == {"unchanged": 1}
    assert text_on() == ["Unser Text."]
    assert load_texts([text_of(body="Neuer.")], at=LATER) == {"offered": 1}


@pytest.mark.django_db
def test_a_text_that_comes_no_more_stays_on_the_site():
    load_texts([text_of()], at=NOON)

    done = load_texts([], at=LATER)

    assert done == {"ended": 1}
    assert page().live
    assert Shipped.objects.get().ended_at == LATER


@pytest.mark.django_db
def test_a_page_that_an_editor_deleted_does_not_come_back():
    load_texts([text_of()], at=NOON)
    page().delete()

    load_texts([text_of(body="Neu.")], at=LATER)

    assert not InfoPage.objects.filter(slug="wlan").exists()


@pytest.mark.django_db
def test_a_renamed_text_moves_its_page():
    load_texts([text_of()], at=NOON)
    before = page().pk

    load_texts([text_of("funknetz", further="formerly: wlan\n")], at=LATER)

    assert page("funknetz").pk == before
    assert Shipped.objects.get().slug == "funknetz"


@pytest.mark.django_db
def test_pages_stand_where_parent_and_order_say():
    texts = [
        text_of("oben"),
        text_of("zwei", parent="oben", order=20),
        text_of("drei", parent="oben", order=30),
    ]
    load_texts(texts, at=NOON)

    load_texts([*texts, text_of("eins", parent="oben", order=5)], at=LATER)

    below = page("oben").get_children().values_list("slug", flat=True)
    assert list(below) == ["eins", "zwei", "drei"]


@pytest.mark.django_db
def test_a_page_of_an_editor_with_the_same_address_stays():
    load_texts([text_of("oben")], at=NOON)
    own = InfoPage(title="Eigene", slug="wlan")
    page("oben").add_child(instance=own)

    load_texts([text_of("oben"), text_of("wlan", parent="oben")], at=LATER)

    slugs = page("oben").get_children().values_list("slug", flat=True)
    assert list(slugs) == ["wlan", "wlan-neu"]


def test_a_body_becomes_blocks():
    body = """Vorweg.

::: live status-now
:::

::: faq
### Wie geht das?
So.

### Und das?
Anders.
:::

::: warning
Achtung.
:::

Danach."""

    assert blocks_of(body, "x.md") == [
        {"type": "text", "value": "Vorweg."},
        {"type": "live", "value": "status-now"},
        {
            "type": "faq",
            "value": {
                "entries": [
                    {"question": "Wie geht das?", "answer": "So."},
                    {"question": "Und das?", "answer": "Anders."},
                ]
            },
        },
        {"type": "notice", "value": {"kind": "warning", "text": "Achtung."}},
        {"type": "text", "value": "Danach."},
    ]


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("Kein Kopf.", "it does not begin with a head"),
        (HEAD.format(slug="A b", parent="", title="T", audience="public", order=1,
                     further="", body=""), "“slug” is no short name"),
        (HEAD.format(slug="a", parent="", title="T", audience="alle", order=1,
                     further="", body=""), "“audience” is unknown"),
        (HEAD.format(slug="a", parent="", title="T", audience="public", order="x",
                     further="", body=""), "“order” is not a number"),
        (HEAD.format(slug="a", parent="", title="T", audience="public", order=1,
                     further="", body="::: faq\nohne Frage\n:::"),
         "a list of questions has none"),
        (HEAD.format(slug="a", parent="", title="T", audience="public", order=1,
                     further="", body="::: live x"), "a “:::” is not closed"),
        (HEAD.format(slug="a", parent="", title="T", audience="public", order=1,
                     further="", body="::: html\n<b>\n:::"), "nobody knows “::: html”"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_a_reason(source, sentence):
    with pytest.raises(ShippedTextError, match=sentence):
        read_text(source, "a.md")


def test_a_text_without_its_parent_is_refused(tmp_path: Path):
    source = HEAD.format(
        slug="a", parent="b", title="T", audience="public", order=1, further="", body=""
    )
    (tmp_path / "a.md").write_text(source)

    with pytest.raises(ShippedTextError, match="there is no parent “b”"):
        read_folder(tmp_path)


def test_all_texts_that_come_with_the_software_can_be_read():
    assert len(read_folder()) > 2


def test_a_paragraph_is_one_line_in_the_editor():
    body = """Ein Satz, der
weitergeht.

## Titel
Danach ein
Absatz:
- ein Punkt, der
  weitergeht
- noch einer
1. erstens

| A | B |
|---|---|
| a | b |
Ende."""

    assert blocks_of(body, "x.md")[0]["value"].splitlines() == [
        "Ein Satz, der weitergeht.",
        "",
        "## Titel",
        "Danach ein Absatz:",
        "- ein Punkt, der weitergeht",
        "- noch einer",
        "1. erstens",
        "",
        "| A | B |",
        "|---|---|",
        "| a | b |",
        "Ende.",
    ]
