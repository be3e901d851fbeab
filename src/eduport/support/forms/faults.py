"""The fault report, on one page."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eduport.people.models import Person, School
from eduport.status.models import Component
from eduport.support.forms.affected import MOST
from eduport.support.forms.files import FilesField
from eduport.support.models import Effect, Spread, Ticket
from eduport.support.services.faults import FaultDraft
from eduport.web.forms import DateTimeWidget, EduPortForm

LONGEST = 5000
# htmx asks again for what is known while somebody types.
SUGGESTS = {
    "hx-get": reverse_lazy("support:known"),
    "hx-target": "#known",
    "hx-include": "#id_component, #id_subject",
    "hx-sync": "#known:replace",
}
WHEN_CHOSEN = SUGGESTS | {"hx-trigger": "change"}
WHEN_TYPED = SUGGESTS | {"hx-trigger": "input changed delay:400ms"}


class FaultForm(EduPortForm):
    """What does not work, since when, and for whom."""

    component = forms.ModelChoiceField(
        Component.objects.filter(is_active=True),
        label=gettext_lazy("Which service is it?"),
        widget=forms.Select(attrs=WHEN_CHOSEN),
    )
    subject = forms.CharField(
        label=gettext_lazy("What happens, in a few words?"),
        max_length=150,
        widget=forms.TextInput(attrs=WHEN_TYPED),
    )
    text = forms.CharField(
        label=gettext_lazy("Describe it: what did you do, what did you see?"),
        help_text=gettext_lazy(
            "Please no passwords, and about others only what is needed to help."
        ),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    attachments = FilesField()
    started_at = forms.DateTimeField(
        label=gettext_lazy("Since when?"),
        required=False,
        widget=DateTimeWidget(),
    )
    spread = forms.ChoiceField(
        label=gettext_lazy("Who is affected?"),
        choices=Spread,
        widget=forms.RadioSelect,
    )
    effect = forms.ChoiceField(
        label=gettext_lazy("What does it do to your work?"),
        choices=Effect,
        widget=forms.RadioSelect,
    )
    school = forms.ModelChoiceField(
        School.objects.none(), label=gettext_lazy("School"), required=False
    )
    people = forms.ModelMultipleChoiceField(
        Person.objects.none(),
        label=gettext_lazy("Certain people"),
        required=False,
        to_field_name="uid",
        error_messages={
            "invalid_choice": gettext_lazy(
                "One of these people does not belong to your school any more."
            )
        },
    )
    phone = forms.CharField(
        label=gettext_lazy("Call-back number"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    error_reference = forms.RegexField(
        r"^[a-z0-9-]*$",
        label=gettext_lazy("Reference on the error page"),
        max_length=20,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        schools: QuerySet[School],
        people: QuerySet[Person],
        for_all: bool,
        question: Ticket | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.question, self.for_all = question, for_all
        picked = self.fields["people"]
        assert isinstance(picked, forms.ModelMultipleChoiceField)  # noqa: S101 -- for mypy
        picked.queryset = people
        self.fields["school"] = self._school_field(schools)

    def _school_field(self, schools: QuerySet[School]) -> forms.Field:
        """Filled in if there is one; who speaks for all may leave it out."""
        first_two = list(schools[:2])
        is_one = len(first_two) == 1 and not self.for_all
        if is_one:
            self.initial.setdefault("school", first_two[0].pk)
        return forms.ModelChoiceField(
            schools,
            label=gettext_lazy("School"),
            required=not self.for_all,
            empty_label=_("all schools") if self.for_all else None,
            widget=forms.HiddenInput() if is_one else forms.Select(),
        )

    def clean_people(self) -> QuerySet[Person]:
        people: QuerySet[Person] = self.cleaned_data["people"]
        if len(people) > MOST:
            many = _("Please name at most %(limit)s people, or choose a class above.")
            raise ValidationError(many % {"limit": MOST})
        return people

    def clean_started_at(self) -> Any:
        started_at = self.cleaned_data["started_at"]
        if started_at and started_at > timezone.now():
            raise ValidationError(_("This lies in the future. Please correct it."))
        return started_at

    def draft(self, *, browser: str) -> FaultDraft:
        values = self.cleaned_data
        return FaultDraft(
            component=values["component"],
            effect=Effect(values["effect"]),
            spread=Spread(values["spread"]),
            subject=values["subject"],
            text=values["text"],
            school=values["school"],
            started_at=values["started_at"],
            phone=values["phone"],
            browser=browser,
            error_reference=values["error_reference"],
            question=self.question,
            people=tuple(values["people"]),
            files=values["attachments"],
        )
