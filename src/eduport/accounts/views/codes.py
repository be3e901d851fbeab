"""Activation codes for people of the own school."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from eduport.accounts.models import Account
from eduport.accounts.permissions import can_issue_code
from eduport.accounts.queries import accounts_visible_to
from eduport.accounts.services.activation import issue_activation_codes
from eduport.web.views import ObjectView


class IssueCodeView(ObjectView[Account]):
    """Makes a code for one person by POST and shows it this once."""

    permission = staticmethod(can_issue_code)
    needs_step_up = True
    http_method_names = ["post"]
    lookup = "person__uid"

    def visible_objects(self) -> QuerySet[Account]:
        return accounts_visible_to(self.actor).select_related("person__home_school")

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        issued = issue_activation_codes([self.object], by=self.actor, at=timezone.now())
        context = {
            "page_title": _("Activation code"),
            "account": self.object,
            "code": issued[0][1],
        }
        response = render(request, "accounts/code.html", context)
        response["Cache-Control"] = "no-store"
        return response
