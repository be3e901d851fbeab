"""What somebody subscribes to: the own calendar, a digest by mail, public feeds."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from eduport.core.actor import Actor
from eduport.news.forms import DigestForm
from eduport.news.models import CalendarToken, DigestChoice
from eduport.news.permissions import can_subscribe
from eduport.news.services.digests import choose_digest, end_digest
from eduport.news.services.subscribing import renew_calendar, revoke_calendar
from eduport.news.views.bases import Crumbs
from eduport.people.models import School
from eduport.web.access import AccessView, public
from eduport.web.views import CommandView, FormPageView

HERE = reverse_lazy("news:subscriptions")


@dataclass(frozen=True, slots=True)
class PublicFeeds:
    """The public feeds of a school, or of the authority."""

    name: str
    atom: str
    json: str
    calendar: str


def public_feeds_of(school: School | None) -> PublicFeeds:
    base, args = settings.EDUPORT.public_url, [school.code] if school else []
    prefix = "news:school_" if school else "news:"
    urls = (
        base + reverse(prefix + kind, args=args) for kind in ("atom", "json", "ics")
    )
    return PublicFeeds(school.name if school else _("School authority"), *urls)


class SubscriptionsView(Crumbs, FormPageView):
    """A digest by mail, the own calendar, and what homepages can embed."""

    permission = staticmethod(can_subscribe)
    form_class = DigestForm
    template_name = "news/subscriptions.html"
    page_title = gettext_lazy("Subscribe to news and events")
    success_message = gettext_lazy("Saved.")
    next_url = HERE

    def get_initial(self) -> dict[str, Any]:
        choice = DigestChoice.objects.filter(account=self.actor.account_id).first()
        return {"rhythm": choice.rhythm if choice else ""}

    def perform(self, form: DigestForm, /) -> None:
        choose_digest(form.cleaned_data["rhythm"], by=self.actor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**subscriptions(self.actor), **kwargs)


def subscriptions(actor: Actor) -> dict[str, Any]:
    """What the page shows beside its form."""
    schools = School.objects.filter(pk__in=actor.school_ids, closed_at=None)
    return {
        "token": CalendarToken.objects.filter(account=actor.account_id).first(),
        "feeds": [public_feeds_of(one) for one in [*schools.order_by("name"), None]],
    }


class RenewCalendarView(AccessView):
    """A new address for the own calendar: shown now, and never again."""

    permission = staticmethod(can_subscribe)
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        token = renew_calendar(by=self.actor, at=timezone.now())
        path = reverse("news:own_ics", args=[token])
        context = {
            "page_title": _("Your calendar address"),
            "address": f"{settings.EDUPORT.public_url}{path}",
            "crumbs": [
                (_("Subscribe to news and events"), str(HERE)),
                (_("Your calendar address"), ""),
            ],
        }
        response = render(request, "news/calendar_address.html", context)
        response["Cache-Control"] = "no-store"
        return response


class RevokeCalendarView(CommandView):
    """The address leads nowhere any more."""

    permission = staticmethod(can_subscribe)
    success_message = gettext_lazy(
        "The address of your calendar does not work any more."
    )
    next_url = HERE

    def run(self) -> None:
        revoke_calendar(by=self.actor, at=timezone.now())


@public
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop_digest(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """End the mail without a login: people press a button, mail programs post at once.

    RFC 8058 §3.2: without cookies and without our token. The key in the address is all
    that counts, and looking at the page changes nothing: programs that check links
    look too.
    """
    is_done = request.method == "POST"
    if is_done:
        end_digest(key)
    context = {"page_title": _("End news and events by mail"), "is_done": is_done}
    return render(request, "news/stop_digest.html", context)
