"""Secondments: give somebody, agree, withdraw, end, and see what holds."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from eduport.administration.forms.secondments import (
    SecondmentFilterForm,
    SecondmentForm,
)
from eduport.administration.permissions import (
    can_agree_to,
    can_manage_people,
    can_manage_person,
    can_see_secondment,
)
from eduport.administration.queries.secondments import (
    is_asked_to_agree_to,
    roles_to_second,
    schools_to_second_to,
    secondments_visible_to,
    state_of_secondment,
    with_secondment_state,
)
from eduport.people.models import Person, Secondment
from eduport.people.queries import persons_visible_to, school_year_end
from eduport.people.services.secondments import (
    agree_to_secondment,
    ask_secondment,
    end_secondment,
    withdraw_secondment,
)
from eduport.web.lists import Column, ListPageView
from eduport.web.views import ActionView, ObjectFormPageView, ObjectPageView


class SecondmentsView(ListPageView[Secondment]):
    """Who of the own schools is away, and who is here from elsewhere."""

    permission = staticmethod(can_manage_people)
    template_name = "administration/secondments.html"
    results_template_name = "administration/_secondments.html"
    page_title = gettext_lazy("Secondments")
    columns = (
        Column("who", gettext_lazy("Person"), ("person__sort_name",)),
        Column("from", gettext_lazy("Home school"), ("home_school__name",)),
        Column("to", gettext_lazy("Guest school"), ("guest_school__name",)),
        Column("first", gettext_lazy("First day"), ("starts_on",)),
        Column("last", gettext_lazy("Last day"), ("last_day_on",)),
        Column("state", pgettext_lazy("secondment", "State")),
    )
    default_sort = "-last"
    filter_form_class = SecondmentFilterForm

    def rows(self) -> QuerySet[Secondment]:
        return secondments_visible_to(self.actor)

    def filtered(
        self, rows: QuerySet[Secondment], values: dict[str, Any]
    ) -> QuerySet[Secondment]:
        return with_secondment_state(rows, values.get("state", ""))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = [
            (_("People"), reverse("administration:people")),
            (self.page_title, ""),
        ]
        context = super().get_context_data(crumbs=crumbs, **kwargs)
        rows = [(one, state_of_secondment(one, self.actor)) for one in context["page"]]
        return context | {"rows": rows}


class SecondmentView(ObjectPageView[Secondment]):
    """One secondment: who, where, how long, and what to decide."""

    permission = staticmethod(can_see_secondment)
    lookup = "uid"
    template_name = "administration/secondment.html"

    def visible_objects(self) -> QuerySet[Secondment]:
        return secondments_visible_to(self.actor)

    def get_page_title(self) -> str:
        return _("Secondment of %(person)s") % {"person": self.object.person}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("administration:secondments")
        seen = persons_visible_to(self.actor).filter(pk=self.object.person_id)
        return super().get_context_data(
            state=state_of_secondment(self.object, self.actor),
            is_asked=is_asked_to_agree_to(self.actor, self.object),
            is_visible=seen.exists(),
            crumbs=[(SecondmentsView.page_title, back), (self.get_page_title(), "")],
            **kwargs,
        )


class AskSecondmentView(ObjectFormPageView[Person]):
    """Give a person of the own school to another one for a while."""

    permission = staticmethod(can_manage_person)
    needs_step_up = True
    lookup = "uid"
    form_class = SecondmentForm
    submit_label = gettext_lazy("Ask the guest school")
    intro = gettext_lazy(
        "The other school has to agree. Login, password, mail and files stay as they "
        "are; the person gets a second address there, and is in its groups. Your "
        "school stays the home school and goes on looking after the account."
    )

    def visible_objects(self) -> QuerySet[Person]:
        return persons_visible_to(self.actor).select_related("home_school")

    def get_page_title(self) -> str:
        return _("Second %(person)s to another school") % {"person": self.object}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "schools": schools_to_second_to(self.object),
            "roles": roles_to_second(self.object),
        }

    def get_initial(self) -> dict[str, Any]:
        return {
            "starts_on": timezone.localdate(),
            "last_day_on": school_year_end(self.object.home_school),
        }

    def perform(self, form: SecondmentForm, /) -> None:
        self.made = ask_secondment(
            self.object, form.draft(), by=self.actor, at=timezone.now()
        )

    def get_next_url(self) -> str:
        return reverse("administration:secondment", args=[self.made.uid])

    def get_success_message(self) -> str:
        if self.made.agreed_at:
            return _("The secondment is agreed.")
        return _("The other school has been asked. It holds when they agree.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("administration:person", args=[self.object.uid])
        return super().get_context_data(
            cancel_url=back,
            crumbs=[(str(self.object), back), (self.get_page_title(), "")],
            **kwargs,
        )


class SecondmentActionView(ActionView[Secondment]):
    """Base of the buttons of a secondment."""

    permission = staticmethod(can_see_secondment)
    lookup = "uid"

    def visible_objects(self) -> QuerySet[Secondment]:
        return secondments_visible_to(self.actor)

    def get_next_url(self) -> str:
        return reverse("administration:secondment", args=[self.object.uid])


class AgreeToSecondmentView(SecondmentActionView):
    """Says yes for the guest school."""

    permission = staticmethod(can_agree_to)
    needs_step_up = True
    success_message = gettext_lazy("Agreed. The home school sees it here.")

    def perform(self, secondment: Secondment, /) -> None:
        agree_to_secondment(secondment, by=self.actor, at=timezone.now())


class WithdrawSecondmentView(SecondmentActionView):
    """Withdraws the own wish, or declines that of the home school."""

    success_message = gettext_lazy("Nobody is seconded. Both schools see this here.")

    def perform(self, secondment: Secondment, /) -> None:
        withdraw_secondment(secondment, by=self.actor, at=timezone.now())


class EndSecondmentView(SecondmentActionView):
    """Ends it before its last day."""

    needs_step_up = True
    success_message = gettext_lazy(
        "The secondment has ended. Both schools see this here."
    )

    def perform(self, secondment: Secondment, /) -> None:
        end_secondment(secondment, by=self.actor, at=timezone.now())
