"""Links as editors write them: what is one at all, and what lies on this site."""

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_MAIL = re.compile(r"mailto:[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE = re.compile(r"tel:\+?[0-9 ()/-]{3,}")


def problem_of(link: str) -> "StrOrPromise":
    """What is wrong with how a link is written; empty if nothing is."""
    if link.startswith(("/", "#")) and not link.startswith("//"):
        return ""
    if _MAIL.fullmatch(link) or _PHONE.fullmatch(link):
        return ""
    try:
        parts = urlsplit(link)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme in ("http", "https") and "." in parts.netloc:
        return ""
    return _(
        "“%(link)s” leads nowhere. Write https:// in front of other sites, and / in "
        "front of our own pages."
    )


def is_internal(link: str) -> bool:
    """Whether a link leads to a page of this portal."""
    return link.startswith(("/", "#")) and not link.startswith("//")
