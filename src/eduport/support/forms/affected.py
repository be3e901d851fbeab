"""Picking people, and what a form holds before it is sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.http import QueryDict

from eduport.people.models import Person
from eduport.support.queries.affected import Pick, people_found, people_picked
from eduport.support.types import DraftValues

MOST = 30
KEPT = (
    "component",
    "subject",
    "text",
    "started_at",
    "spread",
    "effect",
    "school",
    "phone",
    "error_reference",
)
LONGEST = 5000


@dataclass(frozen=True, slots=True)
class Picker:
    """What the part of the page with the people shows."""

    picked: Sequence[Pick]
    found: Sequence[Pick]
    words: str = ""


def picker_of(people: QuerySet[Person], words: str, uids: Sequence[str]) -> Picker:
    """Who was ticked, and who fits what was typed into the search."""
    words = words[:100]
    picked = people_picked(people, uids_in(uids))
    known = {one.person.pk for one in picked}
    found = [one for one in people_found(people, words) if one.person.pk not in known]
    return Picker(picked, found, words)


def is_searching(typed: QueryDict) -> bool:
    """Whether somebody is to be found first: the report waits until that was shown."""
    words = typed.get("find", "").strip()
    return bool(words) and words != typed.get("found_for", "").strip()


def uids_in(texts: Sequence[str]) -> list[str]:
    """Those of the texts that can be the uid of somebody, at most so many."""
    return [text for text in texts[:MOST] if _is_uid(text)]


def _is_uid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def values_in(typed: QueryDict) -> dict[str, DraftValues]:
    """The form as it is, to be shown again: files cannot be."""
    texts = {name: str(typed.get(name, ""))[:LONGEST] for name in KEPT}
    kept: dict[str, DraftValues] = {name: text for name, text in texts.items() if text}
    if uids := uids_in(typed.getlist("people")):
        kept["people"] = uids
    return kept
