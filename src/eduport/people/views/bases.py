"""What pages about one group have in common."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from eduport.people.models import Group
from eduport.people.permissions import can_manage_groups, can_run_group
from eduport.people.queries.groups import groups_visible_to
from eduport.web.access import AccessView
from eduport.web.confirmation import Confirmation, ask
from eduport.web.views import ActionView


class GroupMixin(AccessView):
    """Finds the group by its uid among those that the actor manages or leads."""

    lookup = "uid"
    object: Group

    def visible_objects(self) -> QuerySet[Group]:
        return groups_visible_to(self.actor)

    def group_url(self) -> str:
        return reverse("people:group", kwargs={"uid": self.object.uid})

    def get_next_url(self) -> str:
        return self.group_url()

    def crumbs(self, *further: str) -> list[tuple[str, str]]:
        """The way here, from the list that the actor has."""
        is_manager = can_manage_groups(self.actor)
        first = (
            (_("Groups"), reverse("people:groups"))
            if is_manager
            else (_("My groups"), reverse("people:my_groups"))
        )
        here = (self.object.name, self.group_url() if further else "")
        return [first, here, *((name, "") for name in further)]


class GroupActionView(GroupMixin, ActionView[Group]):
    """A button on the page of a group."""

    permission = staticmethod(can_run_group)

    def get_next_url(self) -> str:
        return ActionView.get_next_url(self)

    @property
    def next_url(self) -> str:  # type: ignore[override]  # of the group found
        return self.group_url()


class AskingView(GroupActionView):
    """A button that says first what it will do."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return ask(request, self.confirmation(self.object))

    def confirmation(self, group: Group, /) -> Confirmation:
        """What will happen."""
        raise NotImplementedError
