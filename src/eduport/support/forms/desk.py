"""What the service desk types."""

from django import forms
from django.utils.translation import gettext_lazy as _

from eduport.status.models import Component, Impact, Incident
from eduport.support.models import Team, Ticket, TicketKind, TicketState
from eduport.web.forms import EduPortForm

VIEWS = [
    ("", _("all open ones")),
    ("unassigned", _("without anybody")),
    ("mine", _("mine")),
    ("late", _("late")),
    ("all", _("also solved ones")),
]


class DeskFilter(EduPortForm):
    """What the queue shows. It stands in the address, to keep or send it."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    view = forms.ChoiceField(label=_("View"), choices=VIEWS, required=False)
    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("any")), *TicketState.choices],
        required=False,
    )
    priority = forms.ChoiceField(
        label=_("Priority"),
        choices=[("", _("any")), *[(str(n), str(n)) for n in (1, 2, 3, 4)]],
        required=False,
    )
    component = forms.ModelChoiceField(
        Component.objects.all(),
        label=_("Service"),
        required=False,
        empty_label=_("any"),
    )
    team = forms.ModelChoiceField(
        Team.objects.all(), label=_("Team"), required=False, empty_label=_("any")
    )


class BulkForm(EduPortForm):
    """Which reports are which incident."""

    ids = forms.ModelMultipleChoiceField(
        Ticket.objects.filter(kind=TicketKind.FAULT), label=_("Reports")
    )
    incident = forms.ModelChoiceField(
        Incident.objects.filter(resolved_at=None), label=_("Incident")
    )


class SaveViewForm(EduPortForm):
    """A name for the filters of the queue."""

    name = forms.CharField(label=_("Name of the view"), max_length=60)
    is_shared = forms.BooleanField(
        label=_("for everybody at the service desk"), required=False
    )
    query = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)


class NewIncidentForm(EduPortForm):
    """An incident that is told to everybody whom it concerns."""

    title_de = forms.CharField(label=_("Title (German)"), max_length=150)
    title_en = forms.CharField(
        label=_("Title (English)"), max_length=150, required=False
    )
    impact = forms.ChoiceField(label=_("Impact"), choices=Impact.choices)
    text_de = forms.CharField(
        label=_("What to say (German)"),
        help_text=_(
            "It is public: no names, and nothing from the reports that shows who "
            "wrote them."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    text_en = forms.CharField(
        label=_("What to say (English)"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    only_schools = forms.BooleanField(
        label=_("Only the schools of these reports are concerned"), required=False
    )


class MergeForm(EduPortForm):
    """The report that stays."""

    number = forms.IntegerField(label=_("Number of the report that stays"), min_value=1)
