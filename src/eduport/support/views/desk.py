"""Pages of the service desk."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from eduport.status.models import Impact, Incident
from eduport.status.services.incidents import IncidentDraft, Said, Scope
from eduport.support.forms import BulkForm, DeskFilter, MergeForm
from eduport.support.forms.desk import NewIncidentForm, SaveViewForm
from eduport.support.models import Ticket
from eduport.support.permissions import can_work_at_desk, can_work_on
from eduport.support.queries.desk import views_visible_to
from eduport.support.queries.tickets import (
    faults_for_desk,
    matching,
    open_ones,
    overdue,
    unassigned,
)
from eduport.support.services.desk import (
    link_to_incident,
    merge_ticket,
    open_incident_of,
    put_back_ticket,
    take_ticket,
)
from eduport.support.views.tickets import LONGEST_KEY, OfTicket
from eduport.web.access import AccessView
from eduport.web.lists import Column, ListPageView
from eduport.web.views import ActionView, FormPageView, ObjectFormPageView

FILTERS = ("state", "priority", "component", "team")


class DeskQueueView(ListPageView[Ticket]):
    """The queue: the most urgent first, what is due next on top."""

    permission = staticmethod(can_work_at_desk)
    template_name = "support/queue.html"
    results_template_name = "support/_queue.html"
    page_title = gettext_lazy("Fault reports")
    filter_form_class = DeskFilter
    columns = (
        Column("number", gettext_lazy("Number"), ("pk",)),
        Column("subject", gettext_lazy("Subject"), ("subject",)),
        Column("priority", gettext_lazy("Priority"), ("priority", "due_at")),
        Column("component", gettext_lazy("Service"), ("component__position",)),
        Column("school", gettext_lazy("School"), ("school__name",)),
        Column("state", gettext_lazy("State"), ("state",)),
        Column("assignee", gettext_lazy("With")),
        Column("due", gettext_lazy("Due"), ("due_at",)),
    )
    default_sort = "priority"

    def rows(self) -> QuerySet[Ticket]:
        return faults_for_desk(self.actor).select_related(
            "school", "component", "assignee", "team"
        )

    def filtered(
        self, rows: QuerySet[Ticket], values: dict[str, Any]
    ) -> QuerySet[Ticket]:
        rows = self._viewed(rows, values.get("view", ""))
        if words := values.get("q"):
            rows = matching(rows, words)
        plain = {name: values.get(name) for name in FILTERS}
        return rows.filter(**{name: value for name, value in plain.items() if value})

    def _viewed(self, rows: QuerySet[Ticket], view: str) -> QuerySet[Ticket]:
        if view == "all":
            return rows
        rows = open_ones(rows)
        if view == "unassigned":
            return unassigned(rows)
        if view == "mine":
            return rows.filter(assignee=self.actor.person_id)
        return overdue(rows, at=timezone.now()) if view == "late" else rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            crumbs=[(self.page_title, "")],
            now=timezone.now(),
            incidents=Incident.objects.filter(resolved_at=None),
            views=views_visible_to(self.actor),
            my_id=self.actor.person_id,
            save_form=SaveViewForm(initial={"query": self.request.GET.urlencode()}),
            **kwargs,
        )


class LinkToIncidentView(AccessView):
    """The ticked reports are one incident."""

    permission = staticmethod(can_work_at_desk)
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        form = BulkForm(request.POST)
        if form.is_valid():
            values = form.cleaned_data
            keys = [one.pk for one in values["ids"]]
            incident, now = values["incident"], timezone.now()
            count = link_to_incident(keys, incident, by=self.actor, at=now)
            said = ngettext(
                "%(count)d report belongs to the incident now.",
                "%(count)d reports belong to the incident now.",
                count,
            )
            messages.success(request, said % {"count": count})
        else:
            messages.error(request, _("Please tick reports and choose an incident."))
        return redirect("support:queue")


class NewIncidentView(FormPageView):
    """The ticked reports are an incident that nobody has opened yet."""

    permission = staticmethod(can_work_at_desk)
    form_class = NewIncidentForm
    template_name = "support/new_incident.html"
    page_title = gettext_lazy("Open an incident")
    submit_label = gettext_lazy("Tell everybody whom it concerns")
    success_message = gettext_lazy(
        "The incident is open, and the reports belong to it."
    )
    next_url = reverse_lazy("support:queue")

    @cached_property
    def reports(self) -> list[Ticket]:
        """Those of the ticked ones that are open."""
        ticked = (text for text in self.request.POST.getlist("ids") if text.isdecimal())
        keys = [int(text) for text in ticked if len(text) < LONGEST_KEY]
        found = open_ones(faults_for_desk(self.actor)).filter(pk__in=keys)
        return list(found.select_related("component", "school").order_by("pk"))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("support:queue")

    def post(self, request: HttpRequest, *args: str, **kwargs: Any) -> HttpResponse:
        if not self.reports:
            messages.error(request, _("Please tick open reports first."))
            return redirect("support:queue")
        if "title_de" not in request.POST:
            # From the queue: now it is asked what to say.
            return self.render_to_response(
                self.get_context_data(form=NewIncidentForm())
            )
        return super().post(request, *args, **kwargs)

    def perform(self, form: NewIncidentForm, /) -> None:
        values = form.cleaned_data
        draft = IncidentDraft(
            values["title_de"],
            values["title_en"],
            Impact(values["impact"]),
            Said(values["text_de"], values["text_en"]),
            Scope([]),
            min(one.started_at or one.created_at for one in self.reports),
        )
        open_incident_of(
            [one.pk for one in self.reports],
            draft,
            only_schools=values["only_schools"],
            by=self.actor,
            at=timezone.now(),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        queue = (_("Fault reports"), reverse("support:queue"))
        return super().get_context_data(
            crumbs=[queue, (self.page_title, "")],
            cancel_url=reverse("support:queue"),
            reports=self.reports,
            **kwargs,
        )


class OfDesk(OfTicket):
    """Base of what only the desk does with a report."""

    permission = staticmethod(can_work_on)


class TakeView(OfDesk, ActionView[Ticket]):
    """The button “Take it”."""

    success_message = gettext_lazy("It is with you now.")

    def perform(self, ticket: Ticket, /) -> None:
        take_ticket(ticket, by=self.actor, at=timezone.now())


class PutBackView(OfDesk, ActionView[Ticket]):
    """The button “Put back”."""

    success_message = gettext_lazy("It waits for somebody else now.")

    def perform(self, ticket: Ticket, /) -> None:
        put_back_ticket(ticket, by=self.actor, at=timezone.now())


class MergeView(OfDesk, ObjectFormPageView[Ticket]):
    """Close a report as a duplicate of another one."""

    form_class = MergeForm
    template_name = "support/form.html"
    submit_label = gettext_lazy("Merge")
    success_message = gettext_lazy("Merged.")

    def get_page_title(self) -> str:
        return _("Merge #%(number)d") % {"number": self.object.pk}

    def perform(self, form: MergeForm, /) -> None:
        number = form.cleaned_data["number"]
        kept = merge_ticket(self.object, number, by=self.actor, at=timezone.now())
        self.merged_into = kept

    def get_next_url(self) -> str:
        return reverse("support:ticket", args=[self.merged_into.uid])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        here = reverse("support:ticket", args=[self.object.uid])
        return super().get_context_data(
            crumbs=[(str(self.object), here), (self.get_page_title(), "")],
            cancel_url=here,
            **kwargs,
        )
