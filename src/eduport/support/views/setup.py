"""Pages on which the desk arranges teams and words for answers."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from eduport.core.actor import Actor
from eduport.support.forms.setup import (
    AnswerTemplateForm,
    GiveToTeamForm,
    TeamForm,
)
from eduport.support.models import AnswerTemplate, Team, Ticket
from eduport.support.permissions import can_work_at_desk
from eduport.support.services.setup import (
    give_to_team,
    remove_answer_template,
    remove_team,
    save_answer_template,
    save_team,
)
from eduport.support.views.desk import OfDesk
from eduport.web.views import (
    ActionView,
    FormPageView,
    NextMixin,
    ObjectFormPageView,
    ObjectView,
    PageContext,
    PageView,
)

TITLE = _("Teams and templates")
FORM = "support/form.html"


def can_arrange(actor: Actor, _object: object) -> bool:
    """All that belongs to the desk is everybody's there."""
    return can_work_at_desk(actor)


class SetupCrumbs(PageContext):
    """Pages below that of teams and templates."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = [
            (_("Fault reports"), reverse("support:queue")),
            (TITLE, reverse("support:setup")),
            (self.get_page_title(), ""),
        ]
        kwargs.setdefault("crumbs", crumbs)
        kwargs.setdefault("cancel_url", reverse("support:setup"))
        return super().get_context_data(**kwargs)


class SetupView(PageView):
    """All teams and templates."""

    permission = staticmethod(can_work_at_desk)
    template_name = "support/setup.html"
    page_title = TITLE

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        queue = (_("Fault reports"), reverse("support:queue"))
        return super().get_context_data(
            crumbs=[queue, (self.page_title, "")],
            teams=Team.objects.all(),
            templates=AnswerTemplate.objects.all(),
            **kwargs,
        )


class SetupForm(SetupCrumbs, FormPageView):
    """Base of forms about what is new."""

    permission = staticmethod(can_work_at_desk)
    template_name = FORM
    next_url = reverse_lazy("support:setup")
    success_message = _("Saved.")


class AddTeamView(SetupForm):
    """A new team."""

    form_class = TeamForm
    page_title = _("Add a team")

    def perform(self, form: TeamForm, /) -> None:
        save_team(form.save(commit=False), by=self.actor, at=timezone.now())


class AddAnswerTemplateView(SetupForm):
    """New words for answers."""

    form_class = AnswerTemplateForm
    page_title = _("Add a template for answers")

    def perform(self, form: AnswerTemplateForm, /) -> None:
        template = form.save(commit=False)
        save_answer_template(template, by=self.actor, at=timezone.now())


class OfTeam(ObjectView[Team]):
    """Base of what is done with one team."""

    permission = staticmethod(can_arrange)

    def visible_objects(self) -> QuerySet[Team]:
        return Team.objects.all()


class OfTemplate(ObjectView[AnswerTemplate]):
    """Base of what is done with one template."""

    permission = staticmethod(can_arrange)

    def visible_objects(self) -> QuerySet[AnswerTemplate]:
        return AnswerTemplate.objects.all()


class Renamed(SetupCrumbs):
    """Forms about what there is already."""

    object: Any
    success_message: StrOrPromise = _("Saved.")
    next_url: StrOrPromise = reverse_lazy("support:setup")

    def get_page_title(self) -> str:
        return str(self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_form_kwargs()  # type: ignore[misc]  # of the form page beside us
        return kwargs | {"instance": self.object}


class TeamView(Renamed, OfTeam, ObjectFormPageView[Team]):
    """Another name."""

    template_name = FORM
    form_class = TeamForm

    def perform(self, form: TeamForm, /) -> None:
        save_team(form.save(commit=False), by=self.actor, at=timezone.now())


class AnswerTemplateView(Renamed, OfTemplate, ObjectFormPageView[AnswerTemplate]):
    """Other words."""

    template_name = FORM
    form_class = AnswerTemplateForm

    def perform(self, form: AnswerTemplateForm, /) -> None:
        template = form.save(commit=False)
        save_answer_template(template, by=self.actor, at=timezone.now())


class Removing(NextMixin):
    """Buttons that remove."""

    success_message = _("Removed.")
    next_url = reverse_lazy("support:setup")


class RemoveTeamView(Removing, OfTeam, ActionView[Team]):
    """Nobody is in it any more."""

    def perform(self, team: Team, /) -> None:
        remove_team(team, by=self.actor, at=timezone.now())


class RemoveAnswerTemplateView(Removing, OfTemplate, ActionView[AnswerTemplate]):
    """Nobody needs it any more."""

    def perform(self, template: AnswerTemplate, /) -> None:
        remove_answer_template(template, by=self.actor, at=timezone.now())


class GiveToTeamView(OfDesk, ActionView[Ticket]):
    """Whose report it is."""

    success_message = _("The team was changed.")

    def perform(self, ticket: Ticket, /) -> None:
        form = GiveToTeamForm(self.request.POST)
        if form.is_valid():
            team = form.cleaned_data["team"]
            give_to_team(ticket, team, by=self.actor, at=timezone.now())
