"""When somebody looked at a page, and when it is time again."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from eduport.core.personal_data import NoPersonalData
from eduport.pages.models.pages import InfoPage


class Review(models.Model):
    """That a page was checked. Publishing is checking: who writes has read it."""

    personal_data = NoPersonalData("days on which a page is checked")

    page = models.OneToOneField(InfoPage, on_delete=models.CASCADE)
    checked_on = models.DateField(_("checked on"))
    due_on = models.DateField(_("due on"), db_index=True)
    reminded_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gt=F("checked_on")), name="review_is_due_later"
            )
        ]
