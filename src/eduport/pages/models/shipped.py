"""Which texts came with the software, and what became of them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from eduport.core.personal_data import NoPersonalData
from eduport.pages.models.pages import InfoPage

IS_DIGEST = r"^[0-9a-f]{64}$"


class Shipped(models.Model):
    """A page that came with the software. An editor's text is never overwritten.

    `loaded` is the digest of the shipped text that stands in the page, `left` the one
    of the page right after that: while the page has it, nobody edited it.
    """

    personal_data = NoPersonalData("a text for everybody")

    slug = models.CharField(max_length=100, unique=True)
    page = models.OneToOneField(InfoPage, on_delete=models.SET_NULL, null=True)
    # Where it stands among its siblings, when it is put there.
    order = models.PositiveIntegerField(default=0)
    loaded = models.CharField(max_length=64)
    left = models.CharField(max_length=64)
    # A newer text that waits for an editor, and the one that was dismissed last.
    offered = models.CharField(max_length=64, blank=True, default="")
    offer = models.JSONField(null=True)
    offered_at = models.DateTimeField(_("offered at"), null=True)
    dismissed = models.CharField(max_length=64, blank=True, default="")
    # It does not come with the software any more; the page belongs to the editors.
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(loaded__regex=IS_DIGEST) & Q(left__regex=IS_DIGEST),
                name="shipped_text_is_known_by_digest",
            ),
            models.CheckConstraint(
                condition=Q(offered="", offer=None, offered_at=None)
                | ~Q(offered="") & Q(offer__isnull=False, offered_at__isnull=False),
                name="shipped_offer_is_whole",
            ),
        ]
