"""Accounts made by hand: the list, making one, and extending it."""

from collections.abc import Collection
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from eduport.administration.forms import (
    EmploymentKind,
    ExtensionForm,
    ManualAccountForm,
    ManualPersonForm,
    SchoolFilter,
)
from eduport.administration.permissions import can_manage_people, can_manage_person
from eduport.administration.queries.manual_accounts import (
    manual_accounts_of,
    places_by_hand,
)
from eduport.administration.queries.persons import schools_managed_by
from eduport.core.actor import Actor
from eduport.people.models import (
    Affiliation,
    Person,
    Role,
    School,
    SourceKind,
    Sponsorship,
)
from eduport.people.permissions import roles_given_by_hand
from eduport.people.queries import (
    can_answer_for,
    namesakes_at,
    persons_visible_to,
    school_year_end,
)
from eduport.people.services.addresses import address_base
from eduport.people.services.manual_accounts import (
    change_manual_person,
    create_manual_account,
    extend_manual_account,
    latest_day,
)
from eduport.web.lists import Column, ListPageView
from eduport.web.views import FormPageView, ObjectFormPageView


class ManualAccountsView(ListPageView[Sponsorship]):
    """Who was made by hand, who answers, and until when."""

    permission = staticmethod(can_manage_people)
    template_name = "administration/manual_accounts.html"
    results_template_name = "administration/_manual_accounts.html"
    page_title = gettext_lazy("Accounts made by hand")
    columns = (
        Column("name", gettext_lazy("Name"), ("affiliation__person__sort_name",)),
        Column("role", gettext_lazy("Role"), ("affiliation__role",)),
        Column("school", gettext_lazy("School"), ("affiliation__school__name",)),
        Column("owner", gettext_lazy("Answered for by"), ("owner__sort_name",)),
        Column("end", gettext_lazy("Last day"), ("last_day_on",)),
    )
    default_sort = "end"

    def filter_form(self) -> Form | None:
        schools = schools_managed_by(self.actor)
        return SchoolFilter(self.request.GET, schools=schools)

    def rows(self) -> QuerySet[Sponsorship]:
        return manual_accounts_of(self.actor)

    def filtered(
        self, rows: QuerySet[Sponsorship], values: dict[str, Any]
    ) -> QuerySet[Sponsorship]:
        school = values.get("school")
        return rows.filter(affiliation__school=school) if school else rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = [
            (_("People"), reverse("administration:people")),
            (self.page_title, ""),
        ]
        school = self.request.GET.get("school", "")
        return super().get_context_data(crumbs=crumbs, school=school, **kwargs)


class NamesakesPage(FormPageView):
    """A form with a name that somebody at the school may have already."""

    template_name = "administration/manual_account_form.html"

    def home(self) -> School:
        """Where the person is, or is to be, at home."""
        raise NotImplementedError

    def known_already(self) -> Collection[int]:
        """Who is no namesake: the person whom the page is about."""
        return ()

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the namesakes beside the refusal, and ask about them."""
        context = self.get_context_data(form=form, namesakes=self.namesakes(form))
        if context["namesakes"]:
            form.ask_about_namesakes()
        return self.render_to_response(context, status=422)

    def namesakes(self, form: Any) -> list[Person]:
        values = form.cleaned_data
        base = address_base(
            values.get("given_name", ""),
            values.get("family_name", ""),
            values.get("call_name", ""),
        )
        if not base:
            return []
        return list(
            namesakes_at(self.home(), base).exclude(pk__in=self.known_already())
        )


class NewManualAccountView(NamesakesPage):
    """Makes a person at one of the own schools."""

    permission = staticmethod(can_manage_people)
    needs_step_up = True
    page_title = gettext_lazy("New account made by hand")
    intro = gettext_lazy(
        "Whoever the school administration system knows comes by itself in the night. "
        "By hand you add those whom it does not know, or not yet: when it delivers "
        "them later, you are asked whether to take them over."
    )
    submit_label = gettext_lazy("Make the account")
    form_class = ManualAccountForm

    @cached_property
    def schools(self) -> list[School]:
        return list(schools_managed_by(self.actor).select_related("authority"))

    @cached_property
    def school(self) -> School | None:
        """The school that was chosen; where there is only one, that."""
        asked = self.request.GET.get("school", "")
        if len(self.schools) == 1:
            return self.schools[0]
        return next((one for one in self.schools if str(one.pk) == asked), None)

    def home(self) -> School:
        if not self.school:
            raise Http404
        return self.school

    def get_template_names(self) -> list[str]:
        if not self.school:
            return ["administration/choose_school.html"]
        return super().get_template_names()

    def get_form_kwargs(self) -> dict[str, Any]:
        owners = can_answer_for(self.school) if self.school else Person.objects.none()
        return super().get_form_kwargs() | {
            "roles": roles_given_by_hand(self.actor),
            "owners": owners,
        }

    def get_initial(self) -> dict[str, Any]:
        last = latest_day(timezone.now())
        year_end = school_year_end(self.school) if self.school else None
        is_ahead = year_end and timezone.localdate() < year_end
        return {
            "owner": self.actor.person_id,
            "last_day_on": min(year_end, last) if year_end and is_ahead else last,
        }

    def perform(self, form: Any, /) -> None:
        values = form.cleaned_data
        self.made = create_manual_account(
            form.new_person(),
            school=self.home(),
            owner=values["owner"],
            last_day_on=values["last_day_on"],
            by=self.actor,
            at=timezone.now(),
        )

    def get_next_url(self) -> str:
        return reverse("administration:person", args=[self.made.uid])

    def get_success_message(self) -> str:
        return _(
            "The account was made. Now hand out an activation code: with it %(person)s "
            "signs in for the first time."
        ) % {"person": self.made}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("administration:manual_accounts")
        return super().get_context_data(
            school=self.school,
            school_form=SchoolFilter(schools=schools_managed_by(self.actor)),
            cancel_url=back,
            crumbs=[(ManualAccountsView.page_title, back), (self.page_title, "")],
            **kwargs,
        )


class ChangeView(ObjectFormPageView[Person], NamesakesPage):
    """Changes the names and the role of a person whom no source delivers."""

    permission = staticmethod(can_manage_person)
    lookup = "uid"
    template_name = "administration/manual_account_form.html"
    form_class = ManualPersonForm
    page_title = gettext_lazy("Change names and role")
    intro = gettext_lazy(
        "Login and mail address follow the name at once. The old address is never "
        "given to anybody else. Password, mail and files stay."
    )
    submit_label = pgettext_lazy("names and role", "Change")
    success_message = gettext_lazy("Names and role were changed.")

    def visible_objects(self) -> QuerySet[Person]:
        by_hand = persons_visible_to(self.actor).filter(source__kind=SourceKind.MANUAL)
        return by_hand.select_related("home_school")

    @cached_property
    def place(self) -> Affiliation:
        """What the person is at the home school."""
        at_home = places_by_hand(self.actor, self.object).filter(
            school=self.object.home_school
        )
        found = at_home.first()
        if not found:
            raise Http404
        return found

    def home(self) -> School:
        return self.object.home_school

    def known_already(self) -> Collection[int]:
        return (self.object.pk,)

    def get_form_kwargs(self) -> dict[str, Any]:
        present, given = Role(self.place.role), roles_given_by_hand(self.actor)
        # A role from above is kept, or changed from there.
        roles = given if present in given else (present,)
        return super().get_form_kwargs() | {"roles": roles}

    def get_initial(self) -> dict[str, Any]:
        return {
            "given_name": self.object.given_name,
            "call_name": self.object.call_name,
            "family_name": self.object.family_name,
            "role": self.place.role,
            "employment": EmploymentKind.EMPLOYED,
        }

    def perform(self, form: Any, /) -> None:
        person = form.new_person()
        change_manual_person(self.place, person, by=self.actor, at=timezone.now())

    def get_next_url(self) -> str:
        return reverse("administration:person", args=[self.object.uid])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = self.get_next_url()
        return super().get_context_data(
            cancel_url=back,
            crumbs=[(str(self.object), back), (self.page_title, "")],
            **kwargs,
        )


def can_extend(actor: Actor, person: Person) -> bool:
    """Whoever looks after a school of the person, also as a guest's."""
    return can_manage_people(actor)


class ExtendView(ObjectFormPageView[Person]):
    """Agrees on a new last day, and on who answers."""

    permission = staticmethod(can_extend)
    lookup = "uid"
    form_class = ExtensionForm
    page_title = gettext_lazy("Extend the account")
    submit_label = gettext_lazy("Extend")
    success_message = gettext_lazy("The account goes on until the new last day.")

    def visible_objects(self) -> QuerySet[Person]:
        return persons_visible_to(self.actor)

    @cached_property
    def place(self) -> Affiliation:
        """The one that ends first, where a person has several."""
        found = places_by_hand(self.actor, self.object).first()
        if not found:
            raise Http404
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        owners = can_answer_for(self.place.school)
        return super().get_form_kwargs() | {"owners": owners}

    def get_initial(self) -> dict[str, Any]:
        agreed = getattr(self.place, "sponsorship", None)
        return {
            "owner": agreed.owner_id if agreed else self.actor.person_id,
            "last_day_on": agreed.last_day_on if agreed else None,
        }

    def perform(self, form: Any, /) -> None:
        values = form.cleaned_data
        extend_manual_account(
            self.place,
            owner=values["owner"],
            last_day_on=values["last_day_on"],
            by=self.actor,
            at=timezone.now(),
        )

    def get_next_url(self) -> str:
        return reverse("administration:person", args=[self.object.uid])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = self.get_next_url()
        return super().get_context_data(
            cancel_url=back,
            crumbs=[(str(self.object), back), (self.page_title, "")],
            **kwargs,
        )
