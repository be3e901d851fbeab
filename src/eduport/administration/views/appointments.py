"""Pages with which the central team appoints people and takes it back."""

from functools import cached_property
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from eduport.accounts.models import Account, AccountKind
from eduport.accounts.permissions import can_issue_admin_code
from eduport.accounts.services.admin_codes import issue_admin_code
from eduport.administration.forms import (
    AppointmentEndForm,
    AppointmentFilterForm,
    AppointmentForm,
)
from eduport.administration.permissions import can_appoint, can_manage_people
from eduport.administration.queries.appointments import (
    appointments_of,
    appointments_visible_to,
    for_all_schools,
    is_last_admin,
    lines_of,
    open_schools,
    schools_without_admin,
)
from eduport.administration.queries.training import lacks_training
from eduport.administration.services.appointing import appoint_trained
from eduport.core.actor import Actor
from eduport.people.models import Appointment, Person, School
from eduport.people.queries import persons_visible_to
from eduport.people.queries.rights import rights_of
from eduport.people.services.appointments import change_end, withdraw
from eduport.web.confirmation import Confirmation, ask
from eduport.web.lists import Column, ListPageView
from eduport.web.views import (
    ActionView,
    ObjectFormPageView,
    ObjectPageView,
    ObjectView,
)


class AppointmentsView(ListPageView[School]):
    """Who is appointed at each school, and where a school admin is missing."""

    permission = staticmethod(can_appoint)
    template_name = "administration/appointments.html"
    results_template_name = "administration/_appointments.html"
    page_title = gettext_lazy("Appointments")
    columns = (
        Column("school", gettext_lazy("School"), ("name",)),
        Column("code", pgettext_lazy("school", "Code"), ("code",), "ep-hide-s"),
        Column("appointed", gettext_lazy("Appointed")),
    )
    default_sort = "school"
    filter_form_class = AppointmentFilterForm

    def rows(self) -> QuerySet[School]:
        return open_schools()

    def filtered(
        self, rows: QuerySet[School], values: dict[str, Any]
    ) -> QuerySet[School]:
        if values.get("lacking"):
            rows = schools_without_admin()
        if words := values.get("q"):
            rows = rows.filter(Q(name__icontains=words) | Q(code__iexact=words))
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        context = super().get_context_data(crumbs=[(self.page_title, "")], **kwargs)
        return context | {
            "lines": lines_of(context["page"], at=now),
            "for_all": for_all_schools(at=now),
            "lacking": schools_without_admin().count(),
            "now": now,
        }


def can_see(actor: Actor, _person: Model) -> bool:
    """Whoever is visible may be looked at."""
    return can_manage_people(actor)


def can_appoint_person(actor: Actor, _person: Model) -> bool:
    return can_appoint(actor)


class RolesView(ObjectPageView[Person]):
    """A person's appointments, and all rights with where they come from."""

    permission = staticmethod(can_see)
    lookup = "uid"
    template_name = "administration/roles.html"

    def visible_objects(self) -> QuerySet[Person]:
        return persons_visible_to(self.actor)

    def get_page_title(self) -> str:
        return _("Appointments and rights: %(person)s") % {"person": self.object}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = self.object
        accounts = Account.objects.filter(person=person, kind=AccountKind.ADMIN)
        return super().get_context_data(
            appointments=appointments_of(person),
            admin_account=accounts.first(),
            everyday_rights=rights_of(person.pk, is_admin=False),
            admin_rights=rights_of(person.pk, is_admin=True),
            can_appoint=can_appoint(self.actor) and self.actor.person_id != person.pk,
            now=timezone.now(),
            crumbs=person_crumbs(person, (_("Appointments and rights"), "")),
            **kwargs,
        )


def person_crumbs(person: Person, *further: tuple[str, str]) -> list[tuple[str, str]]:
    """The way to a page about a person."""
    here = reverse("administration:person", args=[person.uid])
    people = (_("People"), reverse("administration:people"))
    return [people, (str(person), here), *further]


def roles_url(person: Person) -> str:
    return reverse("administration:roles", args=[person.uid])


class AppointView(ObjectFormPageView[Person]):
    """Appoint somebody: to what, where, from when until when."""

    needs_step_up = True
    permission = staticmethod(can_appoint_person)
    lookup = "uid"
    form_class = AppointmentForm
    template_name = "administration/appoint.html"
    submit_label = gettext_lazy("Appoint")
    intro = gettext_lazy(
        "The appointment holds at once, or from its first day on. School admins, the "
        "central team and the service desk get a separate Admin-Account for it."
    )

    def visible_objects(self) -> QuerySet[Person]:
        return persons_visible_to(self.actor).filter(deletion_released_at=None)

    def get_page_title(self) -> str:
        return _("Appoint %(person)s") % {"person": self.object}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"person": self.object}

    def perform(self, form: AppointmentForm, /) -> None:
        appoint_trained(
            self.object,
            form.cleaned_data["role"],
            school=form.cleaned_data["school"],
            starts_at=form.starts_at(),
            ends_at=form.ends_at(),
            by=self.actor,
            at=timezone.now(),
        )

    def get_success_message(self) -> str:
        return _("%(person)s is appointed.") % {"person": self.object}

    def get_next_url(self) -> str:
        return roles_url(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = person_crumbs(self.object, (self.get_page_title(), ""))
        return super().get_context_data(
            crumbs=crumbs,
            cancel_url=roles_url(self.object),
            lacks_training=lacks_training(self.object),
            **kwargs,
        )


class AdminCodeView(ObjectView[Account]):
    """Ask, then make a code for an Admin-Account; shown this once.

    For the first sign-in, and for somebody who has forgotten the password.
    """

    needs_step_up = True
    permission = staticmethod(can_issue_admin_code)
    lookup = "person__uid"

    def visible_objects(self) -> QuerySet[Account]:
        mine = persons_visible_to(self.actor)
        accounts = Account.objects.filter(kind=AccountKind.ADMIN, person__in=mine)
        return accounts.filter(disabled_at=None)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        values = {"login": self.object.username}
        confirmation = Confirmation(
            title=_("Make a code for %(login)s") % values,
            effect=self.effect(),
            label=_("Make a code"),
            action=request.path,
            cancel_url=reverse(
                "administration:roles", args=[self.kwargs["person__uid"]]
            ),
        )
        return ask(request, confirmation)

    def effect(self) -> str:
        if not self.object.activated_at:
            return _("A code that was made before is no longer good.")
        return _(
            "Whoever uses the code chooses a new password, and all sessions end. The "
            "second factor stays; until then the present password works. The owner is "
            "told by mail. Make sure that it is really this person who asks you."
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        account, at = self.object, timezone.now()
        code = issue_admin_code(account, by=self.actor, at=at)
        context = {"page_title": _("Activation code"), "account": account, "code": code}
        response = render(request, "accounts/code.html", context)
        response["Cache-Control"] = "no-store"
        return response


class AppointmentMixin(ObjectView[Appointment]):
    """What the pages of one appointment have in common."""

    needs_step_up = True
    permission = staticmethod(can_appoint_person)

    def visible_objects(self) -> QuerySet[Appointment]:
        return appointments_visible_to(self.actor)

    def get_next_url(self) -> str:
        return roles_url(self.object.person)


class WithdrawView(AppointmentMixin, ActionView[Appointment]):
    """Ask, then end an appointment now."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return ask(request, self.confirmation)

    @cached_property
    def confirmation(self) -> Confirmation:
        values = {
            "person": self.object.person,
            "role": self.object.get_role_display(),
            "school": self.object.school or "",
        }
        effect = _("Rights and Admin-Account of it end at once.")
        if is_last_admin(self.object):
            effect = _(
                "%(school)s then has no school admin: nobody there hands out passwords "
                "any more. Rights and Admin-Account end at once."
            )
        return Confirmation(
            title=_("Withdraw: %(person)s, %(role)s") % values,
            effect=effect % values,
            label=_("Withdraw"),
            action=self.request.path,
            cancel_url=roles_url(self.object.person),
            is_danger=True,
        )

    def perform(self, appointment: Appointment, /) -> None:
        withdraw(appointment.pk, by=self.actor, at=timezone.now())

    def get_success_message(self) -> str:
        return _("Withdrawn. You can take the appointment up again below.")


class TakeUpView(AppointmentMixin, ActionView[Appointment]):
    """Take up an appointment again that was withdrawn or has ended."""

    http_method_names = ["get", "head", "post"]
    success_message = gettext_lazy("The appointment holds again, without an end.")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        values = {
            "person": self.object.person,
            "role": self.object.get_role_display(),
        }
        confirmation = Confirmation(
            title=_("Take up again: %(person)s, %(role)s") % values,
            effect=_("The appointment holds at once and without an end."),
            label=_("Take up again"),
            action=request.path,
            cancel_url=roles_url(self.object.person),
        )
        return ask(request, confirmation)

    def perform(self, appointment: Appointment, /) -> None:
        change_end(appointment.pk, None, by=self.actor, at=timezone.now())


class ChangeEndView(AppointmentMixin, ObjectFormPageView[Appointment]):
    """Let an appointment end on another day, or never."""

    form_class = AppointmentEndForm
    success_message = gettext_lazy("The appointment was changed.")

    def get_page_title(self) -> str:
        values = {
            "person": self.object.person,
            "role": self.object.get_role_display(),
        }
        return _("Change the end: %(person)s, %(role)s") % values

    def get_initial(self) -> dict[str, Any]:
        return {"ends_on": AppointmentEndForm.last_day(self.object.ends_at)}

    def perform(self, form: AppointmentEndForm, /) -> None:
        at = timezone.now()
        change_end(self.object.pk, form.ends_at(), by=self.actor, at=at)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = self.object.person
        crumbs = person_crumbs(person, (self.get_page_title(), ""))
        cancel_url = roles_url(person)
        return super().get_context_data(crumbs=crumbs, cancel_url=cancel_url, **kwargs)
