"""Planning: courses, dates, who comes."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from eduport.core.actor import Actor
from eduport.training.forms import CourseForm, DateForm
from eduport.training.models import CourseKind, TrainingCourse, TrainingDate
from eduport.training.permissions import can_plan
from eduport.training.queries.desk import (
    courses_to_plan,
    dates_visible_to,
    lately_held,
    months_ahead,
    planned_dates,
    trainer_logins,
)
from eduport.training.queries.requests import requests_waiting
from eduport.training.services.courses import (
    add_course,
    add_date,
    cancel_date,
    change_course,
    change_date,
    publish_course,
    withdraw_course,
)
from eduport.training.views.bases import FORM, desk_crumbs
from eduport.web.access import AccessView
from eduport.web.confirmation import Confirmation, ask
from eduport.web.views import (
    ActionView,
    FormPageView,
    ObjectFormPageView,
    PageView,
)

DESK = reverse_lazy("training:desk")


def can_plan_object(actor: Actor, _object: object) -> bool:
    """Whoever plans training plans all of it."""
    return can_plan(actor)


class PlanningView(PageView):
    """All that is planned, and how full it is."""

    permission = staticmethod(can_plan)
    template_name = "training/desk.html"
    page_title = gettext_lazy("Plan training")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        return super().get_context_data(
            dates=planned_dates(at=now),
            months=months_ahead(at=now),
            held=lately_held(at=now),
            open_requests=requests_waiting(),
            courses=courses_to_plan(),
            crumbs=[(self.page_title, "")],
            **kwargs,
        )


class AddCourseView(FormPageView):
    """A new course; it is published when it is ready."""

    permission = staticmethod(can_plan)
    template_name = FORM
    form_class = CourseForm
    page_title = gettext_lazy("New course")
    success_message = gettext_lazy("Saved. Publish it so that it is found.")
    next_url = DESK

    def perform(self, form: CourseForm, /) -> None:
        add_course(form.draft(), by=self.actor, at=timezone.now())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = desk_crumbs((self.page_title, ""))
        return super().get_context_data(crumbs=crumbs, cancel_url=DESK, **kwargs)


class PlannedCourse(AccessView):
    """Finds a course by its uid."""

    permission = staticmethod(can_plan_object)
    lookup = "uid"
    next_url: StrOrPromise = DESK

    def visible_objects(self) -> QuerySet[TrainingCourse]:
        return TrainingCourse.objects.all()


class ChangeCourseView(PlannedCourse, ObjectFormPageView[TrainingCourse]):
    """Describe a course anew."""

    template_name = FORM
    form_class = CourseForm
    success_message = gettext_lazy("Saved.")

    def get_page_title(self) -> str:
        return _("Change “%(course)s”") % {"course": self.object}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.object}

    def perform(self, form: CourseForm, /) -> None:
        change_course(self.object, form.draft(), by=self.actor, at=timezone.now())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = desk_crumbs((self.get_page_title(), ""))
        return super().get_context_data(crumbs=crumbs, cancel_url=DESK, **kwargs)


class PublishCourseView(PlannedCourse, ActionView[TrainingCourse]):
    """Let everybody find it."""

    success_message = gettext_lazy("Published.")

    def perform(self, course: TrainingCourse, /) -> None:
        publish_course(course, by=self.actor, at=timezone.now())


class WithdrawCourseView(PlannedCourse, ActionView[TrainingCourse]):
    """Take it out of the catalogue."""

    success_message = gettext_lazy("Taken out of the catalogue. Bookings stay.")

    def perform(self, course: TrainingCourse, /) -> None:
        withdraw_course(course, by=self.actor, at=timezone.now())


class AddDateView(PlannedCourse, ObjectFormPageView[TrainingCourse]):
    """A new date of a course that single people book."""

    template_name = FORM
    form_class = DateForm
    submit_label = gettext_lazy("Plan the date")
    success_message = gettext_lazy("Planned.")

    def visible_objects(self) -> QuerySet[TrainingCourse]:
        return super().visible_objects().exclude(kind=CourseKind.IN_SCHOOL)

    def get_page_title(self) -> str:
        return _("New date: %(course)s") % {"course": self.object}

    def perform(self, form: DateForm, /) -> None:
        add_date(self.object, form.draft(), by=self.actor, at=timezone.now())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = desk_crumbs((self.get_page_title(), ""))
        return super().get_context_data(crumbs=crumbs, cancel_url=DESK, **kwargs)


class PlannedDate(AccessView):
    """Finds a date by its uid."""

    permission = staticmethod(can_plan_object)
    lookup = "uid"
    next_url: StrOrPromise = DESK

    def visible_objects(self) -> QuerySet[TrainingDate]:
        return dates_visible_to(self.actor)


class ChangeDateView(PlannedDate, ObjectFormPageView[TrainingDate]):
    """Another time or place, more or fewer seats, other trainers."""

    template_name = FORM
    form_class = DateForm
    success_message = gettext_lazy(
        "Saved. If time or place is another one, everybody who is booked is told."
    )

    def get_page_title(self) -> str:
        return _("Change a date: %(course)s") % {"course": self.object.course}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.object}

    def get_initial(self) -> dict[str, Any]:
        return {"trainers": ", ".join(trainer_logins(self.object))}

    def perform(self, form: DateForm, /) -> None:
        change_date(self.object.pk, form.draft(), by=self.actor, at=timezone.now())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = desk_crumbs((self.get_page_title(), ""))
        return super().get_context_data(crumbs=crumbs, cancel_url=DESK, **kwargs)


class CancelDateView(PlannedDate, ActionView[TrainingDate]):
    """Ask, then let a date not take place."""

    http_method_names = ["get", "head", "post"]
    success_message = gettext_lazy("Cancelled. Everybody who is booked is told.")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        confirmation = Confirmation(
            title=_("Cancel this date of “%(course)s”")
            % {"course": self.object.course},
            effect=_(
                "It does not take place. Everybody who has a seat or waits for one is "
                "told by mail. This cannot be undone."
            ),
            label=_("Cancel the date"),
            action=request.path,
            cancel_url=reverse("training:desk"),
            is_danger=True,
        )
        return ask(request, confirmation)

    def perform(self, date: TrainingDate, /) -> None:
        cancel_date(date.pk, by=self.actor, at=timezone.now())
