"""The list of people who never signed in, and the slips with their codes."""

from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from eduport.accounts.forms import FirstLoginFilter
from eduport.accounts.models import Account
from eduport.accounts.permissions import can_issue_codes
from eduport.accounts.queries.first_logins import (
    classes_of,
    narrowed,
    never_activated,
    schools_with_codes,
)
from eduport.accounts.services.activation import MAX_SLIPS, issue_slips, lifetime
from eduport.core.errors import DomainError
from eduport.people.models import AdminRole, Role, School
from eduport.web.access import is_htmx
from eduport.web.lists import Column, ListPageView

SLIPS_ON_A_SHEET = 10


class FirstLoginsView(ListPageView[Account]):
    """Who has never activated the account, at one school."""

    permission = staticmethod(can_issue_codes)
    template_name = "accounts/first_logins.html"
    results_template_name = "accounts/_first_logins.html"
    page_title = _("First sign-ins")
    columns = (
        Column("name", _("Name"), ("person__family_name", "person__given_name")),
        Column("belongs", _("Class or role"), ("classes", "roles")),
        Column("login", pgettext_lazy("field", "Login"), ("username",)),
        Column("code", _("Code handed out"), ("activationcode__issued_at",)),
    )
    default_sort = "name"

    @cached_property
    def schools(self) -> list[School]:
        return list(schools_with_codes(self.actor))

    @property
    def must_choose(self) -> bool:
        """The central team looks after too many schools to begin with any."""
        return AdminRole.CENTRAL_TEAM in self.actor.roles

    @cached_property
    def school(self) -> School | None:
        asked = self.request.GET.get("school", "")
        found = next((one for one in self.schools if str(one.pk) == asked), None)
        if found or self.must_choose:
            return found
        return next(iter(self.schools), None)

    def filter_form(self) -> forms.Form:
        return FirstLoginFilter(
            self.request.GET,
            schools=self.schools,
            must_choose=self.must_choose,
            classes=classes_of(self.school),
        )

    def rows(self) -> QuerySet[Account]:
        return never_activated(self.school)

    def filtered(
        self, rows: QuerySet[Account], values: dict[str, Any]
    ) -> QuerySet[Account]:
        return narrowed(
            rows,
            words=values.get("q", ""),
            school_class=values.get("school_class"),
            role=values.get("role", ""),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        now = timezone.now()
        for account in context["page"]:
            account.belongs = belongs(account)
            code = getattr(account, "activationcode", None)
            account.code = code if code and code.expires_at > now else None
        return context | {
            "crumbs": [(self.page_title, "")],
            "school": self.school,
            "limit": MAX_SLIPS,
            # The classes are those of the school that was just chosen.
            "is_part": is_htmx(self.request),
        }


def belongs(account: Account) -> str:
    """What tells people of one name apart: the class, otherwise the role."""
    roles = [str(Role(role).label) for role in getattr(account, "roles", ())]
    return ", ".join(getattr(account, "classes", None) or roles)


class SlipsView(FirstLoginsView):
    """Makes codes for those who are selected, and shows them this once, to print."""

    http_method_names = ["post"]
    needs_step_up = True
    page_title = _("Codes for the first sign-in")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        at = timezone.now()
        try:
            issued = issue_slips(self.chosen(), by=self.actor, at=at)
        except DomainError as error:
            messages.error(request, str(error))
            query = request.GET.urlencode()
            return redirect(f"{reverse('accounts:first_logins')}?{query}")
        context = self.slips_context(issued) | {"expires_at": at + lifetime()}
        response = render(request, "accounts/slips.html", context)
        response["Cache-Control"] = "no-store"
        return response

    def chosen(self) -> QuerySet[Account]:
        """Those with a tick, or all that the filter finds, class after class."""
        if self.request.POST.get("all") == "1":
            rows = self.matching(self.filter_form())
        else:
            ids = self.request.POST.getlist("ids")
            rows = self.rows().filter(pk__in=[int(key) for key in ids if is_key(key)])
        names = ("person__family_name", "person__given_name", "pk")
        return rows.order_by(F("classes"), *names)

    def slips_context(self, issued: list[tuple[Account, str]]) -> dict[str, Any]:
        slips = [(account, belongs(account), code) for account, code in issued]
        starts = range(0, len(slips), SLIPS_ON_A_SHEET)
        back = f"{reverse('accounts:first_logins')}?{self.request.GET.urlencode()}"
        return {
            "page_title": self.page_title,
            "sheets": [slips[start : start + SLIPS_ON_A_SHEET] for start in starts],
            "count": len(slips),
            "school": self.school,
            "address": self.request.build_absolute_uri(reverse("accounts:activate")),
            "back": back,
            "crumbs": [(_("First sign-ins"), back), (self.page_title, "")],
        }


def is_key(text: str) -> bool:
    """Whether it can be the key of a row."""
    return text.isascii() and text.isdigit() and len(text) < 19  # noqa: PLR2004 -- bigint
