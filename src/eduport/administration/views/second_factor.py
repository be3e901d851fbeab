"""Taking the second factors of somebody away who has lost them."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eduport.accounts.models import Account, AccountKind
from eduport.accounts.permissions import can_remove_second_factor
from eduport.accounts.services.second_factor import remove_second_factors
from eduport.people.queries import persons_visible_to
from eduport.web.confirmation import Confirmation, ask
from eduport.web.views import ActionView


class RemoveSecondFactorView(ActionView[Account]):
    """Asks first, then removes all second factors of one account."""

    permission = staticmethod(can_remove_second_factor)
    needs_step_up = True
    http_method_names = ["get", "head", "post"]
    lookup = "person__uid"
    kind = AccountKind.PERSON
    success_message = gettext_lazy(
        "The second factors are removed, and the sessions ended."
    )

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        self.uid: UUID = kwargs["uid"]
        super().setup(request, *args, person__uid=self.uid)

    def visible_objects(self) -> QuerySet[Account]:
        persons = persons_visible_to(self.actor)
        rows = Account.objects.filter(kind=self.kind, person__in=persons)
        return rows.select_related("person")

    def get_next_url(self) -> str:
        return reverse("administration:person", args=[self.uid])

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        values = {"login": self.object.username}
        confirmation = Confirmation(
            title=_("Remove the second factors of %(login)s") % values,
            effect=_(
                "Authenticator app, passkeys and recovery codes stop working, and all "
                "sessions end. The password stays. Make sure that it is really this "
                "person who asks you."
            ),
            label=_("Remove"),
            action=request.path,
            cancel_url=self.get_next_url(),
            is_danger=True,
        )
        return ask(request, confirmation)

    def perform(self, account: Account, /) -> None:
        remove_second_factors(account, by=self.actor, at=timezone.now())
