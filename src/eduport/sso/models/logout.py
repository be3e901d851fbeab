"""What services still have to be told."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from eduport.core.personal_data import PersonalData, Retention
from eduport.sso.models.catalogue import App


class LogoutNotice(models.Model):
    """A service is to end the sessions that it opened for a browser session.

    OpenID Connect Back-Channel Logout 1.0. Kept until it was delivered or given up.
    """

    personal_data = PersonalData(
        what=_("Logout notices to services, with pseudonyms"),
        purpose=_("Ending the sessions at services"),
        retention=Retention(
            task="purge_tokens_task",
            since="created_at",
            days=7,
            text=_("%(days)s days"),
        ),
        withheld=_("They hold a pseudonym only, for a few days."),
    )

    app = models.ForeignKey(App, on_delete=models.CASCADE)
    subject = models.CharField(max_length=64)
    session = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    is_delivered = models.BooleanField(default=False)
