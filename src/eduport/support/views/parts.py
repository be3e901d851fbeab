"""Parts of the page of a report that come while somebody types, and the draft."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eduport.status.models import Incident
from eduport.support.forms.affected import picker_of, uids_in, values_in
from eduport.support.models import Ticket
from eduport.support.permissions import can_follow, can_report_online
from eduport.support.queries.affected import people_to_pick
from eduport.support.queries.known import known_now
from eduport.support.queries.reporters import schools_reported_for
from eduport.support.queries.tickets import open_like, questions_for
from eduport.support.queries.topics import topics_matching
from eduport.support.services.drafts import discard_draft, save_draft
from eduport.support.services.faults import follow_incident
from eduport.web.access import AccessView
from eduport.web.views import ActionView, CommandView


class KnownView(AccessView):
    """What is known about what somebody is typing, and what helps."""

    permission = staticmethod(can_report_online)
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        chosen = request.GET.get("component", "")
        component_id = int(chosen) if chosen.isdecimal() and len(chosen) < 10 else None  # noqa: PLR2004 -- fits the column
        words = request.GET.get("subject", "")[:150]
        context = {
            "known": known_now(component_id, words, at=timezone.now()),
            "similar": open_like(self.actor, component_id),
            "topics": topics_matching(words, self.actor),
        }
        return render(request, "support/_known.html", context)


class FindPeopleView(AccessView):
    """The people of the own schools whose names begin like that."""

    permission = staticmethod(can_report_online)
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        people = people_to_pick(schools_reported_for(self.actor))
        words, uids = request.GET.get("find", ""), request.GET.getlist("people")
        context = {"picker": picker_of(people, words, uids)}
        return render(request, "support/_people.html", context)


class SaveDraftView(AccessView):
    """Keeps the form as it is: by itself while somebody types, or by the button."""

    permission = staticmethod(can_report_online)
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        values, question = values_in(request.POST), self.question()
        draft = save_draft(values, question=question, by=self.actor, at=now)
        if request.headers.get("HX-Request"):
            return render(request, "support/_draft.html", {"draft": draft})
        if draft:
            messages.success(request, _("Your draft is kept for 30 days."))
        else:
            messages.error(request, _("There is nothing to keep yet."))
        return redirect("support:report")

    def question(self) -> Ticket | None:
        uid = self.request.POST.get("question", "")
        wanted = uids_in([uid])
        return questions_for(self.actor).filter(uid__in=wanted).first()


class DiscardDraftView(CommandView):
    """The button “Discard the draft”."""

    permission = staticmethod(can_report_online)
    success_message = gettext_lazy("The draft was discarded.")
    next_url = reverse_lazy("support:report")

    def run(self) -> None:
        discard_draft(by=self.actor)


class FollowIncidentView(ActionView[Incident]):
    """The button “That is it”."""

    permission = staticmethod(can_follow)
    lookup = "uid"
    success_message = gettext_lazy(
        "You are told by mail when it is over. Nothing else to do."
    )

    def visible_objects(self) -> QuerySet[Incident]:
        return Incident.objects.all()

    def perform(self, incident: Incident, /) -> None:
        follow_incident(incident, by=self.actor, at=timezone.now())

    def get_next_url(self) -> str:
        return reverse("support:own")
