"""Who else is at a ticket: asked by its page every few seconds."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from eduport.support.permissions import can_answer
from eduport.support.queries.desk import others_at
from eduport.support.services.presence import be_present
from eduport.support.views.tickets import OfTicket


class PresenceView(OfTicket):
    """Says that somebody has it open or writes, and hears who else does.

    Answers 204 when that is what the page says already: a reader of the screen must
    not hear the same again and again.
    """

    permission = staticmethod(can_answer)
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        ticket, now = self.object, timezone.now()
        be_present(ticket, is_writing="writes" in request.POST, by=self.actor, at=now)
        others = others_at(ticket, self.actor, at=now)
        if others == request.POST.get("known"):
            return HttpResponse(status=204)
        return render(request, "support/_presence.html", {"others": others})
