"""What may be done to people, as lists to which each subject adds its line; the menu.

A line names a URL and who needs it; the pages draw it. See docs/developers/adding.md.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from eduport.accounts.permissions import can_issue_code
from eduport.administration.permissions import can_appoint, can_manage_people
from eduport.administration.queries.person import PersonRecord
from eduport.core.actor import Actor
from eduport.web.actors import actor_of
from eduport.web.navigation import NavItem, NavSection, register_navigation


@dataclass(frozen=True, slots=True)
class PersonAction:
    """A line among the actions on a person's page.

    `needs` is asked with the actor and what the page knows of the person, so that it
    costs no query. `is_post` makes a button of it, otherwise it is a link; `css` may be
    `ep-btn--danger`. The URL gets the person's `uid` under the name in `argument`.
    """

    label: StrOrPromise
    url_name: str
    icon: str
    needs: Callable[[Actor, PersonRecord], bool]
    is_post: bool = False
    css: str = ""
    argument: str = "uid"

    def url(self, record: PersonRecord) -> str:
        return reverse(self.url_name, kwargs={self.argument: record.person.uid})


@dataclass(frozen=True, slots=True)
class BulkAction:
    """A button below the list: the selection is posted to the URL.

    The page there first shows what it would do: `forms.selection_from(request.POST,
    actor)`, then `queries.selection`.
    """

    label: StrOrPromise
    url_name: str
    icon: str
    needs: Callable[[Actor], bool] = can_manage_people

    @property
    def url(self) -> str:
        return reverse(self.url_name)


@dataclass(frozen=True, slots=True)
class ShownAction:
    """An action as the page of one person shows it."""

    label: StrOrPromise
    url: str
    icon: str
    is_post: bool
    css: str


def needs_code(actor: Actor, record: PersonRecord) -> bool:
    """Whoever never signed in needs a code."""
    account = record.account
    return bool(
        account
        and not account.activated_at
        and not account.disabled_at
        and can_issue_code(actor, account)
    )


# In the order of the page.
PERSON_ACTIONS: list[PersonAction] = [
    PersonAction(
        gettext_lazy("Show a new activation code"),
        "accounts:issue_code",
        "key",
        needs_code,
        is_post=True,
        argument="person__uid",
    ),
    PersonAction(
        gettext_lazy("Appointments and rights"),
        "administration:roles",
        "shield_person",
        lambda actor, _record: can_manage_people(actor),
    ),
]
BULK_ACTIONS: list[BulkAction] = []


def person_actions(actor: Actor, record: PersonRecord) -> list[ShownAction]:
    """What the actor may do to the person now, in order."""
    return [
        ShownAction(
            action.label, action.url(record), action.icon, action.is_post, action.css
        )
        for action in PERSON_ACTIONS
        if action.needs(actor, record)
    ]


def bulk_actions(actor: Actor) -> list[BulkAction]:
    """What the actor may do to many people at once, in order."""
    return [action for action in BULK_ACTIONS if action.needs(actor)]


@register_navigation
def people_menu(request: HttpRequest) -> Iterable[NavSection]:
    """The line “People” of everybody who looks after some."""
    if not can_manage_people(actor_of(request)):
        return []
    items = [
        NavItem(_("People"), reverse("administration:people"), "group"),
        NavItem(_("Rights"), reverse("administration:rights"), "shield_person"),
    ]
    if can_appoint(actor_of(request)):
        url = reverse("administration:appointments")
        items.insert(1, NavItem(_("Appointments"), url, "badge"))
    return [NavSection(_("Administration"), items, order=80)]
