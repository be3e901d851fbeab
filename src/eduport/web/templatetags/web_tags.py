"""Template tags of the UI kit: icons, numbers, links that keep the query, fields."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django import forms, template
from django.core.exceptions import ValidationError
from django.forms import BaseForm, BoundField
from django.templatetags.static import static
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

INPUT = "kern-form-input__input"
SELECT = "kern-form-input__select"
KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxInput, "tick"),
    (forms.Select, "select"),
    (forms.PasswordInput, "password"),
)
TICKS = (forms.CheckboxInput, forms.CheckboxSelectMultiple, forms.RadioSelect)


@dataclass(frozen=True, slots=True)
class Problem:
    """A line of the error summary and the field that it links to."""

    target: str
    message: str


@lru_cache(maxsize=512)
def _icon(name: str, css: str) -> SafeString:
    # static() is looked up per call and an icon stands in every table row.
    return format_html(
        '<svg class="ep-icon{}" aria-hidden="true" focusable="false">'
        '<use href="{}#{}"></use></svg>',
        f" {css}" if css else "",
        static("web/icons.svg"),
        name,
    )


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """A decorative icon from the sprite; the meaning stands in text beside it."""
    return _icon(name, css)


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """The page's query string with some keys changed; an empty value removes one."""
    values = context["request"].GET.copy()
    for name, value in changes.items():
        if value in ("", None):
            values.pop(name, None)
        else:
            values[name] = value
    return f"?{values.urlencode()}"


@register.simple_tag(takes_context=True)
def query_without(context: template.Context, *names: str) -> str:
    """The page's query string without some keys, whose names may be variables."""
    return query(context, **dict.fromkeys(names, ""))


@register.filter
def number(value: float) -> str:
    """A number as the reader's language writes it: 5.012 in German."""
    return str(number_format(value, use_l10n=True, force_grouping=True))


@register.filter
def initials(name: object) -> str:
    """The first letters of the first and the last word of a name."""
    words = str(name).split()
    letters = [words[0][0], words[-1][0]] if len(words) > 1 else [w[0] for w in words]
    return "".join(letters).upper()


@register.filter
def kind_of(field: BoundField) -> str:
    """Which part of `web/form/field.html` draws a field."""
    widget = field.field.widget
    if getattr(widget, "is_cards", False):
        return "cards"
    if isinstance(widget, forms.CheckboxSelectMultiple | forms.RadioSelect):
        return "options"
    return next((kind for base, kind in KINDS if isinstance(widget, base)), "text")


@register.simple_tag
def widget(field: BoundField) -> SafeString:
    """The field's control with the classes of KERN."""
    ours = field.field.widget
    if isinstance(ours, TICKS):
        return field.as_widget()
    base = SELECT if isinstance(ours, forms.Select) else INPUT
    css = f"{base} {base}--error" if field.errors else base
    return field.as_widget(
        attrs={"class": f"{ours.attrs.get('class', '')} {css}".strip()}
    )


@register.filter
def icon_of(field: BoundField, value: object) -> str:
    """The icon of one of the options of choice cards."""
    icons: dict[str, str] = getattr(field.field.widget, "icons", {})
    return icons.get(str(value), "help")


@register.simple_tag
def problems(form: BaseForm) -> list[Problem]:
    """The lines of the error summary: the form's own errors, then each field's."""
    own = [Problem("", str(message)) for message in form.non_field_errors()]
    fields = [
        Problem(_target(field), _named(field, error, message))
        for field in form
        for error in field.errors.as_data()
        for message in error.messages
    ]
    return own + fields


def _named(field: BoundField, error: ValidationError, message: str) -> str:
    """Our own words name what is missing, Django's “This field …” leaves it open."""
    kinds = type(field.field).__mro__
    words = [getattr(kind, "default_error_messages", {}) for kind in kinds]
    theirs = {str(word[error.code]) for word in words if error.code in word}
    is_theirs = str(getattr(error, "message", "")) in theirs
    return f"{field.label}: {message}" if is_theirs else message


def _target(field: BoundField) -> str:
    # A group of options has no control of its own: the first one takes the focus.
    return field.id_for_label or f"{field.auto_id}_0"


@register.simple_tag
def plain_widget(field: BoundField, css: str) -> SafeString:
    """The field's control with other classes than those of forms, as in filters."""
    return field.as_widget(attrs={"class": css})
