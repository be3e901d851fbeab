"""Where the editor sends people who come, go, or look after their account."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from eduport.pages.permissions import can_edit_pages
from eduport.web.access import AccessView


class Door(AccessView):
    """Sends on to a page of ours."""

    permission = staticmethod(can_edit_pages)
    target = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.target)


class EditorLoginView(Door):
    target = "wagtailadmin_home"


class EditorLogoutView(Door):
    """Signing out is a form of ours."""

    target = "account_logout"


class EditorAccountView(Door):
    target = "accounts:profile"
