"""What the pages of the desk have in common."""

from typing import Any

from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from eduport.core.actor import Actor
from eduport.status.permissions import can_manage_status
from eduport.web.access import AccessView
from eduport.web.views import FormPageView, PageContext

DESK = reverse_lazy("status:desk")


def can_manage_object(actor: Actor, _object: object) -> bool:
    """Whoever manages the status page manages all that stands on it."""
    return can_manage_status(actor)


class DeskCrumbs(PageContext):
    """Pages below the desk's page: crumbs, and where a form leads back to."""

    parents: tuple[tuple[StrOrPromise, str], ...] = ()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        above = [(title, reverse(name)) for title, name in self.parents]
        crumbs = [
            (_("Manage the state of the services"), reverse("status:desk")),
            *above,
            (self.get_page_title(), ""),
        ]
        return super().get_context_data(crumbs=crumbs, cancel_url=DESK, **kwargs)


class DeskForm(DeskCrumbs, FormPageView):
    """A form of the desk that concerns no object yet."""

    permission = staticmethod(can_manage_status)
    next_url = DESK


class ManagedView(AccessView):
    """A view of one object of the desk."""

    permission = staticmethod(can_manage_object)
