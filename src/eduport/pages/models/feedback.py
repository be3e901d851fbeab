"""Whether pages were helpful, and links that lead nowhere."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from eduport.core.personal_data import NoPersonalData, PersonalData, Retention
from eduport.pages.models.pages import InfoPage


class Opinion(models.Model):
    """One answer to “Was that helpful?”: nobody can tell whose.

    `visitor` is a keyed hash that changes every day; the night after it goes.
    """

    personal_data = PersonalData(
        what=_("Whether a page was helpful, with a hash of the visitor for one day"),
        purpose=_("Making the pages of the information site better"),
        retention=Retention(
            task="purge_opinions_task",
            since="given_on",
            setting="page_feedback_days",
            text=_("%(days)s days; the hash only until the next night"),
        ),
        withheld=_("Nobody can tell whose they are."),
    )

    page = models.ForeignKey(InfoPage, on_delete=models.CASCADE)
    given_on = models.DateField(db_index=True)
    # Null from the next night on.
    visitor = models.CharField(max_length=64, null=True)  # noqa: DJ001 -- unique
    is_helpful = models.BooleanField()
    text = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["page", "given_on", "visitor"], name="opinion_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(visitor=None) | Q(visitor__regex=r"^[0-9a-f]{64}$"),
                name="opinion_visitor_is_hashed",
            ),
        ]


class DeadLink(models.Model):
    """A link on a published page that leads to nothing; found anew every night."""

    personal_data = NoPersonalData("a link on a page")

    page = models.ForeignKey(InfoPage, on_delete=models.CASCADE)
    link = models.CharField(max_length=500)
    found_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "link"], name="dead_link_once")
        ]
