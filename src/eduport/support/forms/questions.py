"""What people type into questions and tickets."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from eduport.core.actor import Actor
from eduport.people.models import Role, School
from eduport.support.forms.files import FilesField
from eduport.support.models import Addressee
from eduport.support.queries.tickets import addressees_at, schools_asked_from
from eduport.support.services.questions import QuestionDraft
from eduport.web.forms import EduPortForm

LONGEST = 5000
ADVICE = _("Please no passwords, and about others only what is needed to help.")


class QuestionForm(EduPortForm):
    """A question to a school that the actor belongs to."""

    school = forms.ModelChoiceField(
        School.objects.none(), label=_("School"), empty_label=None
    )
    addressee = forms.ChoiceField(
        label=_("What is it about?"), choices=Addressee, widget=forms.RadioSelect
    )
    subject = forms.CharField(label=_("Your question in a few words"), max_length=150)
    text = forms.CharField(
        label=_("What happens, and what did you expect?"),
        help_text=ADVICE,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    attachments = FilesField()

    error_reference = forms.RegexField(
        r"^[a-z0-9-]*$",
        label=_("Reference on the error page"),
        max_length=20,
        required=False,
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.initial.get("error_reference"):
            self.fields["error_reference"].widget = forms.HiddenInput()
        schools = schools_asked_from(actor)
        found = list(schools)
        school = self.fields["school"]
        assert isinstance(school, forms.ModelChoiceField)  # noqa: S101 -- for mypy
        school.queryset = schools
        self.initial.setdefault("school", found[0].pk if found else None)
        if len(found) == 1:
            school.widget = forms.HiddenInput()
        self._offer_addressees(actor, [one.pk for one in found])

    def _offer_addressees(self, actor: Actor, school_ids: list[int]) -> None:
        """Pupils ask the school admins: what else the staff does is not for them."""
        only_pupil = actor.roles <= {Role.STUDENT}
        if only_pupil or Addressee.IT_CONTACT not in addressees_at(school_ids):
            field = self.fields["addressee"]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- for mypy
            field.choices = [Addressee.choices[0]]
            field.widget = forms.HiddenInput()
        self.initial.setdefault("addressee", Addressee.SCHOOL_ADMIN)

    def draft(self, *, browser: str) -> QuestionDraft:
        values = self.cleaned_data
        return QuestionDraft(
            school=values["school"],
            addressee=Addressee(values["addressee"]),
            subject=values["subject"],
            text=values["text"],
            files=values["attachments"],
            browser=browser,
            error_reference=values["error_reference"],
        )


class ReplyForm(EduPortForm):
    """A reply in a ticket."""

    text = forms.CharField(
        label=_("Your reply"),
        help_text=ADVICE,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    attachments = FilesField()


class AnswerForm(ReplyForm):
    """What those write who answer: for the other side, or for each other."""

    is_internal = forms.BooleanField(
        label=_("Internal note: only those who answer can read it"), required=False
    )
    # The last message that was on the page: who answers must have read it.
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput())
