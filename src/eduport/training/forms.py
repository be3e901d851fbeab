"""What people type about training."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from eduport.accounts.models import Account, AccountKind
from eduport.training.models import CourseKind, TrainingCourse, TrainingDate
from eduport.training.types import CourseDraft, DateDraft
from eduport.web.forms import (
    DateTimeWidget,
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
        if self.instance.pk and self.instance.trainingdate_set.exists():
            self.fields["kind"].disabled = True

    def draft(self) -> CourseDraft:
        return CourseDraft(**self.cleaned_data)


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
        written = self.cleaned_data["trainers"].replace(";", ",").split(",")
        logins = {login.strip().lower() for login in written} - {""}
        rows = Account.objects.filter(username__in=logins, kind=AccountKind.PERSON)
        found = dict(rows.values_list("username", "person_id"))
        if unknown := logins - found.keys():
            message = _("Nobody has the login %(login)s.")
            raise ValidationError(message % {"login": ", ".join(sorted(unknown))})
        return sorted(found.values())

    def draft(self) -> DateDraft:
        return DateDraft(**self.cleaned_data)

    def _post_clean(self) -> None:
        """The service checks; the row at hand must stay as it is."""
