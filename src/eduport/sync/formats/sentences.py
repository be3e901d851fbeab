"""What the sync says about a run: why it waits, what a row met, what changes."""

from collections.abc import Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from eduport.sync.formats.problems import PROBLEM_MESSAGES, sentence
from eduport.sync.types import Problem, Severity

HOLD_MESSAGES = {
    "too_many_leavers": _(
        "%(leaves)s of %(people)s people would leave this school, which is more than "
        "%(percent)s percent. Please check whether the export is complete."
    ),
    "too_many_leavers_of_feed": _(
        "%(leaves)s of all %(people)s people would leave, which is more than "
        "%(percent)s percent. Please check whether the export is complete."
    ),
    "too_many_memberships_removed": _(
        "%(removed)s of %(existing)s places in classes and groups would be removed. "
        "Please check whether the export of the groups is complete."
    ),
}
"""Why a school or a run waits; a missing or broken file has its own sentence."""

OTHER = _("“%(code)s” was found in %(file)s.")

CHANGE_WORDS = {
    ("school", "create"): _("School is created"),
    ("school", "update"): _("School changes"),
    ("session", "create"): _("Period is created"),
    ("session", "update"): _("Period changes"),
    ("person", "create"): _("Is new"),
    ("person", "update"): _("Is renamed"),
    ("person", "move"): _("Changes the school"),
    ("person", "reopen"): _("Comes back"),
    ("person", "release"): _("Leaves, is released for deletion"),
    ("affiliation", "create"): _("Role begins"),
    ("affiliation", "reopen"): _("Role begins again"),
    ("affiliation", "end"): _("Role ends"),
    ("group", "create"): _("Group is created"),
    ("group", "update"): _("Group changes"),
    ("group", "reopen"): _("Group goes on"),
    ("group", "end"): _("Group ends"),
    ("membership", "create"): _("Comes into the group"),
    ("membership", "update"): _("Changes the role in the group"),
    ("membership", "delete"): _("Leaves the group"),
}
"""What happens, by entity and operation of a change."""

SEVERITY_WORDS = {
    Severity.REFUSED.value: _("refused"),
    Severity.NOTE.value: _("note"),
    Severity.HOLD.value: _("holds the run"),
    Severity.FATAL.value: _("stops the run"),
}


def hold_sentence(reason: Mapping[str, Any]) -> str:
    """Why something waits, from the JSON of a HoldReason, as a sentence."""
    code, params = str(reason["code"]), dict(reason.get("params") or {})
    if code in HOLD_MESSAGES:
        return filled(HOLD_MESSAGES[code], params)
    file = str(params.pop("file", ""))
    return issue_sentence(code, file=file, params=params)


def issue_sentence(
    code: str, *, file: str, row: int = 0, field: str = "", params: Mapping[str, Any]
) -> str:
    """What a row met, as a sentence that says what to do."""
    if code in PROBLEM_MESSAGES:
        # The severity is no part of the sentence.
        texts = {name: str(value) for name, value in params.items()}
        return sentence(Problem(Severity.NOTE, code, file, row, field, texts))
    return filled(OTHER, {"code": code, "file": file})


def change_words(entity: str, op: str) -> str:
    """What happens, in a few words."""
    return str(CHANGE_WORDS.get((entity, op), f"{entity} {op}"))


def filled(message: StrPromise | str, params: Mapping[str, object]) -> str:
    """The sentence with its parameters; numbers as the reader's language has them."""
    return str(message) % _Lenient(
        {name: _shown(value) for name, value in params.items()}
    )


def _shown(value: object) -> object:
    if not isinstance(value, int):
        return value
    return number_format(value, use_l10n=True, force_grouping=True)


class _Lenient(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return ""
