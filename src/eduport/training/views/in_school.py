"""In-school training: asking for it, agreeing on a date, and that it took place."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eduport.core.actor import Actor
from eduport.training.forms import AskForm, HeldForm, ProposalForm, ReasonForm
from eduport.training.models import CourseKind, InSchoolRequest, TrainingCourse
from eduport.training.permissions import can_ask, can_plan
from eduport.training.queries.catalogue import courses_visible_to
from eduport.training.queries.requests import in_school_requests, schools_asking
from eduport.training.rules.requests import Side, possible_steps
from eduport.training.services.in_school import (
    agree_to_date,
    ask_for_training,
    decline_training,
    note_as_held,
    propose_date,
    withdraw_request,
)
from eduport.training.views.bases import training_crumbs
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
            requests=in_school_requests(self.actor),
            crumbs=training_crumbs((self.page_title, "")),
            **kwargs,
        )


def can_ask_for(actor: Actor, _course: TrainingCourse) -> bool:
    return can_ask(actor)


class AskView(ObjectFormPageView[TrainingCourse]):
    """Ask for a training at the own school."""

    permission = staticmethod(can_ask_for)
    lookup = "uid"
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


def can_see(actor: Actor, _request: InSchoolRequest) -> bool:
    """What is found is of the own school, or of the central team."""
    return can_see_in_school(actor)


def is_team(actor: Actor, _request: InSchoolRequest) -> bool:
    return can_plan(actor)


def is_school(actor: Actor, _request: InSchoolRequest) -> bool:
    return can_ask(actor)


class OneInSchool(AccessView):
    """Finds a request, and knows for which side somebody acts."""

    permission = staticmethod(can_see)
    lookup = "uid"
    object: InSchoolRequest

    def visible_objects(self) -> QuerySet[InSchoolRequest]:
        return in_school_requests(self.actor)

    @cached_property
    def side(self) -> Side:
        return Side.TEAM if can_plan(self.actor) else Side.SCHOOL

    def get_next_url(self) -> str:
        return reverse("training:request", args=[self.object.uid])

    def page_crumbs(self) -> list[Any]:
        """The way to the page of the request."""
        here = (str(self.object.course), self.get_next_url())
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
        is_over = request.date is not None and request.date.ends_at <= now
        return super().get_context_data(
            steps={
                step.value
                for step in possible_steps(
                    request.state,
                    self.side,
                    proposed_by=request.proposed_by,
                    is_over=is_over,
                )
            },
            is_mine=request.proposed_by == self.side,
            events=request.requestevent_set.select_related("person"),
            is_team=self.side == Side.TEAM,
            crumbs=self.page_crumbs(),
            **kwargs,
        )


class RequestForm(OneInSchool, ObjectFormPageView[InSchoolRequest]):
    """A form about one request."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            crumbs=[*self.page_crumbs(), (self.get_page_title(), "")],
            cancel_url=self.get_next_url(),
            **kwargs,
        )


class ProposeView(RequestForm):
    """Propose a date to the other side."""

    form_class = ProposalForm
    page_title = gettext_lazy("Propose a date")
    submit_label = gettext_lazy("Propose")
    success_message = gettext_lazy("Proposed. The other side is told by mail.")

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

    success_message = gettext_lazy("Agreed. The other side is told by mail.")

    def perform(self, request: InSchoolRequest, /) -> None:
        agree_to_date(request.pk, side=self.side, by=self.actor, at=timezone.now())


class DeclineTrainingView(RequestForm):
    """Say that it cannot be done, and why."""

    permission = staticmethod(is_team)
    form_class = ReasonForm
    page_title = gettext_lazy("Decline the request")
    submit_label = gettext_lazy("Decline")
    success_message = gettext_lazy("Declined. The school is told by mail.")

    def perform(self, form: ReasonForm, /) -> None:
        text = form.cleaned_data["text"]
        decline_training(self.object.pk, text, by=self.actor, at=timezone.now())


class WithdrawRequestView(OneInSchool, ActionView[InSchoolRequest]):
    """Take it back as the school."""

    permission = staticmethod(is_school)
    success_message = gettext_lazy("Taken back.")

    def perform(self, request: InSchoolRequest, /) -> None:
        withdraw_request(request.pk, by=self.actor, at=timezone.now())


class HeldView(RequestForm):
    """It took place."""

    form_class = HeldForm
    page_title = gettext_lazy("It has taken place")
    success_message = gettext_lazy("Noted.")

    def get_initial(self) -> dict[str, Any]:
        return {"participants": self.object.participants}

    def perform(self, form: HeldForm, /) -> None:
        number = form.cleaned_data["participants"]
        note_as_held(
            self.object.pk, number, side=self.side, by=self.actor, at=timezone.now()
        )
