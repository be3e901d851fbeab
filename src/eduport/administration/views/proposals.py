"""Adoptions and possible duplicates side by side, decided by a human."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eduport.administration.forms import OtherPersonForm
from eduport.administration.permissions import can_manage_people, can_manage_person
from eduport.administration.queries.proposals import (
    beside_the_row,
    comparable,
    find_by_login,
    open_proposals_of,
    proposals_visible_to,
    proposed_twin,
    side_by_side,
)
from eduport.core.actor import Actor
from eduport.core.errors import DomainError
from eduport.people.models import Person, Proposal, ProposalKind
from eduport.people.queries import persons_visible_to
from eduport.people.services.merging import merge_persons
from eduport.people.services.proposals import accept_adoption, decline_proposal
from eduport.web.lists import Column, ListPageView
from eduport.web.views import ActionView, ObjectPageView


class ProposalsView(ListPageView[Proposal]):
    """What waits for a decision at the own schools."""

    permission = staticmethod(can_manage_people)
    template_name = "administration/proposals.html"
    results_template_name = "administration/_proposals.html"
    page_title = gettext_lazy("Adoptions and possible duplicates")
    columns = (
        Column("row", gettext_lazy("In the source"), ("family_name", "given_name")),
        Column("kind", gettext_lazy("Kind"), ("kind",)),
        Column("person", gettext_lazy("Known person"), ("person__sort_name",)),
        Column("school", gettext_lazy("School"), ("school__name",)),
        Column("at", gettext_lazy("Found"), ("proposed_at",)),
    )
    default_sort = "-at"

    def rows(self) -> QuerySet[Proposal]:
        return open_proposals_of(self.actor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = [
            (_("People"), reverse("administration:people")),
            (self.page_title, ""),
        ]
        return super().get_context_data(crumbs=crumbs, **kwargs)


def can_decide(actor: Actor, _proposal: Proposal) -> bool:
    """Whoever sees a proposal looks after its school."""
    return can_manage_people(actor)


class ProposalView(ObjectPageView[Proposal]):
    """One proposal: both sides, and what to decide."""

    permission = staticmethod(can_decide)
    template_name = "administration/proposal.html"

    def visible_objects(self) -> QuerySet[Proposal]:
        return proposals_visible_to(self.actor)

    def get_page_title(self) -> str:
        if self.object.kind == ProposalKind.ADOPTION:
            return _("Is %(person)s the same person?") % {"person": self.object.person}
        return _("Is it %(person)s twice?") % {"person": self.object.person}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        proposal = self.object
        twin = proposed_twin(self.actor, proposal)
        lines = beside_the_row(proposal)
        if twin:
            lines = side_by_side(proposal.person, twin)
        back = reverse("administration:proposals")
        return super().get_context_data(
            lines=lines,
            twin=twin,
            is_adoption=proposal.kind == ProposalKind.ADOPTION,
            crumbs=[(ProposalsView.page_title, back), (self.get_page_title(), "")],
            **kwargs,
        )


class DecisionView(ActionView[Proposal]):
    """Base of the buttons below a proposal."""

    permission = staticmethod(can_decide)

    def visible_objects(self) -> QuerySet[Proposal]:
        return proposals_visible_to(self.actor)

    def get_next_url(self) -> str:
        return reverse("administration:proposals")


class AcceptView(DecisionView):
    """Lets the source lead the person; the result offers to undo it."""

    needs_step_up = True

    def visible_objects(self) -> QuerySet[Proposal]:
        return super().visible_objects().filter(kind=ProposalKind.ADOPTION)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        action = accept_adoption(self.object.pk, by=self.actor, at=timezone.now())
        if action is None:
            messages.error(request, _("Somebody has decided otherwise already."))
            return redirect(self.get_next_url())
        return redirect("administration:action", action.uid)


class DeclineView(DecisionView):
    """Says that these are two people."""

    success_message = gettext_lazy(
        "Noted: these are two people. Nobody asks again about them."
    )

    def perform(self, proposal: Proposal, /) -> None:
        decline_proposal(proposal.pk, by=self.actor, at=timezone.now())


class MergeView(ObjectPageView[Person]):
    """Puts a person beside a second one; then one of the two is kept."""

    permission = staticmethod(can_manage_person)
    needs_step_up = True
    http_method_names = ["get", "head", "post"]
    lookup = "uid"
    template_name = "administration/merge.html"
    page_title = gettext_lazy("Merge two records of one person")

    def visible_objects(self) -> QuerySet[Person]:
        related = ("home_school", "source", "merged_into")
        persons = persons_visible_to(self.actor).filter(merged_into=None)
        return persons.select_related(*related)

    @cached_property
    def form(self) -> OtherPersonForm:
        return OtherPersonForm(self.request.GET or None)

    @cached_property
    def other(self) -> Person | None:
        """The second one, by the login that was typed."""
        if not self.form.is_valid():
            return None
        found = find_by_login(self.actor, self.form.cleaned_data["login"])
        if found is None or found == self.object:
            self.form.add_error("login", _("Nobody else of yours signs in with this."))
            return None
        return found

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        persons = comparable(self.actor)
        try:
            other = get_object_or_404(persons, uid=request.POST.get("other", ""))
        except ValidationError as error:
            raise Http404 from error
        try:
            action = merge_persons(self.object, other, by=self.actor, at=timezone.now())
        except DomainError as error:
            messages.error(request, str(error))
            return redirect("administration:person", self.object.uid)
        return redirect("administration:action", action.uid)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        other = self.other
        back = reverse("administration:person", args=[self.object.uid])
        return super().get_context_data(
            form=self.form,
            other=other,
            lines=side_by_side(self.object, other) if other else [],
            crumbs=[(str(self.object), back), (self.page_title, "")],
            **kwargs,
        )
