"""What the central team types about other systems."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext_lazy as _

from eduport.gateway.models import EventKind, Scope
from eduport.gateway.services.tokens import TokenDraft
from eduport.web.forms import DateWidget, EduPortForm


class TokenForm(EduPortForm):
    """A new token."""

    name = forms.CharField(
        label=_("What is it for?"),
        help_text=_("The system that gets it, such as “Desk of the authority”."),
        max_length=100,
    )
    scopes = forms.MultipleChoiceField(
        label=_("What does it open?"),
        choices=Scope,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only what the system really needs."),
    )
    expires_on = forms.DateField(
        label=_("Last day"),
        widget=DateWidget,
        help_text=_("After it the system needs a new one."),
    )
    networks = forms.CharField(
        label=_("Only from these networks"),
        required=False,
        max_length=500,
        help_text=_("Such as 192.0.2.0/24, 2001:db8::/32. Empty: from everywhere."),
    )

    def clean_expires_on(self) -> Any:
        day = self.cleaned_data["expires_on"]
        if day < dt.datetime.now(get_current_timezone()).date():
            raise forms.ValidationError(_("This day is over. Please choose another."))
        return day

    @property
    def draft(self) -> TokenDraft:
        values = self.cleaned_data
        next_day = values["expires_on"] + dt.timedelta(days=1)
        return TokenDraft(
            name=values["name"],
            scopes=[Scope(one) for one in values["scopes"]],
            # Up to the end of the day, in Hamburg.
            expires_at=dt.datetime.combine(next_day, dt.time(), get_current_timezone()),
            networks=values["networks"].replace(",", " ").split(),
        )


class EndpointForm(EduPortForm):
    """Whom to tell what."""

    name = forms.CharField(
        label=_("Which system is it?"),
        max_length=100,
        help_text=_("Such as “Desk of the authority”."),
    )
    url = forms.CharField(
        label=_("Address"),
        max_length=500,
        widget=forms.URLInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("It begins with https:// and is in no private network."),
    )
    kinds = forms.MultipleChoiceField(
        label=_("What is it told?"),
        choices=EventKind,
        widget=forms.CheckboxSelectMultiple,
    )
