"""In-school training: asking for it, agreeing on a date, and that it took place."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from eduport.core.actor import Actor
from eduport.people.models import Person
from eduport.training.errors import ProposalChangedError
from eduport.training.forms import (
    AskForm,
    HeldForm,
    ProposalForm,
    ReasonForm,
    SeenForm,
    TrainersForm,
)
from eduport.training.models import CourseKind, InSchoolRequest, TrainingCourse
from eduport.training.models import RequestState as State
from eduport.training.models.requests import ALIVE
from eduport.training.permissions import (
    can_ask,
    can_name_people,
    can_name_trainers,
    can_plan,
    can_take_part,
    is_school,
    is_team,
)
from eduport.training.queries.catalogue import courses_visible_to
from eduport.training.queries.feedback import feedback_of
from eduport.training.queries.requests import (
    in_school_requests,
    named_people,
    request_logins,
    requests_of_schools,
    schools_asking,
    side_of,
    staff_to_name,
    trainers_of,
)
from eduport.training.rules.requests import Phase, Side, possible_steps
from eduport.training.services.feedback import feedback_ends_at
from eduport.training.services.in_school import (
    agree_to_date,
    ask_for_training,
    decline_training,
    note_as_held,
    propose_date,
    withdraw_request,
)
from eduport.training.services.request_trainers import name_trainers
from eduport.training.types import Period
from eduport.training.views.bases import FORM, GIVEN, training_crumbs
from eduport.web.access import AccessView
from eduport.web.views import (
    ActionView,
    ObjectFormPageView,
    ObjectPageView,
    PageView,
)


def can_see_in_school(actor: Actor) -> bool:
    return can_ask(actor) or can_plan(actor)


class RequestsView(PageView):
    """What the own schools asked for; of the central team all."""

    permission = staticmethod(can_see_in_school)
    template_name = "training/requests.html"
    page_title = gettext_lazy("In-school training")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            requests=requests_of_schools(self.actor),
            crumbs=training_crumbs((self.page_title, "")),
            **kwargs,
        )


def can_ask_for(actor: Actor, _course: TrainingCourse) -> bool:
    return can_ask(actor)


class AskView(ObjectFormPageView[TrainingCourse]):
    """Ask for a training at the own school."""

    permission = staticmethod(can_ask_for)
    lookup = "uid"
    template_name = FORM
    form_class = AskForm
    submit_label = gettext_lazy("Ask for it")
    success_message = gettext_lazy(
        "Asked. You are told by mail when there is an answer."
    )

    def visible_objects(self) -> QuerySet[TrainingCourse]:
        return courses_visible_to(self.actor).filter(kind=CourseKind.IN_SCHOOL)

    def get_page_title(self) -> str:
        return _("Ask for “%(course)s”") % {"course": self.object}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"schools": schools_asking(self.actor)}

    def perform(self, form: AskForm, /) -> None:
        school = form.cleaned_data["school"]
        self.made = ask_for_training(
            self.object, school, form.wish(), by=self.actor, at=timezone.now()
        )

    def get_next_url(self) -> str:
        return reverse("training:request", args=[self.made.uid])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            crumbs=training_crumbs((self.get_page_title(), "")),
            cancel_url=reverse("training:course", args=[self.object.uid]),
            **kwargs,
        )


class OneInSchool(AccessView):
    """Finds a request, and knows for which side somebody acts."""

    permission = staticmethod(can_take_part)
    lookup = "uid"
    object: InSchoolRequest

    def visible_objects(self) -> QuerySet[InSchoolRequest]:
        return in_school_requests(self.actor)

    @cached_property
    def side(self) -> Side:
        return side_of(self.actor, self.object)

    @property
    def is_trainer(self) -> bool:
        """Whether somebody sees it only as who gives it."""
        return self.side == Side.TEAM and not can_plan(self.actor)

    def get_next_url(self) -> str:
        return reverse("training:request", args=[self.object.uid])

    def page_crumbs(self) -> list[Any]:
        """The way to the page of the request."""
        here = (str(self.object.course), self.get_next_url())
        if self.is_trainer:
            return training_crumbs((GIVEN, reverse("training:given")), here)
        return training_crumbs(
            (_("In-school training"), reverse("training:requests")), here
        )


class RequestView(OneInSchool, ObjectPageView[InSchoolRequest]):
    """How far it is, what each side can do now, and all that was done."""

    template_name = "training/request.html"

    def get_page_title(self) -> str:
        return f"{self.object.course}: {self.object.school}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        request, now = self.object, timezone.now()
        steps = possible_steps(
            request.state,
            self.side,
            proposed_by=request.proposed_by,
            phase=request.phase(now),
        )
        return super().get_context_data(
            steps={step.value for step in steps},
            is_mine=request.proposed_by == self.side,
            is_over=request.phase(now) == Phase.OVER,
            events=request.requestevent_set.select_related("person"),
            trainers=trainers_of(request),
            named=named_people(request) if request.state == State.HELD else (),
            can_name_people=can_name_people(self.actor, request),
            can_name_trainers=can_plan(self.actor) and request.state in ALIVE,
            crumbs=self.page_crumbs(),
            **self.feedback_values(now),
            **kwargs,
        )

    def feedback_values(self, now: datetime) -> dict[str, Any]:
        """How it was, for those who gave it."""
        request = self.object
        date = request.date
        if self.side != Side.TEAM or date is None or request.state != State.HELD:
            return {"has_feedback": False}
        ends_at = feedback_ends_at(date)
        return {
            "has_feedback": True,
            "feedback": feedback_of(date, ends_at=ends_at, at=now),
            "feedback_ends_at": ends_at,
        }


class RequestForm(OneInSchool, ObjectFormPageView[InSchoolRequest]):
    """A form about one request."""

    template_name = FORM

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            crumbs=[*self.page_crumbs(), (self.get_page_title(), "")],
            cancel_url=self.get_next_url(),
            **kwargs,
        )


class ProposeView(RequestForm):
    """Propose a date to the other side."""

    form_class = ProposalForm
    submit_label = gettext_lazy("Propose")
    success_message = gettext_lazy("Proposed. The other side is told by mail.")

    def get_page_title(self) -> str:
        return _("Move the date") if self.object.date else _("Propose a date")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"is_move": self.object.date is not None}

    def perform(self, form: ProposalForm, /) -> None:
        propose_date(
            self.object.pk,
            form.period(),
            side=self.side,
            text=form.cleaned_data["text"],
            by=self.actor,
            at=timezone.now(),
        )


class AgreeView(OneInSchool, ActionView[InSchoolRequest]):
    """Agree to the proposal of the other side."""

    success_message = gettext_lazy(
        "Agreed. Both sides get a mail with the date for the calendar."
    )

    def perform(self, request: InSchoolRequest, /) -> None:
        form = SeenForm(self.request.POST)
        if not form.is_valid():
            raise ProposalChangedError
        seen = Period(form.cleaned_data["starts_at"], form.cleaned_data["ends_at"])
        agree_to_date(
            request.pk, seen, side=self.side, by=self.actor, at=timezone.now()
        )


class DeclineTrainingView(RequestForm):
    """Say that it cannot be done, and why."""

    permission = staticmethod(is_team)
    form_class = ReasonForm
    success_message = gettext_lazy("Done. The school is told by mail.")

    def get_page_title(self) -> str:
        return _ending_title(self.object, _("Decline the request"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        label = _ending_label(self.object, pgettext("button", "Decline"))
        return super().get_context_data(**kwargs) | {"submit_label": label}

    def perform(self, form: ReasonForm, /) -> None:
        text = form.cleaned_data["text"]
        decline_training(self.object.pk, text, by=self.actor, at=timezone.now())


class WithdrawRequestView(RequestForm):
    """Take it back as the school, and say why."""

    permission = staticmethod(is_school)
    form_class = ReasonForm
    success_message = gettext_lazy("Done. The training team is told by mail.")

    def get_page_title(self) -> str:
        return _ending_title(self.object, _("Take the request back"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        label = _ending_label(self.object, _("Take the request back"))
        return super().get_context_data(**kwargs) | {"submit_label": label}

    def perform(self, form: ReasonForm, /) -> None:
        text = form.cleaned_data["text"]
        withdraw_request(self.object.pk, text, by=self.actor, at=timezone.now())


def _ending_title(request: InSchoolRequest, otherwise: str) -> str:
    """What ending a request means: afterwards, that it did not take place."""
    if request.phase(timezone.now()) == Phase.OVER:
        return _("It has not taken place")
    return _("Cancel the agreed date") if request.date else otherwise


def _ending_label(request: InSchoolRequest, otherwise: str) -> str:
    """What the button that does it says."""
    if request.phase(timezone.now()) == Phase.OVER:
        return _("Save")
    return _("Cancel the date") if request.date else otherwise


class HeldView(RequestForm):
    """It took place, with how many people; whom the school names gets a certificate."""

    form_class = HeldForm
    page_title = gettext_lazy("It has taken place")
    success_message = gettext_lazy("Noted.")

    @cached_property
    def people(self) -> QuerySet[Person] | None:
        """Whom somebody can name; nobody for the trainers."""
        if not can_name_people(self.actor, self.object):
            return None
        return staff_to_name(self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"people": self.people}

    def get_initial(self) -> dict[str, Any]:
        noted = [person.pk for person in named_people(self.object)]
        return {"participants": self.object.participants, "present": noted}

    def perform(self, form: HeldForm, /) -> None:
        note_as_held(
            self.object.pk,
            form.attended(),
            side=self.side,
            by=self.actor,
            at=timezone.now(),
        )


class NameTrainersView(RequestForm):
    """Who gives it, and agrees on the date with the school."""

    permission = staticmethod(can_name_trainers)
    form_class = TrainersForm
    page_title = gettext_lazy("Name the trainers")
    success_message = gettext_lazy("Saved. Who is new is told by mail.")

    def get_initial(self) -> dict[str, Any]:
        return {"trainers": ", ".join(request_logins(self.object))}

    def perform(self, form: TrainersForm, /) -> None:
        keys = form.cleaned_data["trainers"]
        name_trainers(self.object.pk, keys, by=self.actor, at=timezone.now())
