"""What people type about training."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from eduport.accounts.models import Account, AccountKind
from eduport.people.models import Affiliation, Person, School
from eduport.people.queries.groups import STAFF
from eduport.training.models import CourseKind, TrainingCourse, TrainingDate
from eduport.training.models.feedback import RATINGS, Question
from eduport.training.queries.catalogue import is_in_use
from eduport.training.types import Attended, CourseDraft, DateDraft, Period, Wish
from eduport.web.forms import (
    DateTimeWidget,
    DateWidget,
    EduPortForm,
    EduPortModelForm,
    SearchWidget,
)


class CatalogueForm(EduPortForm):
    """What somebody looks for in the catalogue."""

    q = forms.CharField(
        label=gettext_lazy("Search in training"),
        required=False,
        max_length=100,
        widget=SearchWidget,
    )
    kind = forms.ChoiceField(
        label=pgettext_lazy("course", "Kind"),
        required=False,
        choices=[("", gettext_lazy("all")), *CourseKind.choices],
    )


class CourseForm(EduPortModelForm):
    """A course as the catalogue describes it."""

    class Meta:
        model = TrainingCourse
        fields = (
            "kind",
            "title",
            "summary",
            "text",
            "audience",
            "hours",
            "price",
            "needs_approval",
            "cancel_days",
            "counts_for_appointment",
            "contact",
        )
        widgets = {"text": forms.Textarea(attrs={"rows": 8})}
        help_texts = {
            "cancel_days": gettext_lazy(
                "Empty: as everywhere, by the setting of the installation."
            ),
            "price": gettext_lazy(
                "Only for the list for invoices; nobody else sees it."
            ),
            "contact": gettext_lazy("Stands in the public catalogue."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Otherwise who is booked would be booked for something else.
        if self.instance.pk and is_in_use(self.instance):
            self.fields["kind"].disabled = True

    def draft(self) -> CourseDraft:
        return CourseDraft(**self.cleaned_data)


def _staff_of(written: str) -> list[int]:
    """The keys of the people whose logins somebody wrote; pupils give no training."""
    logins = {one.strip().lower() for one in written.replace(";", ",").split(",")}
    logins -= {""}
    rows = Account.objects.filter(
        username__in=logins, kind=AccountKind.PERSON, disabled_at=None
    )
    found = dict(rows.values_list("username", "person_id"))
    if unknown := logins - found.keys():
        message = _("Nobody has the login %(login)s.")
        raise ValidationError(message % {"login": ", ".join(sorted(unknown))})
    staff = Affiliation.objects.filter(
        person__in=found.values(), ended_at=None, role__in=STAFF
    )
    are_staff = set(staff.values_list("person", flat=True))
    if others := [login for login in found if found[login] not in are_staff]:
        message = _("%(login)s does not belong to the staff of a school.")
        raise ValidationError(message % {"login": ", ".join(sorted(others))})
    return sorted(found.values())


class DateForm(EduPortModelForm):
    """When and where a course takes place."""

    online_url = forms.URLField(
        label=gettext_lazy("Link to take part online"),
        required=False,
        assume_scheme="https",
        help_text=gettext_lazy("Shown only to those who have a seat."),
    )
    trainers = forms.CharField(
        label=gettext_lazy("Trainers"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy(
            "Logins with commas between them. They see who is booked, and note who was "
            "there."
        ),
    )

    class Meta:
        model = TrainingDate
        fields = ("starts_at", "ends_at", "seats", "place", "online_url")
        widgets = {"starts_at": DateTimeWidget, "ends_at": DateTimeWidget}

    def clean_trainers(self) -> list[int]:
        return _staff_of(self.cleaned_data["trainers"])

    def draft(self) -> DateDraft:
        return DateDraft(**self.cleaned_data)

    def _post_clean(self) -> None:
        """The service checks; the row at hand must stay as it is."""


class AskForm(EduPortForm):
    """What a school asks for."""

    school = forms.ModelChoiceField(School.objects.none(), label=gettext_lazy("School"))
    participants = forms.IntegerField(
        label=gettext_lazy("How many people"), min_value=1, max_value=500
    )
    wishes = forms.CharField(
        label=gettext_lazy("What matters to you"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    starts_at = forms.DateTimeField(
        label=gettext_lazy("A date that would suit you: start"),
        required=False,
        widget=DateTimeWidget,
    )
    ends_at = forms.DateTimeField(
        label=gettext_lazy("End of it"), required=False, widget=DateTimeWidget
    )

    def __init__(self, *args: Any, schools: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["school"]
        field.queryset = schools  # type: ignore[attr-defined]  # a choice of rows
        # Most speak for one school only.
        if len(schools) == 1:
            field.initial, field.widget = schools[0], forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if bool(values.get("starts_at")) != bool(values.get("ends_at")):
            raise ValidationError(
                _("Please give start and end of the date, or neither.")
            )
        return values

    def wish(self) -> Wish:
        values = self.cleaned_data
        start, end = values["starts_at"], values["ends_at"]
        period = Period(start, end) if start else None
        return Wish(values["participants"], values["wishes"], period)


class ProposalForm(EduPortForm):
    """A date for in-school training."""

    starts_at = forms.DateTimeField(label=gettext_lazy("Start"), widget=DateTimeWidget)
    ends_at = forms.DateTimeField(label=gettext_lazy("End"), widget=DateTimeWidget)
    text = forms.CharField(
        label=gettext_lazy("A word with it"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, is_move: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_move:
            field = self.fields["text"]
            field.label, field.required = _("Why the date is to be moved"), True

    def period(self) -> Period:
        return Period(self.cleaned_data["starts_at"], self.cleaned_data["ends_at"])


class ReasonForm(EduPortForm):
    """Why something cannot be done."""

    text = forms.CharField(
        label=gettext_lazy("Why, and what can be done instead"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The other side reads it."),
    )


class HeldForm(EduPortForm):
    """With how many people it took place, and who was there."""

    participants = forms.IntegerField(
        label=gettext_lazy("How many people were there"),
        min_value=1,
        max_value=1000,
        help_text=gettext_lazy("Stands in the list for invoices."),
    )

    def __init__(
        self, *args: Any, people: QuerySet[Person] | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if people is None:
            return
        self.fields["present"] = forms.ModelMultipleChoiceField(
            people,
            label=_("Who was there"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_(
                "Whoever is ticked gets a certificate and is told by mail. You can "
                "correct it later."
            ),
        )

    def attended(self) -> Attended:
        values = self.cleaned_data
        present = values.get("present")
        keys = None if present is None else [person.pk for person in present]
        return Attended(values["participants"], keys)


class TrainersForm(EduPortForm):
    """Who gives an in-school training."""

    trainers = forms.CharField(
        label=gettext_lazy("Trainers"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy(
            "Logins with commas between them. They agree on the date with the school, "
            "note that it took place, and are told by mail."
        ),
    )

    def clean_trainers(self) -> list[int]:
        return _staff_of(self.cleaned_data["trainers"])


class SeenForm(EduPortForm):
    """The proposal that somebody saw when they agreed."""

    starts_at = forms.DateTimeField(widget=forms.HiddenInput)
    ends_at = forms.DateTimeField(widget=forms.HiddenInput)


class CheckForm(EduPortForm):
    """A certificate to check."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        help_text=gettext_lazy("Sixteen letters and digits, at the foot of the paper."),
    )
    surname = forms.CharField(label=gettext_lazy("Surname"), max_length=100)


class InvoiceForm(EduPortForm):
    """Which held dates go into the list, and in what form."""

    first_on = forms.DateField(label=gettext_lazy("First day"), widget=DateWidget)
    last_on = forms.DateField(label=gettext_lazy("Last day"), widget=DateWidget)
    form = forms.ChoiceField(
        label=gettext_lazy("File"),
        choices=[("xlsx", "Excel"), ("csv", "CSV")],
    )


TICKS = [
    (5, gettext_lazy("fully agree")),
    (4, gettext_lazy("rather agree")),
    (3, gettext_lazy("partly")),
    (2, gettext_lazy("rather disagree")),
    (1, gettext_lazy("do not agree")),
]


class FeedbackForm(EduPortForm):
    """How a training was: one tick a question, and a few words."""

    words = forms.CharField(
        label=gettext_lazy("What we should know"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "Please name nobody, and nothing that shows who you are."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in Question:
            self.fields[question.value] = forms.TypedChoiceField(
                label=question.label,
                choices=TICKS,
                coerce=int,
                widget=forms.RadioSelect,
            )
        self.order_fields([*Question.values, "words"])

    def ratings(self) -> dict[str, int]:
        found = {one.value: self.cleaned_data[one.value] for one in Question}
        return {question: n for question, n in found.items() if n in RATINGS}
