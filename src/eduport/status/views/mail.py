"""What somebody wants mail about."""

from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy

from eduport.status.forms import MailForm
from eduport.status.models import MailChoice, MailTopic
from eduport.status.permissions import can_choose_mail
from eduport.status.services.announcing import choose_mail
from eduport.web.views import FormPageView


class MailView(FormPageView):
    """Incidents, maintenance, both or nothing."""

    permission = staticmethod(can_choose_mail)
    form_class = MailForm
    page_title = gettext_lazy("Mail about the state of the services")
    intro = gettext_lazy(
        "In the portal you always see what concerns you. It also comes by mail, if you "
        "want: to the address of your home school."
    )
    success_message = gettext_lazy("Saved.")
    next_url = reverse_lazy("status:page")

    def get_initial(self) -> dict[str, Any]:
        choice = MailChoice.objects.filter(account=self.actor.account_id).first()
        return {"topics": [t for t in MailTopic if choice and getattr(choice, t)]}

    def perform(self, form: MailForm, /) -> None:
        topics = [MailTopic(topic) for topic in form.cleaned_data["topics"]]
        choose_mail(topics, by=self.actor)
