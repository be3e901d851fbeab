"""What the central team types to read the log."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from eduport.web.forms import EduPortForm


class InquiryForm(EduPortForm):
    """About whom the log is to be read, and why."""

    login = forms.CharField(
        label=pgettext_lazy("field", "Login"),
        max_length=254,
        help_text=_("The full login of the person, with the part after the @."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        min_length=20,
        widget=forms.Textarea,
        help_text=_(
            "What happened, and what is to be cleared up. The second person and the "
            "data protection officer read it."
        ),
        error_messages={
            "min_length": _(
                "Please say in a sentence what happened and what is to be cleared up: "
                "with at least %(limit_value)d characters. So far there are "
                "%(show_value)d."
            )
        },
    )
