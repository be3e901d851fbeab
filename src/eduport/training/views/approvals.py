"""What heads of school decide about their staff."""

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from eduport.core.actor import Actor
from eduport.training.models import Booking
from eduport.training.permissions import can_approve, can_plan
from eduport.training.queries.bookings import (
    declined_visible_to,
    requests_visible_to,
)
from eduport.training.services.booking import approve_request, decline_request
from eduport.training.views.bases import training_crumbs
from eduport.web.access import AccessView
from eduport.web.views import ActionView, PageView


def can_see_requests(actor: Actor) -> bool:
    return can_approve(actor) or can_plan(actor)


def can_decide(actor: Actor, _booking: Booking) -> bool:
    """Of whose requests somebody decides, the query says."""
    return can_see_requests(actor)


class ApprovalsView(PageView):
    """Who of the school waits for an answer; nothing of anybody else."""

    permission = staticmethod(can_see_requests)
    template_name = "training/approvals.html"
    page_title = gettext_lazy("Training to approve")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            requests=requests_visible_to(self.actor),
            declined=declined_visible_to(self.actor, at=timezone.now()),
            crumbs=training_crumbs((self.page_title, "")),
            **kwargs,
        )


class OneRequest(AccessView):
    """Finds a request that waits for this head."""

    permission = staticmethod(can_decide)
    lookup = "uid"
    next_url: StrOrPromise = reverse_lazy("training:approvals")

    def visible_objects(self) -> QuerySet[Booking]:
        return requests_visible_to(self.actor)


class ApproveView(OneRequest, ActionView[Booking]):
    """Agree, also to what was declined before."""

    success_message = gettext_lazy("Approved. The person is told by mail.")

    def visible_objects(self) -> QuerySet[Booking]:
        waiting = super().visible_objects().values("pk")
        declined = declined_visible_to(self.actor, at=timezone.now()).values("pk")
        return Booking.objects.filter(Q(pk__in=waiting) | Q(pk__in=declined))

    def perform(self, booking: Booking, /) -> None:
        approve_request(booking.pk, by=self.actor, at=timezone.now())


class DeclineRequestView(OneRequest, ActionView[Booking]):
    """Do not agree."""

    success_message = gettext_lazy(
        "Declined. The person is told by mail. You can still approve it below."
    )

    def perform(self, booking: Booking, /) -> None:
        decline_request(booking.pk, by=self.actor, at=timezone.now())
