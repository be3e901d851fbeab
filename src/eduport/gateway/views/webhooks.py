"""Whom we tell: endpoints, their secrets, and how telling went."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eduport.gateway.forms import EndpointForm
from eduport.gateway.models import Delivery, EventKind, WebhookEndpoint
from eduport.gateway.permissions import can_manage, can_manage_gateway
from eduport.gateway.queries.webhooks import (
    all_endpoints,
    deliveries,
    latest_deliveries,
)
from eduport.gateway.queries.zammad import zammad_outlook
from eduport.gateway.services.delivering import send_again
from eduport.gateway.services.events import note_test
from eduport.gateway.services.webhooks import (
    EndpointDraft,
    NewSecret,
    add_endpoint,
    change_endpoint,
    disable_endpoint,
    enable_endpoint,
    renew_secret,
)
from eduport.gateway.tasks import start_delivering
from eduport.web.confirmation import Confirmation, ask
from eduport.web.views import (
    ActionView,
    FormPageView,
    ObjectFormPageView,
    ObjectPageView,
    ObjectView,
    PageContext,
    PageView,
)

ENDPOINTS = reverse_lazy("gateway:endpoints")


def show_secret(request: HttpRequest, new: NewSecret) -> HttpResponse:
    """The page that shows a secret, once."""
    title = _("Secret of the webhook")
    crumbs = [(_("Webhooks"), str(ENDPOINTS)), (title, "")]
    context = {"new": new, "page_title": title, "crumbs": crumbs}
    return render(request, "gateway/secret.html", context)


class EndpointsView(PageView):
    """All systems that are told what happens."""

    permission = staticmethod(can_manage_gateway)
    template_name = "gateway/endpoints.html"
    page_title = gettext_lazy("Webhooks")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            endpoints=all_endpoints(),
            zammad=zammad_outlook(),
            crumbs=[(self.page_title, "")],
            **kwargs,
        )


class BelowEndpoints(PageContext):
    """Pages below the list."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = [(_("Webhooks"), str(ENDPOINTS)), (self.get_page_title(), "")]
        return super().get_context_data(crumbs=crumbs, cancel_url=ENDPOINTS, **kwargs)


class AddEndpointView(BelowEndpoints, FormPageView):
    """Another system to tell; its secret is shown on the answer."""

    permission = staticmethod(can_manage_gateway)
    needs_step_up = True
    form_class = EndpointForm
    page_title = gettext_lazy("Add a webhook")
    next_url = ENDPOINTS
    made: NewSecret | None = None

    def get_initial(self) -> dict[str, Any]:
        return {"kinds": EventKind.values}

    def form_valid(self, form: EndpointForm) -> HttpResponse:
        response = super().form_valid(form)
        return show_secret(self.request, self.made) if self.made else response

    def perform(self, form: EndpointForm, /) -> None:
        self.made = add_endpoint(draft_of(form), by=self.actor, at=timezone.now())


def draft_of(form: EndpointForm) -> EndpointDraft:
    values = form.cleaned_data
    kinds = [EventKind(kind) for kind in values["kinds"]]
    return EndpointDraft(values["name"], values["url"], kinds)


class OfEndpoint(ObjectView[WebhookEndpoint]):
    """Base of views of one endpoint, which lead back to it."""

    permission = staticmethod(can_manage)
    lookup = "uid"

    def visible_objects(self) -> QuerySet[WebhookEndpoint]:
        return all_endpoints()

    def get_next_url(self) -> str:
        return reverse("gateway:endpoint", args=[self.object.uid])


class EndpointView(BelowEndpoints, OfEndpoint, ObjectPageView[WebhookEndpoint]):
    """An endpoint, and how telling it goes."""

    template_name = "gateway/endpoint.html"

    def get_page_title(self) -> str:
        return self.object.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            deliveries=latest_deliveries(self.object), **kwargs
        )


class ChangeEndpointView(
    BelowEndpoints, OfEndpoint, ObjectFormPageView[WebhookEndpoint]
):
    """Tell it elsewhere, or something else."""

    needs_step_up = True
    form_class = EndpointForm
    success_message = gettext_lazy("Saved.")

    def get_page_title(self) -> str:
        return self.object.name

    def get_initial(self) -> dict[str, Any]:
        one = self.object
        return {"name": one.name, "url": one.url, "kinds": one.kinds}

    def perform(self, form: EndpointForm, /) -> None:
        draft = draft_of(form)
        change_endpoint(self.object, draft, by=self.actor, at=timezone.now())


class RenewSecretView(OfEndpoint, ActionView[WebhookEndpoint]):
    """Asks first, then shows a new secret."""

    needs_step_up = True
    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        confirmation = Confirmation(
            title=_("Renew the secret of “%(name)s”") % {"name": self.object.name},
            effect=_(
                "For a day messages are signed with the old secret and the new one. "
                "Until then the new one has to be in the other system."
            ),
            label=_("Renew"),
            action=request.path,
            cancel_url=self.get_next_url(),
        )
        return ask(request, confirmation)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        new = renew_secret(self.object, by=self.actor, at=timezone.now())
        return show_secret(request, new)


class DisableEndpointView(OfEndpoint, ActionView[WebhookEndpoint]):
    """The button “Stop”."""

    success_message = gettext_lazy("It is told nothing any more; what waits is kept.")

    def perform(self, endpoint: WebhookEndpoint, /) -> None:
        disable_endpoint(endpoint, by=self.actor, at=timezone.now())


class EnableEndpointView(OfEndpoint, ActionView[WebhookEndpoint]):
    """The button “Go on”."""

    success_message = gettext_lazy("It is told what happens again.")

    def perform(self, endpoint: WebhookEndpoint, /) -> None:
        enable_endpoint(endpoint, by=self.actor, at=timezone.now())
        transaction.on_commit(partial(start_delivering, endpoint.pk))


class TestEndpointView(OfEndpoint, ActionView[WebhookEndpoint]):
    """The button “Send a test”."""

    success_message = gettext_lazy("A test is on its way; look below how it went.")

    def perform(self, endpoint: WebhookEndpoint, /) -> None:
        note_test(endpoint, at=timezone.now())
        transaction.on_commit(partial(start_delivering, endpoint.pk))


class SendAgainView(ActionView[Delivery]):
    """The button “Send again”."""

    permission = staticmethod(can_manage)
    success_message = gettext_lazy("It is sent again.")

    def visible_objects(self) -> QuerySet[Delivery]:
        return deliveries()

    def get_next_url(self) -> str:
        return reverse("gateway:endpoint", args=[self.object.endpoint.uid])

    def perform(self, delivery: Delivery, /) -> None:
        send_again(delivery, by=self.actor, at=timezone.now())
        transaction.on_commit(partial(start_delivering, delivery.endpoint_id))
