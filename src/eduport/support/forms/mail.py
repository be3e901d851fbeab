"""What those choose who look through mail that came in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from eduport.support.models import MailState
from eduport.web.forms import EduPortForm

SHOWN = [MailState.TAKEN, MailState.RECORDED, MailState.THROWN_AWAY]


class MailFilter(EduPortForm):
    """What the list shows; first what waits."""

    state = forms.ChoiceField(
        label=_("Show"),
        choices=[
            ("", _("what waits for a decision")),
            *((state.value, state.label) for state in SHOWN),
        ],
        required=False,
    )
