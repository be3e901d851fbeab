"""The own recovery address: storing, confirming and removing it, and being reminded."""

from typing import Any

from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from eduport.accounts.forms import CurrentPasswordForm, RecoveryAddressForm
from eduport.accounts.queries.recovery import (
    can_have_recovery_address,
    find_pending_address,
    find_recovery_address,
    is_reminder_due,
)
from eduport.accounts.services.recovery import (
    address_of_link,
    confirm_recovery_address,
    postpone_reminder,
    propose_recovery_address,
    remove_recovery_address,
    stop_reminder,
)
from eduport.accounts.views.pages import check_own_password, own_account
from eduport.web.access import AccessView, is_signed_in
from eduport.web.forms import EduPortForm
from eduport.web.views import CommandView, FormPageView

PAGE = reverse_lazy("accounts:recovery_address")


class EverydayAccountView(AccessView):
    """For those who can have a recovery address."""

    permission = staticmethod(is_signed_in)

    def is_permitted(self) -> bool:
        is_everyday = can_have_recovery_address(own_account(self.request))
        return super().is_permitted() and is_everyday


class RecoveryAddressView(EverydayAccountView, FormPageView):
    """What is stored, and the form for another address."""

    template_name = "accounts/recovery_address.html"
    page_title = _("Recovery address")
    form_class = RecoveryAddressForm
    next_url = PAGE
    success_message = _("A mail is on its way. Open the link in it.")

    def perform(self, form: RecoveryAddressForm, /) -> None:
        account, data = own_account(self.request), form.cleaned_data
        check_own_password(self.request, data["current_password"])
        propose_recovery_address(account, data["address"], at=timezone.now())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        account, at = own_account(self.request), timezone.now()
        return super().get_context_data(
            present=find_recovery_address(account),
            pending=find_pending_address(account, at=at),
            is_reminded=is_reminder_due(account, at),
            **kwargs,
        )


class ConfirmRecoveryAddressView(EverydayAccountView, FormPageView):
    """What the link in the mail opens. Looking at it changes nothing."""

    template_name = "accounts/confirm_recovery_address.html"
    page_title = _("Confirm the recovery address")
    form_class = EduPortForm
    next_url = PAGE
    success_message = _("Your recovery address is stored.")

    def perform(self, form: EduPortForm, /) -> None:
        account, token = own_account(self.request), self.kwargs["token"]
        confirm_recovery_address(account, token, at=timezone.now())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        account, token = own_account(self.request), self.kwargs["token"]
        address = address_of_link(account, token, at=timezone.now())
        return super().get_context_data(address=address, **kwargs)


class RemoveRecoveryAddressView(EverydayAccountView, FormPageView):
    permission = staticmethod(is_signed_in)
    page_title = _("Remove the recovery address")
    intro = _(
        "Without it only your school admin can help when you have forgotten the "
        "password."
    )
    submit_label = _("Remove the address")
    form_class = CurrentPasswordForm
    next_url = PAGE
    success_message = _("Your recovery address is deleted.")

    def perform(self, form: CurrentPasswordForm, /) -> None:
        check_own_password(self.request, form.cleaned_data["current_password"])
        remove_recovery_address(own_account(self.request), at=timezone.now())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cancel_url = reverse("accounts:recovery_address")
        return super().get_context_data(cancel_url=cancel_url, **kwargs)


class PostponeReminderView(EverydayAccountView, CommandView):
    """Hides the reminder for today."""

    def run(self) -> None:
        postpone_reminder(own_account(self.request), at=timezone.now())


class StopReminderView(EverydayAccountView, CommandView):
    """Hides the reminder for good."""

    next_url = PAGE
    success_message = _("You will not be reminded any more.")

    def run(self) -> None:
        stop_reminder(own_account(self.request))
