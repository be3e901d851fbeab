"""What the desk types about itself."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from eduport.support.models import AnswerTemplate, Team
from eduport.support.rules.placeholders import PLACEHOLDERS
from eduport.web.forms import EduPortForm, EduPortModelForm


class TeamForm(EduPortModelForm):
    """A team."""

    class Meta:
        model = Team
        fields = ("name",)


class AnswerTemplateForm(EduPortModelForm):
    """Words for answers."""

    class Meta:
        model = AnswerTemplate
        fields = ("name", "text")
        widgets = {"text": forms.Textarea(attrs={"rows": 8})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
        self.fields["text"].help_text = _("Filled in by itself: %(known)s") % {
            "known": known
        }


class GiveToTeamForm(EduPortForm):
    """Whose it is."""

    team = forms.ModelChoiceField(
        Team.objects.all(), label=_("Team"), required=False, empty_label=_("none")
    )
