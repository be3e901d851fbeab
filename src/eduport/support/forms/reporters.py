"""What is typed about who may report."""

from django import forms
from django.utils.translation import gettext_lazy as _

from eduport.web.forms import EduPortForm


class CallerForm(EduPortForm):
    """What a caller says to show who they are."""

    login = forms.CharField(
        label=_("Login of the caller"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    pin = forms.CharField(
        label=_("Reporter PIN of today"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
