"""All that is stored about one person, for that person."""

from eduport.core.personal_data import Part
from eduport.privacy.queries.declarations import DOMAINS, personal_models
from eduport.privacy.types import Chapter, Withheld


def stored_about(person_id: int) -> list[Chapter]:
    """A chapter for each domain that knows the person, from people upwards."""
    return [
        Chapter(domain.ACTIVITY, parts)
        for domain in reversed(DOMAINS.values())
        if (parts := _filled(domain.export(person_id)))
    ]


def _filled(parts: list[Part]) -> list[Part]:
    return [part for part in parts if part.rows]


def withheld() -> list[Withheld]:
    """What is stored beside it, and why it is not handed out."""
    return [
        Withheld(declared.what, declared.withheld)
        for _model, declared in personal_models()
        if declared.withheld
    ]
