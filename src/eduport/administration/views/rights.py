"""Pages about rights: the table of a school, deciding, and one's own."""

from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eduport.accounts.models import Account, AccountKind
from eduport.administration.forms import RightForm, SchoolForm
from eduport.administration.forms.rights import GroupChoiceForm, GroupRightsForm
from eduport.administration.permissions import (
    can_decide_for_group,
    can_manage_people,
)
from eduport.administration.queries.persons import schools_managed_by
from eduport.core.actor import Actor
from eduport.people.models import BUILT_IN, AdminRole, Group, Right, School
from eduport.people.queries.groups import groups_managed_by
from eduport.people.queries.rights import (
    grants_at,
    groups_with_rights,
    rights_of,
    rights_of_group,
    rule_of,
    table_of_rights,
)
from eduport.people.services.rights import Recipient, set_right
from eduport.web.access import AccessView, is_signed_in
from eduport.web.views import FormPageView, ObjectFormPageView, PageView


class SchoolMixin(AccessView):
    """A page about one school of the actor, or about all for the central team."""

    @cached_property
    def schools(self) -> list[School]:
        return list(schools_managed_by(self.actor))

    @property
    def is_for_all(self) -> bool:
        return AdminRole.CENTRAL_TEAM in self.actor.roles

    @cached_property
    def school(self) -> School | None:
        """The one that was asked for; without, all schools or the only one."""
        asked = self.request.GET.get("school", "")
        if not asked:
            return None if self.is_for_all else self.schools[0]
        found = next((one for one in self.schools if str(one.pk) == asked), None)
        if not found:
            raise Http404
        return found

    def place(self) -> str:
        return str(self.school or _("all schools"))


class RightsView(SchoolMixin, PageView):
    """Which role has which right at a school."""

    permission = staticmethod(can_manage_people)
    template_name = "administration/rights.html"

    def get_page_title(self) -> str:
        return _("Rights at %(place)s") % {"place": self.place()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        school_form = SchoolForm(
            initial={"school": self.school},
            schools=self.schools,
            is_for_all=self.is_for_all,
        )
        return super().get_context_data(
            table=table_of_rights(self.school),
            school=self.school,
            is_for_all=self.is_for_all,
            filter_form=school_form if len(self.schools) > 1 else None,
            crumbs=[(_("Rights"), "")],
            **kwargs,
        )


class DecideRightView(SchoolMixin, FormPageView):
    """Allow or forbid a right to roles and groups."""

    needs_step_up = True
    permission = staticmethod(can_manage_people)
    form_class = RightForm
    success_message = gettext_lazy("The right was changed.")
    intro = gettext_lazy(
        "A denial is stronger than a grant. Whoever has several roles has the right if "
        "one of them has it and none is denied it."
    )

    @cached_property
    def right(self) -> Right:
        asked = self.kwargs["right"]
        if asked not in Right.values or not rule_of(Right(asked)).is_open:
            raise Http404
        if rule_of(Right(asked)).is_central and not self.is_for_all:
            raise Http404
        return Right(asked)

    def get_page_title(self) -> str:
        values = {"right": self.right.label, "place": self.place()}
        return _("%(right)s – %(place)s") % values

    def get_form_kwargs(self) -> dict[str, Any]:
        grants = grants_at(self.school).filter(right=self.right)
        return super().get_form_kwargs() | {
            "right": self.right,
            "school": self.school,
            "grants": list(grants),
        }

    def perform(self, form: RightForm, /) -> None:
        now = timezone.now()
        for recipient, effect in form.decisions():
            set_right(self.right, recipient, effect, by=self.actor, at=now)

    def get_next_url(self) -> str:
        query = f"?school={self.school.pk}" if self.school else ""
        return reverse("administration:rights") + query

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = [(_("Rights"), self.get_next_url()), (str(self.right.label), "")]
        return super().get_context_data(
            crumbs=crumbs, cancel_url=self.get_next_url(), **kwargs
        )


class GroupRightsView(SchoolMixin, PageView):
    """One group chosen once, and all its rights with where they come from."""

    permission = staticmethod(can_manage_people)
    template_name = "administration/group_rights.html"
    page_title = gettext_lazy("Rights of a group")

    @cached_property
    def group(self) -> Group | None:
        """The chosen one of the school; 404 for one of others."""
        asked = self.request.GET.get("group", "")
        if not asked or not self.school:
            return None
        groups = groups_with_rights(self.school)
        try:
            return get_object_or_404(groups, uid=asked)
        except ValidationError as error:
            raise Http404 from error

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        school_form = SchoolForm(
            initial={"school": self.school},
            schools=self.schools,
            is_for_all=self.is_for_all,
        )
        group_form = self.school and GroupChoiceForm(
            initial={"group": self.group and self.group.uid},
            groups=groups_with_rights(self.school),
        )
        return super().get_context_data(
            school=self.school,
            group=self.group,
            rights=rights_of_group(self.group) if self.group else [],
            school_form=school_form if len(self.schools) > 1 else None,
            group_form=group_form,
            crumbs=[
                (_("Rights"), reverse("administration:rights")),
                (self.page_title, ""),
            ],
            **kwargs,
        )


class DecideGroupRightsView(ObjectFormPageView[Group]):
    """Allow or forbid a group all that can be decided, on one page."""

    needs_step_up = True
    permission = staticmethod(can_decide_for_group)
    lookup = "uid"
    form_class = GroupRightsForm
    success_message = gettext_lazy("The rights were changed.")
    intro = gettext_lazy(
        "What is not set follows from the roles. A right holds for those in the group "
        "whose role allows it: a pupil never gets one of these. A denial is stronger "
        "than a grant."
    )

    def visible_objects(self) -> QuerySet[Group]:
        return groups_managed_by(self.actor).exclude(kind__in=BUILT_IN)

    def get_page_title(self) -> str:
        return _("Rights of the group %(group)s") % {"group": self.object}

    def get_form_kwargs(self) -> dict[str, Any]:
        is_central = AdminRole.CENTRAL_TEAM in self.actor.roles
        rights = rights_of_group(self.object)
        ours = [one for one in rights if is_central or not one.is_central]
        return super().get_form_kwargs() | {"rights": ours}

    def perform(self, form: GroupRightsForm, /) -> None:
        now = timezone.now()
        recipient = Recipient(self.object.school, group=self.object)
        for right, effect in form.decisions():
            set_right(right, recipient, effect, by=self.actor, at=now)

    def get_next_url(self) -> str:
        page = reverse("administration:group_rights")
        return f"{page}?school={self.object.school_id}&group={self.object.uid}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = [
            (_("Rights"), reverse("administration:rights")),
            (_("Rights of a group"), self.get_next_url()),
            (str(self.object), ""),
        ]
        return super().get_context_data(
            crumbs=crumbs, cancel_url=self.get_next_url(), **kwargs
        )


def has_person(actor: Actor) -> bool:
    """A function account is nobody's; it has no rights of a person."""
    return is_signed_in(actor) and actor.person_id is not None


class OwnRightsView(PageView):
    """What somebody may do with the present account, and why."""

    permission = staticmethod(has_person)
    template_name = "administration/own_rights.html"
    page_title = gettext_lazy("My rights")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        account = self.request.user
        is_admin = isinstance(account, Account) and account.kind == AccountKind.ADMIN
        person_id = self.actor.person_id or 0
        return super().get_context_data(
            rights=rights_of(person_id, is_admin=is_admin),
            crumbs=[(_("My account"), reverse("accounts:profile")), (_("Rights"), "")],
            **kwargs,
        )
