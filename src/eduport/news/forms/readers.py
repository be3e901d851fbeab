"""What readers choose."""

from django import forms
from django.utils.translation import gettext_lazy

from eduport.news.models import Rhythm
from eduport.web.forms import EduPortForm


class DigestForm(EduPortForm):
    """How often somebody wants news and events by mail."""

    rhythm = forms.ChoiceField(
        label=gettext_lazy("News and events by mail"),
        choices=[("", gettext_lazy("never")), *Rhythm.choices],
        required=False,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Daily mails name the events of today and tomorrow, weekly ones those of "
            "seven days. If there is nothing, no mail comes. In each one is a link to "
            "end it."
        ),
    )
