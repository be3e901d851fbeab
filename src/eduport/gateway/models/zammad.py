"""Which of our reports and messages is which in Zammad."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from eduport.core.personal_data import PersonalData
from eduport.support.models import Message, Ticket

WITHHELD = _("They are numbers of another system; what was said stands under support.")


class ZammadTicket(models.Model):
    """A report that is worked on in Zammad, and what is still to be said there.

    `zammad_state` is the last one that both sides know. `push_at`: when to bring it up
    to date; null if it is.
    """

    personal_data = PersonalData(
        what=_("Numbers of fault reports in the desk of the authority"),
        purpose=_("Working on reports in another desk"),
        withheld=WITHHELD,
    )

    ticket = models.OneToOneField(Ticket, on_delete=models.CASCADE)
    zammad_id = models.BigIntegerField(null=True, unique=True)
    zammad_number = models.CharField(max_length=60, blank=True)
    zammad_state = models.CharField(max_length=100, blank=True)
    push_at = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    # What kind of fault it was, never what the server said.
    fault = models.CharField(max_length=50, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["push_at"],
                condition=models.Q(push_at__isnull=False),
                name="zammad_ticket_to_push",
            )
        ]


class ZammadArticle(models.Model):
    """An article in Zammad that is known here: sent by us, brought in, or left out."""

    personal_data = PersonalData(
        what=_("Numbers of messages in the desk of the authority"),
        purpose=_("Working on reports in another desk"),
        withheld=WITHHELD,
    )

    link = models.ForeignKey(ZammadTicket, on_delete=models.CASCADE)
    article_id = models.BigIntegerField(unique=True)
    # Null if it is none of ours, such as an internal note.
    message = models.OneToOneField(Message, on_delete=models.CASCADE, null=True)
