"""What the central team and the service desk type about the state of the services."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from eduport.people.models import Role, School
from eduport.status.models import (
    CheckKind,
    Component,
    Impact,
    IncidentState,
    IncidentTemplate,
    MailTopic,
)
from eduport.web.forms import (
    DateTimeWidget,
    DateWidget,
    EduPortForm,
    EduPortModelForm,
)

IN_ENGLISH = gettext_lazy("Without it, English readers get the German text.")


def _words(label: Any, *, length: int = 150, required: bool = True) -> forms.CharField:
    help_text = "" if required else IN_ENGLISH
    return forms.CharField(
        label=label, max_length=length, required=required, help_text=help_text
    )


def _text(label: Any, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=5000,
        required=required,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ComponentChoice(forms.ModelMultipleChoiceField[Component]):
    """Components in service, to tick."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("Components"))
        super().__init__(
            Component.objects.filter(is_active=True),
            widget=forms.CheckboxSelectMultiple,
            **kwargs,
        )


class ScopeForm(EduPortForm):
    """Whom an incident concerns."""

    components = ComponentChoice()
    schools = forms.CharField(
        label=gettext_lazy("Only these schools"),
        required=False,
        help_text=gettext_lazy(
            "School codes with commas between them. Empty: all schools."
        ),
    )
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Only these roles"),
        choices=Role.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Nothing ticked: all roles."),
    )

    def clean_schools(self) -> list[School]:
        codes = {
            code.strip().lower() for code in self.cleaned_data["schools"].split(",")
        }
        codes.discard("")
        found = list(School.objects.filter(code__in=codes, closed_at=None))
        if unknown := codes - {school.code for school in found}:
            message = _("There is no school with the code %(code)s.")
            raise ValidationError(message % {"code": ", ".join(sorted(unknown))})
        return found


class IncidentForm(ScopeForm):
    """A new incident."""

    field_order = ("title_de", "title_en", "impact", "state", "text_de", "text_en")
    title_de = _words(gettext_lazy("Title (German)"))
    title_en = _words(gettext_lazy("Title (English)"), required=False)
    impact = forms.ChoiceField(label=gettext_lazy("Impact"), choices=Impact.choices)
    state = forms.ChoiceField(
        label=pgettext_lazy("incident", "State"), choices=IncidentState.choices
    )
    text_de = _text(
        gettext_lazy("What to say (German)"),
        help_text=gettext_lazy("What does not work, for whom, what people can do now."),
    )
    text_en = _text(
        gettext_lazy("What to say (English)"), required=False, help_text=IN_ENGLISH
    )
    started_at = forms.DateTimeField(
        label=gettext_lazy("Since"),
        required=False,
        widget=DateTimeWidget,
        help_text=gettext_lazy("Empty: since now."),
    )


class UpdateForm(EduPortForm):
    """How it goes with an incident."""

    state = forms.ChoiceField(
        label=pgettext_lazy("incident", "State"), choices=IncidentState.choices
    )
    impact = forms.ChoiceField(label=gettext_lazy("Impact"), choices=Impact.choices)
    text_de = _text(gettext_lazy("What to say (German)"))
    text_en = _text(
        gettext_lazy("What to say (English)"), required=False, help_text=IN_ENGLISH
    )


class ReviewForm(EduPortForm):
    """What was learnt."""

    text_de = _text(gettext_lazy("Review (German)"))
    text_en = _text(
        gettext_lazy("Review (English)"), required=False, help_text=IN_ENGLISH
    )


RULES = [
    ("", gettext_lazy("once")),
    ("FREQ=DAILY", gettext_lazy("every day")),
    ("FREQ=WEEKLY", gettext_lazy("every week")),
    ("FREQ=WEEKLY;INTERVAL=2", gettext_lazy("every two weeks")),
    ("FREQ=WEEKLY;INTERVAL=4", gettext_lazy("every four weeks")),
    ("FREQ=MONTHLY", gettext_lazy("every month on the same day")),
]


class WindowForm(EduPortForm):
    """Maintenance to plan."""

    title_de = _words(gettext_lazy("Title (German)"))
    title_en = _words(gettext_lazy("Title (English)"), required=False)
    text_de = _text(
        gettext_lazy("What to expect (German)"),
        required=False,
        help_text=gettext_lazy("What does not work meanwhile, and what does."),
    )
    text_en = _text(
        gettext_lazy("What to expect (English)"), required=False, help_text=IN_ENGLISH
    )
    components = ComponentChoice()
    starts_at = forms.DateTimeField(label=gettext_lazy("Start"), widget=DateTimeWidget)
    ends_at = forms.DateTimeField(label=gettext_lazy("End"), widget=DateTimeWidget)
    repeated = forms.ChoiceField(
        label=gettext_lazy("Repetition"), choices=RULES, required=False
    )
    own_rule = forms.CharField(
        label=gettext_lazy("Own rule"),
        max_length=200,
        required=False,
        help_text=gettext_lazy(
            "For what the list above does not have, as in iCalendar: "
            "FREQ=MONTHLY;BYDAY=1SU is the first Sunday of each month."
        ),
    )
    last_day_on = forms.DateField(
        label=gettext_lazy("Repeated until"),
        required=False,
        widget=DateWidget,
        help_text=gettext_lazy("The last day. Empty: until it is cancelled."),
    )
    announce_hours = forms.IntegerField(
        label=gettext_lazy("Announced so many hours before"),
        min_value=0,
        max_value=1000,
        initial=72,
    )
    is_mailed = forms.BooleanField(
        label=gettext_lazy("Also by mail to those who want mail"),
        required=False,
        initial=True,
    )

    @property
    def rule(self) -> str:
        values = self.cleaned_data
        return str(values["own_rule"].strip().upper() or values["repeated"])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("last_day_on") and not self.rule:
            self.add_error("repeated", _("Choose how it is repeated until then."))
        return values


class ExtensionForm(EduPortForm):
    """Until when maintenance lasts now."""

    ends_at = forms.DateTimeField(label=gettext_lazy("New end"), widget=DateTimeWidget)

    @property
    def new_end(self) -> datetime:
        end: datetime = self.cleaned_data["ends_at"]
        return end


class FreezeForm(EduPortForm):
    """Days without maintenance."""

    name_de = _words(gettext_lazy("Name (German)"), length=100)
    name_en = _words(gettext_lazy("Name (English)"), length=100, required=False)
    starts_on = forms.DateField(label=gettext_lazy("First day"), widget=DateWidget)
    last_day_on = forms.DateField(label=gettext_lazy("Last day"), widget=DateWidget)


class ComponentForm(EduPortForm):
    """What a component is."""

    name_de = _words(gettext_lazy("Name (German)"), length=100)
    name_en = forms.CharField(label=gettext_lazy("Name (English)"), max_length=100)
    text_de = _words(gettext_lazy("Description (German)"), length=300, required=False)
    text_en = _words(gettext_lazy("Description (English)"), length=300, required=False)
    owner = forms.CharField(
        label=gettext_lazy("Responsible"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("A team or a company, not somebody's name."),
    )
    needed = ComponentChoice(label=gettext_lazy("Depends on"), required=False)
    is_for_everybody = forms.BooleanField(
        label=gettext_lazy("Concerns everybody"),
        required=False,
        help_text=gettext_lazy("Otherwise: whoever has a tile that leads to it."),
    )
    position = forms.IntegerField(
        label=gettext_lazy("Position"), min_value=0, max_value=32000, initial=100
    )
    is_active = forms.BooleanField(
        label=gettext_lazy("In service"), required=False, initial=True
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The labels above would say twice that English is optional.
        for name in ("text_de", "text_en"):
            self.fields[name].help_text = ""


class NewComponentForm(ComponentForm):
    """A component that no service brings along."""

    field_order = ("slug",)
    slug = forms.SlugField(
        label=gettext_lazy("Short name"),
        max_length=50,
        help_text=gettext_lazy("For good: feeds and machines know it by this name."),
    )

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if Component.objects.filter(slug=slug).exists():
            raise ValidationError(_("There is a component of this name already."))
        return slug


class TemplateForm(EduPortModelForm):
    """Words for an incident that happens now and then."""

    class Meta:
        model = IncidentTemplate
        fields = ("name", "title_de", "title_en", "impact", "text_de", "text_en")


class CheckForm(EduPortForm):
    """How a component is watched."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("check", "Kind"), choices=CheckKind.choices
    )
    target = forms.CharField(
        label=pgettext_lazy("check", "Target"),
        max_length=500,
        help_text=gettext_lazy(
            "https://… for a web page, host:port for a connection, imap://host or "
            "imaps://host, ldap://host or ldaps://host; for a database or an own "
            "command the name that it has in the settings of the installation."
        ),
    )
    every_seconds = forms.IntegerField(
        label=gettext_lazy("Every … seconds"), min_value=15, max_value=86400, initial=60
    )
    timeout_seconds = forms.IntegerField(
        label=gettext_lazy("Waits … seconds for an answer"),
        min_value=1,
        max_value=60,
        initial=10,
    )
    failures_needed = forms.IntegerField(
        label=gettext_lazy("Proposes an incident after so many failures in a row"),
        min_value=1,
        max_value=100,
        initial=3,
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        wait, every = values.get("timeout_seconds"), values.get("every_seconds")
        if wait and every and wait > every:
            message = _("Wait no longer than the time between two checks.")
            self.add_error("timeout_seconds", message)
        return values


class MailForm(EduPortForm):
    """What somebody wants mail about."""

    topics = forms.MultipleChoiceField(
        label=gettext_lazy("I want mail about"),
        choices=MailTopic.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Only of what you use, at your schools."),
    )
