"""The desk's page: what waits for a decision, what is open, what is planned."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy

from eduport.status.formats.shown import shown_board
from eduport.status.models import Proposal
from eduport.status.permissions import can_manage_status
from eduport.status.queries import current_board
from eduport.status.queries.desk import (
    open_incidents_of_desk,
    open_proposals,
    planned_windows,
    unreviewed_incidents,
)
from eduport.status.services.proposals import decline_proposal
from eduport.status.views.bases import DESK, ManagedView
from eduport.web.views import ActionView, PageView


class DeskView(PageView):
    """Everything that the central team and the service desk look after."""

    permission = staticmethod(can_manage_status)
    template_name = "status/desk.html"
    page_title = gettext_lazy("Manage the state of the services")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        return super().get_context_data(
            board=shown_board(current_board(now), now),
            proposals=open_proposals(),
            incidents=open_incidents_of_desk(),
            unreviewed=unreviewed_incidents(now),
            windows=planned_windows(now),
            crumbs=[(self.page_title, "")],
            **kwargs,
        )


class DeclineView(ManagedView, ActionView[Proposal]):
    """It is nothing."""

    next_url = DESK
    success_message = gettext_lazy(
        "Declined. For an hour nothing is proposed for this component."
    )

    def visible_objects(self) -> QuerySet[Proposal]:
        return Proposal.objects.all()

    def perform(self, proposal: Proposal, /) -> None:
        decline_proposal(proposal.pk, by=self.actor, at=timezone.now())
