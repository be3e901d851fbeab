"""What everybody may read: the courses and their dates."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eduport.training.forms import CatalogueForm
from eduport.training.models import TrainingCourse, TrainingDate
from eduport.training.permissions import can_ask, can_book, can_plan
from eduport.training.queries.bookings import own_by_course
from eduport.training.queries.catalogue import (
    catalogue,
    courses_visible_to,
    open_dates,
)
from eduport.training.services.booking import book_seat
from eduport.web.views import ActionView, ObjectPageView, PageView


class PublicPage(PageView):
    """A page for visitors and for those who are signed in."""

    is_public = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_in = self.actor.is_signed_in
        return super().get_context_data(
            base="web/app.html" if is_in else "web/public.html",
            is_signed_in=is_in,
            can_book=can_book(self.actor),
            can_plan=can_plan(self.actor),
            can_ask=can_ask(self.actor),
            **kwargs,
        )


class CatalogueView(PublicPage):
    """All courses with their next dates."""

    template_name = "training/catalogue.html"
    page_title = gettext_lazy("Training")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = CatalogueForm(self.request.GET)
        form.is_valid()
        courses = list(
            catalogue(
                kind=form.cleaned_data.get("kind", ""),
                words=form.cleaned_data.get("q", ""),
                at=timezone.now(),
            )
        )
        return super().get_context_data(
            filter_form=form,
            courses=courses,
            own=own_by_course(self.actor, [course.pk for course in courses]),
            crumbs=[(self.page_title, "")],
            **kwargs,
        )


class CourseView(PublicPage, ObjectPageView[TrainingCourse]):
    """A course with its dates, and a button at each."""

    template_name = "training/course.html"
    lookup = "uid"

    def visible_objects(self) -> QuerySet[TrainingCourse]:
        return courses_visible_to(self.actor)

    def get_page_title(self) -> str:
        return str(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        course = self.object
        return super().get_context_data(
            dates=open_dates(at=timezone.now()).filter(course=course),
            own=own_by_course(self.actor, [course.pk]).get(course.pk),
            crumbs=[(_("Training"), reverse("training:catalogue")), (str(course), "")],
            **kwargs,
        )


def can_book_date(actor: Any, _date: TrainingDate) -> bool:
    """Staff; what stands against it is told by the service."""
    return can_book(actor)


class BookView(ActionView[TrainingDate]):
    """Book a seat, or a place on the waiting list."""

    permission = staticmethod(can_book_date)
    lookup = "uid"
    next_url = "/"

    def visible_objects(self) -> QuerySet[TrainingDate]:
        return TrainingDate.objects.filter(course__in=courses_visible_to(self.actor))

    def perform(self, date: TrainingDate, /) -> None:
        self.booking = book_seat(date.pk, by=self.actor, at=timezone.now())

    def get_success_message(self) -> str:
        return _("%(course)s: %(state)s.") % {
            "course": self.booking.course,
            "state": self.booking.get_state_display(),
        }

    def get_next_url(self) -> str:
        return reverse("training:own")
