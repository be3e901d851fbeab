"""Changes of school: ask, agree, withdraw, and undo what was made."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from eduport.administration.errors import SeveralSchoolsError
from eduport.administration.forms.moves import MoveFilterForm, SchoolChangeForm
from eduport.administration.forms.persons import selection_fields, selection_from
from eduport.administration.permissions import (
    can_agree,
    can_ask_undo,
    can_manage_people,
    can_see_move,
    can_undo_move,
)
from eduport.administration.queries.moves import (
    NAMED,
    MovePreview,
    is_asked_to_agree,
    is_asked_to_undo,
    is_undoable,
    lines_of_move,
    listed_moves,
    moves_visible_to,
    preview_of_move,
    schools_to_move_to,
    shown_lines,
    shown_moves,
    state_of_move,
    with_state,
)
from eduport.administration.queries.selection import count_of_guests, selected_persons
from eduport.administration.services.person_actions import (
    AT_A_TIME,
    NobodySelectedError,
    TooManyPersonsError,
)
from eduport.administration.types import MoveState, Selection
from eduport.administration.views.actions import people_url
from eduport.core.actor import Actor
from eduport.core.errors import DomainError
from eduport.people.models import Person, School, SchoolChange, SchoolChangeLine
from eduport.people.queries import persons_visible_to
from eduport.people.services.moves import (
    agree_to_school_change,
    ask_school_change,
    ask_undo,
    drop_undo_wish,
    undo_move,
    withdraw_school_change,
)
from eduport.web.lists import Column, ListPageView
from eduport.web.views import ActionView, FormPageView, ObjectView


class AskBase(FormPageView):
    """Base of asking: first who can go and who cannot, then to which school and when.

    Subclasses say of which `school` which `persons` are meant.
    """

    needs_step_up = True
    template_name = "administration/move_ask.html"
    page_title = gettext_lazy("Ask for a change of school")
    form_class = SchoolChangeForm

    @property
    def school(self) -> School:
        raise NotImplementedError

    def persons(self) -> QuerySet[Person]:
        raise NotImplementedError

    @cached_property
    def preview(self) -> MovePreview:
        return preview_of_move(self.persons(), self.school)

    def get_form_kwargs(self) -> dict[str, Any]:
        schools = schools_to_move_to(self.actor, self.school)
        return super().get_form_kwargs() | {"schools": schools}

    def perform(self, form: Any, /) -> None:
        self.change = ask_school_change(
            [person.pk for person in self.preview.movable],
            (self.school, form.cleaned_data["to_school"]),
            effective_on=form.cleaned_data["effective_on"],
            by=self.actor,
            at=timezone.now(),
        )

    def get_next_url(self) -> str:
        return reverse("administration:school_change", args=[self.change.uid])

    def get_success_message(self) -> str:
        return message_about(self.change, self.actor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            preview=self.preview,
            school=self.school,
            examples=self.preview.movable[:NAMED],
            **kwargs,
        )


def message_about(change: SchoolChange, actor: Actor) -> str:
    """What somebody reads who has just asked or agreed."""
    sentences = {
        MoveState.DONE: _("The change of school was made."),
        MoveState.AGREED: _("Both schools have agreed. It is made on the day."),
    }
    waits = _("The other school has been asked. It is made when they agree.")
    return sentences.get(state_of_move(change, actor), waits)


class AskView(AskBase):
    """For the people who were selected on the list, such as a whole class."""

    permission = staticmethod(can_manage_people)

    @cached_property
    def selection(self) -> Selection:
        return selection_from(self.request.POST, self.actor)

    def persons(self) -> QuerySet[Person]:
        return selected_persons(self.actor, self.selection)

    @cached_property
    def school(self) -> School:
        """The home school of all of them. Raises SeveralSchoolsError and others."""
        count = self.persons().count()
        if not count:
            raise NobodySelectedError
        if count > AT_A_TIME:
            raise TooManyPersonsError(count=count, limit=AT_A_TIME)
        homes = self.persons().order_by().values("home_school")
        schools = list(School.objects.filter(pk__in=homes)[:2])
        if len(schools) > 1:
            raise SeveralSchoolsError
        return schools[0]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("administration:people")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            _school = self.school
        except DomainError as error:
            messages.error(request, str(error))
            return redirect(people_url(self.selection))
        if "confirmed" in request.POST:
            return super().post(request, *args, **kwargs)
        schools = schools_to_move_to(self.actor, self.school)
        context = self.get_context_data(form=SchoolChangeForm(schools=schools))
        return self.render_to_response(context)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = people_url(self.selection)
        return super().get_context_data(
            hidden=selection_fields(self.selection),
            guests=count_of_guests(self.actor, self.selection),
            cancel_url=back,
            crumbs=[(_("People"), back), (self.page_title, "")],
            **kwargs,
        )


def can_ask_for(actor: Actor, _person: Person) -> bool:
    """The home school offers somebody, the school of a guest asks for them."""
    return can_manage_people(actor)


class AskForOneView(ObjectView[Person], AskBase):
    """For one person, from their page."""

    permission = staticmethod(can_ask_for)
    lookup = "uid"

    def visible_objects(self) -> QuerySet[Person]:
        return persons_visible_to(self.actor).select_related("home_school")

    @property
    def school(self) -> School:
        return self.object.home_school

    def persons(self) -> QuerySet[Person]:
        return Person.objects.filter(pk=self.object.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("administration:person", args=[self.object.uid])
        return super().get_context_data(
            cancel_url=back,
            crumbs=[(str(self.object), back), (self.page_title, "")],
            **kwargs,
        )


class MovesView(ListPageView[SchoolChange]):
    """What the own schools ask for, are asked for, and what was made of it."""

    permission = staticmethod(can_manage_people)
    template_name = "administration/moves.html"
    results_template_name = "administration/_moves.html"
    page_title = gettext_lazy("Changes of school")
    columns = (
        Column("who", gettext_lazy("People")),
        Column("from", gettext_lazy("From school"), ("from_school__name",)),
        Column("to", gettext_lazy("To school"), ("to_school__name",)),
        Column("day", gettext_lazy("First day"), ("effective_on",)),
        Column("state", pgettext_lazy("school change", "State")),
        Column("at", gettext_lazy("Asked on"), ("asked_at",)),
    )
    default_sort = "-at"
    filter_form_class = MoveFilterForm

    def rows(self) -> QuerySet[SchoolChange]:
        return listed_moves(self.actor)

    def filtered(
        self, rows: QuerySet[SchoolChange], values: dict[str, Any]
    ) -> QuerySet[SchoolChange]:
        return with_state(rows, values.get("state", ""), self.actor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = [
            (_("People"), reverse("administration:people")),
            (self.page_title, ""),
        ]
        context = super().get_context_data(crumbs=crumbs, **kwargs)
        rows = shown_moves(list(context["page"]), self.actor)
        return context | {"changes": rows}


class MoveView(ListPageView[SchoolChangeLine]):
    """One change of school: who goes, where it stands, and what to decide."""

    permission = staticmethod(can_manage_people)
    template_name = "administration/move.html"
    results_template_name = "administration/_move_lines.html"
    columns = (
        Column("name", gettext_lazy("Name"), ("person__sort_name",)),
        Column("role", gettext_lazy("Role")),
        Column("outcome", pgettext_lazy("action", "Result")),
    )
    default_sort = "name"

    @cached_property
    def change(self) -> SchoolChange:
        return get_object_or_404(moves_visible_to(self.actor), uid=self.kwargs["uid"])

    def rows(self) -> QuerySet[SchoolChangeLine]:
        return lines_of_move(self.actor, self.change)

    def get_page_title(self) -> str:
        schools = {"old": self.change.from_school, "new": self.change.to_school}
        return _("From %(old)s to %(new)s") % schools

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("administration:moves")
        state = state_of_move(self.change, self.actor)
        is_open = is_undoable(self.change)
        context = super().get_context_data(
            change=self.change,
            state=state,
            is_asked=is_asked_to_agree(self.actor, self.change),
            can_undo=is_open and can_undo_move(self.actor, self.change),
            can_ask_undo=is_open and can_ask_undo(self.actor, self.change),
            is_asked_to_undo=is_asked_to_undo(self.actor, self.change),
            crumbs=[(MovesView.page_title, back), (self.get_page_title(), "")],
            **kwargs,
        )
        return context | {"lines": shown_lines(list(context["page"]))}


class DecisionView(ActionView[SchoolChange]):
    """Base of the buttons of a change of school."""

    permission = staticmethod(can_see_move)
    lookup = "uid"

    def visible_objects(self) -> QuerySet[SchoolChange]:
        return moves_visible_to(self.actor)

    def get_next_url(self) -> str:
        return reverse("administration:school_change", args=[self.object.uid])


class AgreeView(DecisionView):
    """Says yes for the own school; both agreed, it is made."""

    permission = staticmethod(can_agree)
    needs_step_up = True

    def perform(self, change: SchoolChange, /) -> None:
        self.agreed = agree_to_school_change(change, by=self.actor, at=timezone.now())

    def get_success_message(self) -> str:
        return message_about(self.agreed, self.actor)


class WithdrawView(DecisionView):
    """Withdraws the own wish, or declines that of the other school."""

    success_message = gettext_lazy("Nobody changes school. Both schools see this here.")

    def perform(self, change: SchoolChange, /) -> None:
        withdraw_school_change(change, by=self.actor, at=timezone.now())


class AskUndoView(DecisionView):
    """Asks the new school to undo it."""

    permission = staticmethod(can_ask_undo)
    success_message = gettext_lazy("The new school has been asked to undo it.")

    def perform(self, change: SchoolChange, /) -> None:
        ask_undo(change, by=self.actor, at=timezone.now())


class DropUndoView(DecisionView):
    """Withdraws or declines the wish to undo it."""

    success_message = gettext_lazy("It stays as it is. Both schools see this here.")

    def perform(self, change: SchoolChange, /) -> None:
        drop_undo_wish(change, by=self.actor, at=timezone.now())


class UndoView(DecisionView):
    """Brings everybody back to the old school."""

    permission = staticmethod(can_undo_move)
    needs_step_up = True
    success_message = gettext_lazy("Undone.")

    def visible_objects(self) -> QuerySet[SchoolChange]:
        return super().visible_objects().filter(action__isnull=False)

    def perform(self, change: SchoolChange, /) -> None:
        if change.action:
            undo_move(change.action, by=self.actor, at=timezone.now())
