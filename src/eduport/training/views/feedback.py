"""Saying how a training was."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eduport.training.forms import FeedbackForm
from eduport.training.models import Booking, BookingState
from eduport.training.services.feedback import give_feedback
from eduport.training.views.bases import FORM, training_crumbs
from eduport.training.views.own import OwnBooking
from eduport.web.views import ObjectFormPageView


class FeedbackView(OwnBooking, ObjectFormPageView[Booking]):
    """A short form; nobody sees who said what."""

    template_name = FORM
    form_class = FeedbackForm
    submit_label = gettext_lazy("Send anonymously")
    cancel = reverse_lazy("training:own")
    intro = gettext_lazy(
        "Your answers are counted together with those of the others and kept without "
        "your name or the time. They can be read when the time for answers is over, "
        "and only if at least five people have answered."
    )
    success_message = gettext_lazy("Thank you. Your answers are counted.")

    def visible_objects(self) -> QuerySet[Booking]:
        return super().visible_objects().filter(state=BookingState.ATTENDED)

    def get_page_title(self) -> str:
        return _("How was it? %(course)s") % {"course": self.object.course}

    def perform(self, form: FeedbackForm, /) -> None:
        give_feedback(
            self.object.pk,
            form.ratings(),
            form.cleaned_data["words"],
            by=self.actor,
            at=timezone.now(),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = training_crumbs((self.get_page_title(), ""))
        return super().get_context_data(crumbs=crumbs, cancel_url=self.cancel, **kwargs)
