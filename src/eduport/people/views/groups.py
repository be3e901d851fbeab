"""The list of groups, the page of a group, making and ending groups."""

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_stubs_ext import StrOrPromise

from eduport.people.forms import (
    GroupFilter,
    GroupForm,
    PersonSearchForm,
    RenameForm,
)
from eduport.people.models import Group, GroupKind, Person, Role, School
from eduport.people.panels import viewed_year
from eduport.people.permissions import (
    can_lead_groups,
    can_manage_group,
    can_manage_groups,
    can_run_group,
    can_see_group,
)
from eduport.people.queries.groups import (
    STAFF,
    groups_led_by,
    groups_managed_by,
    in_order,
    leaders_of,
    matching,
    members_listed,
    parts_of,
    rules_of,
    schools_run_by,
    wholes_of,
    with_words,
    years_of,
)
from eduport.people.queries.members import sizes_of
from eduport.people.queries.years import (
    active_year,
    in_year,
    known_years,
    session_of_year,
    year_choices,
)
from eduport.people.rules.years import year_name
from eduport.people.services.groups import (
    GroupDraft,
    create_group,
    end_group,
    group_grace,
    release_group,
    rename_group,
    reopen_group,
)
from eduport.people.views.bases import AskingView, GroupActionView, GroupMixin
from eduport.web.confirmation import Confirmation
from eduport.web.lists import Column, ListPageView
from eduport.web.views import FormPageView, ObjectFormPageView, ObjectView, PageView


class GroupsView(ListPageView[Group]):
    """The groups of a school in the viewed year."""

    permission = staticmethod(can_manage_groups)
    template_name = "people/groups.html"
    results_template_name = "people/_groups.html"
    page_title = gettext_lazy("Groups")
    columns = (
        Column("name", gettext_lazy("Name"), ("grade", "sort_name")),
        Column("kind", gettext_lazy("Kind"), ("rank", "grade", "sort_name")),
        Column("size", gettext_lazy("Members"), css="ep-num"),
        Column("leaders", gettext_lazy("Led by")),
        Column("address", gettext_lazy("Address"), ("address__name",), "ep-hide-s"),
    )
    default_sort = "kind"

    @cached_property
    def schools(self) -> list[School]:
        return list(schools_run_by(self.actor))

    @cached_property
    def school(self) -> School | None:
        if len(self.schools) == 1:
            return self.schools[0]
        asked = self.request.GET.get("school", "")
        return next((one for one in self.schools if str(one.pk) == asked), None)

    def filter_form(self) -> Form:
        return GroupFilter(self.request.GET, schools=self.schools)

    def rows(self) -> QuerySet[Group]:
        groups = groups_managed_by(self.actor).select_related("address")
        year = viewed_year(self.request)
        if year is not None:
            groups = groups.filter(in_year(year))
        return in_order(groups.filter(school=self.school))

    def filtered(
        self, rows: QuerySet[Group], values: dict[str, Any]
    ) -> QuerySet[Group]:
        if kind := values.get("kind"):
            rows = rows.filter(kind=kind)
        return matching(in_state(rows, values.get("state", "")), values.get("q", ""))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        decorate(list(context["page"]))
        return context | {
            "crumbs": [(self.page_title, "")],
            "school": self.school,
            "years": year_choices(self.request.session),
        }


def in_state(groups: QuerySet[Group], state: str) -> QuerySet[Group]:
    """In use, ended, or waiting for their deletion."""
    if state == "released":
        return groups.filter(deletion_released_at__isnull=False)
    if state == "ended":
        return groups.filter(ended_at__isnull=False, deletion_released_at=None)
    return groups.filter(ended_at=None, deletion_released_at=None)


def decorate(groups: list[Group]) -> None:
    """Tell each group its size and its leaders, in two statements for all."""
    ids = [group.pk for group in groups]
    sizes, leaders = sizes_of(ids), leaders_of(ids)
    for group in groups:
        group.size = sizes.get(group.pk, 0)  # type: ignore[attr-defined]  # for the page
        group.leaders = leaders.get(group.pk, [])  # type: ignore[attr-defined]  # same


class MyGroupsView(PageView):
    """The groups that somebody on the staff leads with the everyday account."""

    permission = staticmethod(can_lead_groups)
    template_name = "people/my_groups.html"
    page_title = gettext_lazy("My groups")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        groups = list(in_order(groups_led_by(self.actor)))
        decorate(groups)
        return super().get_context_data(
            groups=groups, crumbs=[(self.page_title, "")], **kwargs
        )


class GroupView(GroupMixin, ObjectView[Group], ListPageView[Person]):
    """A group: who is in it and how, what it contains, what can be done."""

    permission = staticmethod(can_see_group)
    template_name = "people/group.html"
    results_template_name = "people/_members.html"
    filter_form_class = PersonSearchForm
    columns = (
        Column("name", gettext_lazy("Name"), ("sort_name",)),
        Column("belongs", gettext_lazy("Class or role")),
        Column("how", gettext_lazy("Member")),
    )
    default_sort = "name"

    def get_page_title(self) -> StrOrPromise:
        return self.object.name

    def rows(self) -> QuerySet[Person]:
        return members_listed(self.object)

    def filtered(
        self, rows: QuerySet[Person], values: dict[str, Any]
    ) -> QuerySet[Person]:
        return with_words(rows, values.get("q", ""), self.object.school_id)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        group = self.object
        for person in context["page"]:
            person.belongs = belongs(person)
            person.is_staff = bool(STAFF & set(person.roles))
            person.is_named = person.is_by_hand or person.is_synced
        is_manager = can_manage_group(self.actor, group)
        may_run = can_run_group(self.actor, group)
        return context | {
            "object": group,
            "crumbs": self.crumbs(),
            "is_manager": is_manager,
            "may_add": may_run and not group.is_built_in and not group.ended_at,
            "may_change": may_run and not group.is_built_in and not group.is_synced,
            "parts": list(parts_of(group)),
            "wholes": list(wholes_of(group)),
            "rules": list(rules_of(group)),
            "years": [one for one in years_of(group) if one.session],
            "year": year_name(group.session.starting_year) if group.session else "",
            "deleted_on": deleted_on(group),
        }


def belongs(person: Person) -> str:
    """What tells people of one name apart: the class, otherwise the role."""
    roles = [str(Role(role).label) for role in getattr(person, "roles", ())]
    return ", ".join(getattr(person, "classes", None) or roles)


def deleted_on(group: Group) -> Any:
    """When a released group goes for good."""
    released_at = group.deletion_released_at
    return released_at + group_grace() if released_at else None


class AddGroupView(FormPageView):
    """Make a group."""

    permission = staticmethod(can_manage_groups)
    form_class = GroupForm
    page_title = gettext_lazy("New group")
    submit_label = gettext_lazy("Make the group")
    success_message = gettext_lazy("The group is there. Now add its members.")

    @cached_property
    def schools(self) -> list[School]:
        return list(schools_run_by(self.actor))

    def get_form_kwargs(self) -> dict[str, Any]:
        first = active_year() or 0
        years = [year for year in known_years() if year >= first]
        return super().get_form_kwargs() | {"schools": self.schools, "years": years}

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"school": self.request.GET.get("school", "")}

    def perform(self, form: GroupForm, /) -> None:
        values = form.cleaned_data
        key = values.get("school") or str(self.schools[0].pk)
        school = next(one for one in self.schools if str(one.pk) == key)
        year = values["year"]
        draft = GroupDraft(
            kind=GroupKind(values["kind"]),
            name=values["name"],
            session=session_of_year(int(year)) if year else None,
            address=values["address"],
        )
        group = create_group(school, draft, by=self.actor, at=timezone.now())
        self.next_url = reverse("people:group", kwargs={"uid": group.uid})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        groups = reverse("people:groups")
        crumbs = [(_("Groups"), groups), (self.page_title, "")]
        return super().get_context_data(crumbs=crumbs, cancel_url=groups, **kwargs)


class RenameGroupView(GroupMixin, ObjectFormPageView[Group]):
    """Another name for a group."""

    permission = staticmethod(can_run_group)
    form_class = RenameForm
    page_title = gettext_lazy("Rename the group")
    intro = gettext_lazy("The address stays as it is.")

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.object.name}

    def perform(self, form: RenameForm, /) -> None:
        name = form.cleaned_data["name"]
        rename_group(self.object.pk, name, by=self.actor, at=timezone.now())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            crumbs=self.crumbs(_("Rename")), cancel_url=self.group_url(), **kwargs
        )


class EndGroupView(AskingView):
    """Take a group out of use."""

    permission = staticmethod(can_manage_group)
    success_message = gettext_lazy("The group has ended.")

    def confirmation(self, group: Group, /) -> Confirmation:
        return Confirmation(
            title=_("End “%(group)s”?") % {"group": group.name},
            effect=_(
                "The group leaves the lists. Its members and its address stay stored; "
                "you can take it into use again at any time."
            ),
            label=_("End the group"),
            action=self.request.path,
            cancel_url=self.group_url(),
        )

    def perform(self, group: Group, /) -> None:
        end_group(group.pk, by=self.actor, at=timezone.now())


class ReleaseGroupView(AskingView):
    """Delete a group when its grace period is over."""

    permission = staticmethod(can_manage_group)
    needs_step_up = True
    success_message = gettext_lazy("The group ended and will be deleted.")

    def confirmation(self, group: Group, /) -> Confirmation:
        days = group_grace().days
        effect = ngettext(
            "The group ends now and is deleted for good in %(days)d day, with its list "
            "of members. Until then you can bring it back. Its address is never given "
            "again.",
            "The group ends now and is deleted for good in %(days)d days, with its "
            "list of members. Until then you can bring it back. Its address is never "
            "given again.",
            days,
        )
        return Confirmation(
            title=_("Delete “%(group)s”?") % {"group": group.name},
            effect=effect % {"days": days},
            label=_("Delete the group"),
            action=self.request.path,
            cancel_url=self.group_url(),
            is_danger=True,
        )

    def perform(self, group: Group, /) -> None:
        release_group(group.pk, by=self.actor, at=timezone.now())


class ReopenGroupView(GroupActionView):
    """Take a group into use again."""

    permission = staticmethod(can_manage_group)
    success_message = gettext_lazy("The group is in use again.")

    def perform(self, group: Group, /) -> None:
        reopen_group(group.pk, by=self.actor, at=timezone.now())
