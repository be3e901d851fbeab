"""Doing something to one person or many: what it will do, the result, and undoing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.generic.base import TemplateResponseMixin
from django_stubs_ext import StrOrPromise

from eduport.administration.forms.persons import selection_fields, selection_from
from eduport.administration.permissions import can_manage_people, can_manage_person
from eduport.administration.queries.actions import (
    actions_visible_to,
    counts_by_outcome,
    lines_of,
)
from eduport.administration.queries.selection import count_of_guests, selected_persons
from eduport.administration.services.person_actions import (
    UNDOINGS,
    foresee,
    run_action,
    undo_action,
)
from eduport.administration.types import Selection
from eduport.core.actor import Actor
from eduport.core.errors import DomainError
from eduport.people.models import (
    EFFECTIVE,
    ActionKind,
    ActionLine,
    Outcome,
    Person,
    PersonAction,
)
from eduport.people.queries import persons_visible_to
from eduport.web.access import AccessView
from eduport.web.lists import Column, ListPageView
from eduport.web.views import ActionView, ObjectView, PageContext

EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Wording:
    """How a kind of action is spoken of before it is done."""

    effect: StrOrPromise
    button: StrOrPromise
    is_danger: bool = False


WORDINGS = {
    ActionKind.LOCK: Wording(
        gettext_lazy(
            "Whoever is locked cannot sign in any more and is signed out everywhere, "
            "until it is undone. Mail and files stay."
        ),
        gettext_lazy("Lock"),
        is_danger=True,
    ),
    ActionKind.UNLOCK: Wording(
        gettext_lazy("Whoever is unlocked can sign in again with the same password."),
        gettext_lazy("Unlock"),
    ),
    ActionKind.RELEASE: Wording(
        gettext_lazy(
            "Whoever is released can no longer sign in, and the mailbox takes no mail. "
            "The data are kept until the grace period is over; until then it can be "
            "undone. Whoever belongs to another school as well only leaves this one."
        ),
        gettext_lazy("Release for deletion"),
        is_danger=True,
    ),
    ActionKind.REOPEN: Wording(
        gettext_lazy("Whoever comes back has the account, mail and files as before."),
        gettext_lazy("Take back the release"),
    ),
}


class BulkView(AccessView, PageContext, TemplateResponseMixin):
    """Shows what would become of the selected people; confirmed, does it."""

    permission = staticmethod(can_manage_people)
    needs_step_up = True
    http_method_names = ["post"]
    template_name = "administration/bulk.html"
    kind = ActionKind.LOCK

    @cached_property
    def selection(self) -> Selection:
        return selection_from(self.request.POST, self.actor)

    @cached_property
    def person_ids(self) -> list[int]:
        persons = selected_persons(self.actor, self.selection)
        return list(persons.order_by("pk").values_list("pk", flat=True))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            if request.POST.get("confirmed"):
                return self.done()
            return self.render_to_response(self.get_context_data())
        except DomainError as error:
            messages.error(request, str(error))
            return redirect("administration:people")

    def done(self) -> HttpResponse:
        action = run_action(
            self.kind, self.person_ids, by=self.actor, at=timezone.now()
        )
        return redirect("administration:action", action.uid)

    @cached_property
    def foreseen(self) -> Mapping[Outcome, int]:
        return foresee(self.kind, self.person_ids, by=self.actor, at=timezone.now())

    @property
    def effective(self) -> int:
        """For how many people something would change."""
        return sum(self.foreseen.get(one, 0) for one in EFFECTIVE)

    def get_page_title(self) -> str:
        if not self.effective:
            return str(self.kind.label)
        return title_of(self.kind, self.effective)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        foreseen = self.foreseen
        examples = Person.objects.filter(pk__in=self.person_ids[:EXAMPLES])
        return super().get_context_data(
            wording=WORDINGS[self.kind],
            foreseen=[(one, foreseen[one]) for one in Outcome if foreseen.get(one)],
            is_effective=self.effective > 0,
            examples=[str(person) for person in examples],
            more=max(0, len(self.person_ids) - EXAMPLES),
            guests=count_of_guests(self.actor, self.selection),
            fields=selection_fields(self.selection),
            cancel_url=people_url(self.selection),
            crumbs=[(_("People"), reverse("administration:people")), (self.title, "")],
            **kwargs,
        )

    @property
    def title(self) -> str:
        return self.get_page_title()


def people_url(selection: Selection) -> str:
    """Back to the list as it was."""
    url = reverse("administration:people")
    return f"{url}?{selection.query}" if selection.query else url


def title_of(kind: ActionKind, count: int) -> str:
    """Verb and number."""
    words = {
        ActionKind.LOCK: ngettext("Lock %(n)s person", "Lock %(n)s people", count),
        ActionKind.UNLOCK: ngettext(
            "Unlock %(n)s person", "Unlock %(n)s people", count
        ),
        ActionKind.RELEASE: ngettext(
            "Release %(n)s person for deletion",
            "Release %(n)s people for deletion",
            count,
        ),
        ActionKind.REOPEN: ngettext(
            "Take back the release of %(n)s person",
            "Take back the release of %(n)s people",
            count,
        ),
    }
    return words[kind] % {"n": count}


class SingleView(ObjectView[Person]):
    """A button on a person's page: done at once, the result offers to undo it."""

    http_method_names = ["post"]
    permission = staticmethod(can_manage_person)
    lookup = "uid"
    kind = ActionKind.LOCK

    def visible_objects(self) -> QuerySet[Person]:
        return persons_visible_to(self.actor)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        ids = [self.object.pk]
        action = run_action(self.kind, ids, by=self.actor, at=timezone.now())
        return redirect("administration:action", action.uid)


def can_let_go(actor: Actor, person: Person) -> bool:
    """Whoever is visible may be let go from the own school."""
    return can_manage_people(actor)


class LetGoView(SingleView):
    """Also for guests: they leave this school, and nothing else happens to them."""

    permission = staticmethod(can_let_go)
    needs_step_up = True
    kind = ActionKind.RELEASE


class ActionResultView(ListPageView[ActionLine]):
    """What became of each person."""

    permission = staticmethod(can_manage_people)
    template_name = "administration/action.html"
    results_template_name = "administration/_action_lines.html"
    columns = (
        Column("name", gettext_lazy("Name"), ("person__sort_name",)),
        Column("outcome", pgettext_lazy("action", "Result"), ("outcome",)),
    )
    default_sort = "outcome"

    @cached_property
    def action(self) -> PersonAction:
        return get_object_or_404(
            actions_visible_to(self.actor), uid=self.kwargs["action_uid"]
        )

    def rows(self) -> QuerySet[ActionLine]:
        return lines_of(self.actor, self.action)

    def get_page_title(self) -> str:
        return str(ActionKind(self.action.kind).label)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counts = counts_by_outcome(self.action)
        is_effective = any(outcome in EFFECTIVE for outcome, _count in counts)
        is_undoable = ActionKind(self.action.kind) in UNDOINGS
        return super().get_context_data(
            action=self.action,
            counts=counts,
            can_undo=is_effective and is_undoable and not self.action.undone_at,
            crumbs=[
                (_("People"), reverse("administration:people")),
                (self.get_page_title(), ""),
            ],
            **kwargs,
        )


def can_undo(actor: Actor, _action: Model) -> bool:
    """Whoever sees an action did it, or is of the central team."""
    return can_manage_people(actor)


class UndoActionView(ActionView[PersonAction]):
    """Takes an action back."""

    permission = staticmethod(can_undo)
    success_message = gettext_lazy("Undone.")

    def visible_objects(self) -> QuerySet[PersonAction]:
        return actions_visible_to(self.actor)

    @cached_property
    def object(self) -> PersonAction:
        return get_object_or_404(self.visible_objects(), uid=self.kwargs["action_uid"])

    def get_next_url(self) -> str:
        return reverse("administration:action", args=[self.object.uid])

    def perform(self, action: PersonAction, /) -> None:
        undo_action(action, by=self.actor, at=timezone.now())
