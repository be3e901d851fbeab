"""Tokens of other systems: all of them, a new one, and the end of one."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eduport.gateway.forms import TokenForm
from eduport.gateway.models import ApiToken
from eduport.gateway.permissions import can_manage, can_manage_gateway
from eduport.gateway.queries.tokens import all_tokens
from eduport.gateway.services.tokens import MadeToken, make_token, revoke_token
from eduport.web.confirmation import Confirmation, ask
from eduport.web.views import ActionView, FormPageView, PageView

HALF_A_YEAR = timedelta(days=180)


class TokensView(PageView):
    """All tokens, those that open nothing any more too."""

    permission = staticmethod(can_manage_gateway)
    template_name = "gateway/tokens.html"
    page_title = gettext_lazy("Tokens of other systems")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        tokens = [(one, one.is_usable(now)) for one in all_tokens()]
        return super().get_context_data(
            tokens=tokens, now=now, crumbs=[(self.page_title, "")], **kwargs
        )


class MakeTokenView(FormPageView):
    """A new token; its text is shown once, on the answer to this form."""

    permission = staticmethod(can_manage_gateway)
    needs_step_up = True
    form_class = TokenForm
    page_title = gettext_lazy("Make a token")
    submit_label = gettext_lazy("Make the token")
    next_url = reverse_lazy("gateway:tokens")
    made: MadeToken | None = None

    def get_initial(self) -> dict[str, Any]:
        return {"expires_on": timezone.localdate() + HALF_A_YEAR}

    def get_template_names(self) -> list[str]:
        return ["gateway/made_token.html"] if self.made else ["web/form_page.html"]

    def form_valid(self, form: TokenForm) -> HttpResponse:
        response = super().form_valid(form)
        if self.made is None:
            return response
        return self.render_to_response(self.get_context_data(made=self.made))

    def perform(self, form: TokenForm, /) -> None:
        self.made = make_token(form.draft, by=self.actor, at=timezone.now())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        above = (_("Tokens of other systems"), reverse("gateway:tokens"))
        return super().get_context_data(
            crumbs=[above, (self.page_title, "")], cancel_url=self.next_url, **kwargs
        )


class RevokeTokenView(ActionView[ApiToken]):
    """Asks first, then the token opens nothing any more."""

    permission = staticmethod(can_manage)
    http_method_names = ["get", "head", "post"]
    lookup = "uid"
    next_url = reverse_lazy("gateway:tokens")
    success_message = gettext_lazy("The token opens nothing any more.")

    def visible_objects(self) -> QuerySet[ApiToken]:
        return all_tokens()

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        values = {"name": self.object.name}
        confirmation = Confirmation(
            title=_("Revoke the token “%(name)s”") % values,
            effect=_(
                "The system that uses it is refused from now on. This cannot be undone."
            ),
            label=_("Revoke"),
            action=request.path,
            cancel_url=reverse("gateway:tokens"),
            is_danger=True,
        )
        return ask(request, confirmation)

    def perform(self, token: ApiToken, /) -> None:
        revoke_token(token, by=self.actor, at=timezone.now())
