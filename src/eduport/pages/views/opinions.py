"""Whether a page was helpful: the two buttons below it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from eduport.pages.models import InfoPage
from eduport.pages.queries.pages import address_of, pages_visible_to
from eduport.pages.services.opinions import give_opinion
from eduport.web.access import AccessView


class OpinionView(AccessView):
    """Takes the answer under a page; from whoever may read it."""

    is_public = True

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        page: InfoPage | None = pages_visible_to(self.actor).filter(pk=pk).first()
        answer = request.POST.get("helpful", "")
        if not page:
            raise Http404
        if answer not in ("yes", "no"):
            messages.error(request, _("Please choose whether the page helped you."))
            return redirect(address_of(page) + "#helpful")
        give_opinion(
            page,
            visitor=visitor_of(request),
            is_helpful=answer == "yes",
            text=request.POST.get("text", ""),
            at=timezone.now(),
        )
        messages.success(request, _("Thank you. Your answer helps to make it better."))
        return redirect(address_of(page) + "#helpful")


def visitor_of(request: HttpRequest) -> tuple[Any, ...]:
    """What tells visitors apart for a day, without a cookie: never stored as it is."""
    if request.user.is_authenticated:
        return ("account", request.user.pk)
    names = ("User-Agent", "Accept-Language")
    headers = (request.headers.get(name, "") for name in names)
    return ("visitor", request.META.get("REMOTE_ADDR", ""), *headers)
