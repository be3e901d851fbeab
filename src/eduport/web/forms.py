"""How our forms look and behave: the renderer, the base form, our own widgets."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting


class KernRenderer(TemplatesSetting):
    """Draws every form of the project, also those of libraries, in our look."""

    form_template_name = "web/form/form.html"
    field_template_name = "web/form/field.html"


class EduPortFormMixin:
    """What our forms have in common, for forms that have another base already."""

    # The server says what is missing, in our words and in one place.
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


class EduPortForm(EduPortFormMixin, forms.Form):
    """Base of our forms."""


class EduPortModelForm(EduPortFormMixin, forms.ModelForm[Any]):
    """Base of our forms that edit a row."""


class DateWidget(forms.DateInput):
    """The browser's own date picker."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        # HTML wants this form, whatever the language of the page.
        super().__init__(attrs, format="%Y-%m-%d")


class DateTimeWidget(forms.DateTimeInput):
    """The browser's own picker of date and time."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class TimeWidget(forms.TimeInput):
    """The browser's own picker of a time."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class ChoiceCards(forms.RadioSelect):
    """Up to six options as cards; `icons` maps a value to an icon of the sprite."""

    is_cards = True

    def __init__(
        self, attrs: dict[str, Any] | None = None, *, icons: Mapping[str, str]
    ) -> None:
        super().__init__(attrs)
        self.icons = icons


class SearchWidget(forms.TextInput):
    """A search field: the `/` key jumps to it."""

    input_type = "search"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        ours = {"autocomplete": "off", "spellcheck": "false", "data-hotkey": True}
        super().__init__(ours | (attrs or {}))
