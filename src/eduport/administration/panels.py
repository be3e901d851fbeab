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

from eduport.accounts.permissions import can_issue_code, can_remove_second_factor
from eduport.administration.permissions import (
    can_appoint,
    can_manage_people,
    can_manage_person,
)
from eduport.administration.queries.person import AccountCounts, PersonRecord
from eduport.core.actor import Actor
from eduport.people.models import AdminRole, Affiliation, SourceKind
from eduport.web.actors import actor_of
from eduport.web.navigation import (
    NavItem,
    NavSection,
    register_account_link,
    register_navigation,
)

SELECTION = "ids"


@dataclass(frozen=True, slots=True)
class PersonAction:
    """A line among the actions on a person's page.

    `needs` is asked with the actor and what the page knows of the person, so that it
    costs no query. `is_post` makes a button of it, otherwise it is a link; `css` may be
    `ep-btn--danger`. The URL gets the person's `uid` under the name in `argument`, or
    as a selection of one in the query, as pages for many take it.
    """

    label: StrOrPromise
    url_name: str
    icon: str
    needs: Callable[[Actor, PersonRecord], bool]
    is_post: bool = False
    css: str = ""
    argument: str = "uid"

    def url(self, record: PersonRecord) -> str:
        if self.argument == SELECTION:
            return f"{reverse(self.url_name)}?ids={record.person.uid}"
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


def may_get_logins(actor: Actor, record: PersonRecord) -> bool:
    """Whoever has forgotten the password; before, there is the code."""
    account = record.account
    return bool(
        account
        and account.activated_at
        and not account.disabled_at
        and can_manage_person(actor, record.person)
    )


def may_lock(actor: Actor, record: PersonRecord) -> bool:
    account = record.account
    return bool(
        account and not account.blocked_at and can_manage_person(actor, record.person)
    )


def may_unlock(actor: Actor, record: PersonRecord) -> bool:
    account = record.account
    return bool(
        account and account.blocked_at and can_manage_person(actor, record.person)
    )


def ends_here(actor: Actor, record: PersonRecord) -> bool:
    """Whether what the person has at the actor's schools was made by hand."""
    is_central = AdminRole.CENTRAL_TEAM in actor.roles
    here = [
        one
        for one in record.affiliations
        if not one.ended_at and (is_central or one.school_id in actor.school_ids)
    ]
    return bool(here) and _are_by_hand(here)


def may_release(actor: Actor, record: PersonRecord) -> bool:
    return can_manage_person(actor, record.person) and ends_here(actor, record)


def may_change(actor: Actor, record: PersonRecord) -> bool:
    """Names and role at home, of whom no source delivers."""
    is_ours = can_manage_person(actor, record.person)
    return record.is_manual and is_ours and may_move(record)


def may_extend(actor: Actor, record: PersonRecord) -> bool:
    """What a secondment gives ends with it, and is not extended."""
    seconded = {one.guest_school_id for one in record.secondments if one.is_running}
    return ends_here(actor, record) and not any(
        one.school_id in seconded and not one.ended_at for one in record.affiliations
    )


def may_let_leave(actor: Actor, record: PersonRecord) -> bool:
    """A guest leaves; everything else is the home school's business."""
    is_guest = not can_manage_person(actor, record.person)
    return is_guest and ends_here(actor, record)


def may_merge(actor: Actor, record: PersonRecord) -> bool:
    is_one = record.person.merged_into_id is None
    return is_one and can_manage_person(actor, record.person)


def may_second(actor: Actor, record: PersonRecord) -> bool:
    """Only the home school gives somebody to another one."""
    home = record.person.home_school_id
    is_here = any(
        not one.ended_at and one.school_id == home for one in record.affiliations
    )
    is_released = record.person.deletion_released_at is not None
    return is_here and not is_released and can_manage_person(actor, record.person)


def may_move(record: PersonRecord) -> bool:
    """Whom no feed leads at the home school; the feed moves its own people."""
    home = record.person.home_school_id
    places = [
        one for one in record.affiliations if not one.ended_at and one.school_id == home
    ]
    is_released = record.person.deletion_released_at is not None
    return bool(places) and not is_released and _are_by_hand(places)


def _are_by_hand(places: Iterable[Affiliation]) -> bool:
    return all(one.source.kind == SourceKind.MANUAL for one in places)


def may_reopen(actor: Actor, record: PersonRecord) -> bool:
    is_released = record.person.deletion_released_at is not None
    return is_released and can_manage_person(actor, record.person)


def has_second_factor(actor: Actor, record: PersonRecord) -> bool:
    """There is one that somebody may have lost."""
    return _has_factor_to_remove(actor, record.everyday)


def has_admin_second_factor(actor: Actor, record: PersonRecord) -> bool:
    """The same with the Admin-Account."""
    return _has_factor_to_remove(actor, record.admin)


def _has_factor_to_remove(actor: Actor, counts: AccountCounts | None) -> bool:
    return bool(
        counts
        and counts.second_factors
        and can_remove_second_factor(actor, counts.account)
    )


# In the order of the page.
PERSON_ACTIONS: list[PersonAction] = [
    PersonAction(
        gettext_lazy("New activation code"),
        "accounts:issue_code",
        "key",
        needs_code,
        is_post=True,
        argument="person__uid",
    ),
    PersonAction(
        gettext_lazy("New password or code"),
        "administration:ask_handout",
        "key",
        may_get_logins,
        argument=SELECTION,
    ),
    PersonAction(
        gettext_lazy("Appointments and rights"),
        "administration:roles",
        "shield_person",
        lambda actor, _record: can_manage_people(actor),
    ),
    PersonAction(
        gettext_lazy("Remove the second factor"),
        "administration:remove_second_factor",
        "lock",
        has_second_factor,
    ),
    PersonAction(
        gettext_lazy("Remove the second factor of the Admin-Account"),
        "administration:remove_admin_second_factor",
        "lock",
        has_admin_second_factor,
    ),
    PersonAction(
        gettext_lazy("Change names and role"),
        "administration:change_person",
        "edit",
        may_change,
    ),
    PersonAction(
        gettext_lazy("Extend the account"), "administration:extend", "event", may_extend
    ),
    PersonAction(
        gettext_lazy("Ask for a change of school"),
        "administration:move",
        "school",
        lambda actor, record: can_manage_people(actor) and may_move(record),
    ),
    PersonAction(
        gettext_lazy("Second to another school"),
        "administration:second",
        "event",
        may_second,
    ),
    PersonAction(
        gettext_lazy("Merge with another record"),
        "administration:merge",
        "groups",
        may_merge,
    ),
    PersonAction(
        gettext_lazy("Lock"), "administration:lock", "lock", may_lock, is_post=True
    ),
    PersonAction(
        gettext_lazy("Unlock"),
        "administration:unlock",
        "lock_open",
        may_unlock,
        is_post=True,
    ),
    PersonAction(
        gettext_lazy("Release for deletion"),
        "administration:let_go",
        "delete",
        may_release,
        is_post=True,
        css="ep-btn--danger",
    ),
    PersonAction(
        gettext_lazy("Let leave this school"),
        "administration:let_go",
        "logout",
        may_let_leave,
        is_post=True,
    ),
    PersonAction(
        gettext_lazy("Take back the release"),
        "administration:reopen",
        "history",
        may_reopen,
        is_post=True,
    ),
]
BULK_ACTIONS: list[BulkAction] = [
    BulkAction(gettext_lazy("Hand out logins"), "administration:ask_handout", "print"),
    BulkAction(gettext_lazy("Lock"), "administration:bulk_lock", "lock"),
    BulkAction(gettext_lazy("Unlock"), "administration:bulk_unlock", "lock_open"),
    BulkAction(
        gettext_lazy("Ask for a change of school"),
        "administration:bulk_move",
        "school",
    ),
    BulkAction(
        gettext_lazy("Release for deletion"), "administration:bulk_release", "delete"
    ),
    BulkAction(
        gettext_lazy("Take back the release"), "administration:bulk_reopen", "history"
    ),
]


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


@register_account_link
def own_rights_link(request: HttpRequest) -> Iterable[NavItem]:
    """“My rights” on the page of the own account."""
    if actor_of(request).person_id is None:
        return []
    url = reverse("administration:own_rights")
    return [NavItem(_("My rights"), url, "shield_person")]


@register_navigation
def people_menu(request: HttpRequest) -> Iterable[NavSection]:
    """The line “People” of everybody who looks after some."""
    if not can_manage_people(actor_of(request)):
        return []
    items = [
        NavItem(_("People"), reverse("administration:people"), "group"),
        NavItem(
            _("Accounts made by hand"),
            reverse("administration:manual_accounts"),
            "person_add",
        ),
        NavItem(
            _("Adoptions and duplicates"), reverse("administration:proposals"), "groups"
        ),
        NavItem(_("Changes of school"), reverse("administration:moves"), "school"),
        NavItem(_("Secondments"), reverse("administration:secondments"), "event"),
        NavItem(_("Rights"), reverse("administration:rights"), "shield_person"),
    ]
    if can_appoint(actor_of(request)):
        url = reverse("administration:appointments")
        items.insert(1, NavItem(_("Appointments"), url, "badge"))
    return [NavSection(_("Administration"), items, order=80)]
