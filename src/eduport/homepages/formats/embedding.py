"""What the element on other homepages reads: all in words, nothing to compute."""

import json
from dataclasses import asdict

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from eduport.homepages.types import Shown

LANGUAGES = ("de", "en")


def embedded(shown: Shown, language: str) -> bytes:
    """The JSON of a school in a language."""
    with override(language):
        words = {
            "login": _("Sign in to eduPort"),
            "status": _("State of the services"),
            "news": _("News"),
            "events": pgettext("school", "Events"),
            "no_news": _("There is no news at the moment."),
            "no_events": _("No events are planned at the moment."),
            "more": _("All of %(school)s in eduPort") % {"school": shown.name},
        }
    answer = {"version": 1, "language": language, "words": words, **asdict(shown)}
    return json.dumps(answer, ensure_ascii=False).encode()
