"""What the pages of news and events have in common."""

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django_stubs_ext import StrOrPromise

from eduport.news.formats.words import STATES
from eduport.news.rules.states import State
from eduport.web.access import AccessView, login_redirect
from eduport.web.views import PageContext


class OpenView(AccessView):
    """What is public anybody may read; for the rest visitors have to sign in.

    Whether there is something behind an address, a visitor does not learn.
    """

    is_public = True

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except Http404:
            if self.actor.is_signed_in:
                raise
            return login_redirect(request)


class Shelled(PageContext):
    """Pages that visitors see too, in the frame that they know."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_in = self.actor.is_signed_in  # type: ignore[attr-defined]  # an AccessView
        return super().get_context_data(
            base="web/app.html" if is_in else "web/public.html",
            is_signed_in=is_in,
            **kwargs,
        )


class Crumbs(PageContext):
    """Crumbs: what stands above a page, and the page."""

    def parents(self) -> list[tuple[StrOrPromise, str]]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = [*self.parents(), (self.get_page_title(), "")]
        return super().get_context_data(crumbs=crumbs, **kwargs)


def tag_of(state: State) -> dict[str, str]:
    """A state as a page shows it: never by its colour alone."""
    word, colour = STATES[state]
    return {"word": str(word), "colour": colour}
