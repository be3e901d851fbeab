"""Fields of the editor: Markdown with buttons, and short names spelled in German."""

import json
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.widgets import AdminAutoHeightTextInput, SlugInput

# Each button of `editor.js`, its icon in the editor, and what it is called.
BUTTONS = ("heading", "bold", "italic", "list", "steps", "link", "table")
ICONS = ("h2", "bold", "italic", "list-ul", "list-ol", "link", "table")


class MarkdownInput(AdminAutoHeightTextInput):
    """A box for Markdown. Its buttons write the signs around what is selected."""

    class Media:
        js = ("pages/editor.js",)

    def build_attrs(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what the script needs: names in the reader's language, the chooser."""
        attrs: dict[str, Any] = super().build_attrs(*args, **kwargs)
        given = zip(BUTTONS, ICONS, _names(), strict=True)
        return attrs | {
            "data-controller": f"{attrs['data-controller']} ep-markdown",
            "data-action": "keydown->ep-markdown#press",
            "data-ep-markdown-buttons-value": json.dumps(list(given)),
            "data-ep-markdown-bar-value": _("Format the text"),
            "data-ep-markdown-cells-value": json.dumps([_("Column"), _("Text")]),
            "data-ep-markdown-chooser-value": reverse("wagtailadmin_choose_page"),
        }


def german_slug_input() -> SlugInput:
    """A short name that spells umlauts as addresses do, not “a” for “ä”."""
    spelled = {"[äÄ]": "ae", "[öÖ]": "oe", "[üÜ]": "ue", "[ßẞ]": "ss"}
    return SlugInput(formatters=list(spelled.items()))


def _names() -> tuple[str, ...]:
    return (
        _("Heading"),
        _("Bold (Ctrl+B)"),
        _("Italic (Ctrl+I)"),
        _("List"),
        _("Numbered list"),
        _("Link (Ctrl+K)"),
        _("Table"),
    )
