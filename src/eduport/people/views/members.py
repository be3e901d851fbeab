"""Members, leaders, sub-groups and rules of a group."""

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from eduport.people.forms import PersonSearchForm, RuleForm, SearchForm
from eduport.people.models import Group, Person, Role, School
from eduport.people.permissions import can_manage_group, can_run_group
from eduport.people.queries.groups import (
    groups_to_put_into,
    in_order,
    matching,
    members_named,
    parts_of,
    persons_to_add,
    rules_of,
    schools_run_by,
    wholes_of,
    with_words,
)
from eduport.people.services.group_parts import (
    add_rule,
    put_into,
    remove_rule,
    take_out,
)
from eduport.people.services.members import (
    add_member,
    appoint_leader,
    remove_member,
    withdraw_leader,
)
from eduport.people.views.bases import GroupActionView, GroupMixin
from eduport.people.views.groups import belongs, decorate
from eduport.web.lists import Column, ListPageView
from eduport.web.views import ObjectFormPageView, ObjectView


class FindMembersView(GroupMixin, ObjectView[Group], ListPageView[Person]):
    """Look for people of the school who are to become members."""

    permission = staticmethod(can_run_group)
    template_name = "people/find_members.html"
    results_template_name = "people/_found_persons.html"
    filter_form_class = PersonSearchForm
    columns = (
        Column("name", gettext_lazy("Name"), ("sort_name",)),
        Column("belongs", gettext_lazy("Class or role")),
    )
    default_sort = "name"
    default_page_size = 25

    def get_page_title(self) -> StrOrPromise:
        return _("Add members to “%(group)s”") % {"group": self.object.name}

    def rows(self) -> QuerySet[Person]:
        return persons_to_add(self.object)

    def filtered(
        self, rows: QuerySet[Person], values: dict[str, Any]
    ) -> QuerySet[Person]:
        return with_words(rows, values.get("q", ""), self.object.school_id)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        for person in context["page"]:
            person.belongs = belongs(person)
        return context | {
            "object": self.object,
            "crumbs": self.crumbs(_("Add members")),
            "here": self.request.get_full_path(),
        }


class MemberActionView(GroupActionView):
    """A button that concerns a person in a group, or one who is to come into it."""

    def persons(self) -> QuerySet[Person]:
        """Among whom the person is looked for."""
        return members_named(self.object)

    @cached_property
    def person(self) -> Person:
        return get_object_or_404(self.persons(), uid=self.kwargs["person_uid"])

    def get_success_message(self) -> str:
        return str(self.success_message) % {"person": self.person}


class AddMemberView(MemberActionView):
    """Make somebody of the school a member."""

    success_message = gettext_lazy("%(person)s is a member now.")

    def persons(self) -> QuerySet[Person]:
        return persons_to_add(self.object)

    def perform(self, group: Group, /) -> None:
        add_member(group.pk, self.person, by=self.actor, at=timezone.now())


class RemoveMemberView(MemberActionView):
    """Take somebody out who was added by hand."""

    success_message = gettext_lazy("%(person)s is no longer a member.")

    def perform(self, group: Group, /) -> None:
        remove_member(group.pk, self.person, by=self.actor, at=timezone.now())


class AppointLeaderView(MemberActionView):
    """Let a member lead the group."""

    permission = staticmethod(can_manage_group)
    success_message = gettext_lazy("%(person)s leads the group now.")

    def perform(self, group: Group, /) -> None:
        appoint_leader(group.pk, self.person, by=self.actor, at=timezone.now())


class WithdrawLeaderView(MemberActionView):
    """Let a leader be a member only."""

    permission = staticmethod(can_manage_group)
    success_message = gettext_lazy("%(person)s no longer leads the group.")

    def perform(self, group: Group, /) -> None:
        withdraw_leader(group.pk, self.person, by=self.actor, at=timezone.now())


class FindPartsView(GroupMixin, ObjectView[Group], ListPageView[Group]):
    """Look for groups that are to become part of this one."""

    permission = staticmethod(can_manage_group)
    template_name = "people/find_parts.html"
    results_template_name = "people/_found_groups.html"
    filter_form_class = SearchForm
    columns = (
        Column("name", gettext_lazy("Name"), ("grade", "sort_name")),
        Column("kind", gettext_lazy("Kind"), ("rank", "grade", "sort_name")),
        Column("size", gettext_lazy("Members"), css="ep-num"),
    )
    default_sort = "kind"
    default_page_size = 25

    def get_page_title(self) -> StrOrPromise:
        return _("Put groups into “%(group)s”") % {"group": self.object.name}

    def rows(self) -> QuerySet[Group]:
        return in_order(groups_to_put_into(self.object, self.actor))

    def filtered(
        self, rows: QuerySet[Group], values: dict[str, Any]
    ) -> QuerySet[Group]:
        words = values.get("q", "")
        if not words:
            return rows.filter(school=self.object.school_id)
        return matching(rows, words)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        decorate(list(context["page"]))
        return context | {
            "object": self.object,
            "crumbs": self.crumbs(_("Put groups into it")),
            "here": self.request.get_full_path(),
        }


class AddPartView(GroupActionView):
    """Put a group into this one."""

    permission = staticmethod(can_manage_group)
    success_message = gettext_lazy("The group is part of it now.")

    def perform(self, group: Group, /) -> None:
        groups = groups_to_put_into(group, self.actor)
        child = get_object_or_404(groups, uid=self.kwargs["child_uid"])
        put_into(group.pk, child, by=self.actor, at=timezone.now())


class RemovePartView(GroupActionView):
    """Take a group out of this one, or this one out of another that the actor runs."""

    permission = staticmethod(can_manage_group)
    success_message = gettext_lazy("The group is no longer part of it.")

    def perform(self, group: Group, /) -> None:
        pk = self.kwargs["pk"]
        nesting = parts_of(group).filter(pk=pk).first()
        nesting = nesting or wholes_of(group).filter(pk=pk).first()
        if nesting is None or not can_manage_group(self.actor, nesting.parent):
            raise Http404
        take_out(nesting, by=self.actor, at=timezone.now())


class AddRuleView(GroupMixin, ObjectFormPageView[Group]):
    """Let all of a role belong to the group."""

    permission = staticmethod(can_manage_group)
    needs_step_up = True
    form_class = RuleForm
    page_title = gettext_lazy("New rule for members")
    intro = gettext_lazy(
        "Everybody with this role at this school belongs to the group, now and in "
        "future, without being named. Several rules add up."
    )
    submit_label = gettext_lazy("Add the rule")

    @cached_property
    def schools(self) -> list[School]:
        return list(schools_run_by(self.actor))

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"schools": self.schools}

    def get_initial(self) -> dict[str, Any]:
        return {"school": str(self.object.school_id)}

    def perform(self, form: RuleForm, /) -> None:
        values = form.cleaned_data
        key = values.get("school") or str(self.schools[0].pk)
        add_rule(
            self.object.pk,
            next(one for one in self.schools if str(one.pk) == key),
            Role(values["role"]),
            values["grade"],
            by=self.actor,
            at=timezone.now(),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            crumbs=self.crumbs(_("New rule")), cancel_url=self.group_url(), **kwargs
        )


class RemoveRuleView(GroupActionView):
    """Remove a rule."""

    permission = staticmethod(can_manage_group)
    success_message = gettext_lazy("The rule is gone.")

    def perform(self, group: Group, /) -> None:
        rule = get_object_or_404(rules_of(group), pk=self.kwargs["pk"])
        remove_rule(rule, by=self.actor, at=timezone.now())
