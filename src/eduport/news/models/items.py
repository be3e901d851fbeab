"""News, its pictures, and who confirmed what is important."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from eduport.core.personal_data import NoPersonalData, PersonalData, Retention
from eduport.news.models.publications import AudienceRow, Publication


class NewsItem(Publication):
    """Something new. It is shown from its start to its end, and then stays a while.

    What is important stands on top until everybody has confirmed it for themselves.
    """

    personal_data = NoPersonalData("what a school says; its authors are in the log")

    starts_at = models.DateTimeField(_("shown from"))
    ends_at = models.DateTimeField(_("shown until"))
    is_important = models.BooleanField(_("important"), default=False)
    # Since when the search knows it; without a time it does not.
    indexed_at = models.DateTimeField(null=True, editable=False)

    class Meta(Publication.Meta):
        ordering = ["-starts_at", "-pk"]
        constraints = [
            *Publication.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="newsitem_ends_after_its_start",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="newsitem_has_a_text"),
        ]
        indexes = [
            models.Index(
                fields=["ends_at"],
                condition=Q(published_at__isnull=False, trashed_at=None),
                name="newsitem_shown",
            ),
            models.Index(
                fields=["school", "-starts_at"],
                condition=Q(
                    published_at__isnull=False, trashed_at=None, is_public=True
                ),
                name="newsitem_public",
            ),
        ]


class NewsAudience(AudienceRow):
    """Some of those to whom a news item is said."""

    personal_data = NoPersonalData("roles, schools and groups")

    # The constraint begins with the item and serves as its index.
    item = models.ForeignKey(
        NewsItem, on_delete=models.CASCADE, related_name="audience", db_index=False
    )


class PictureType(models.TextChoices):
    """What our own drawing of a picture can be."""

    PNG = "image/png"
    JPEG = "image/jpeg"
    WEBP = "image/webp"


class NewsPicture(models.Model):
    """A picture, drawn anew by us, with words for those who do not see it.

    The content stands in the row (ADR 25); lists leave it out.
    """

    personal_data = NoPersonalData("what a school shows; whoever is on it has agreed")

    uid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    item = models.ForeignKey(
        NewsItem, on_delete=models.CASCADE, related_name="pictures"
    )
    alt = models.CharField(_("what can be seen"), max_length=300)
    media_type = models.CharField(max_length=20, choices=PictureType)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    content = models.BinaryField()
    # Nobody sees it from then on; it can be put back until the trash is emptied.
    removed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(alt=""), name="newspicture_says_what_it_shows"
            ),
            models.CheckConstraint(
                condition=Q(media_type__in=PictureType.values),
                name="newspicture_is_of_a_known_kind",
            ),
            models.CheckConstraint(
                condition=Q(size__gt=0, width__gt=0, height__gt=0),
                name="newspicture_is_not_empty",
            ),
        ]


class Confirmation(models.Model):
    """Somebody has read what is important. Who that is cannot be read here.

    `reader` is a keyed hash: only this installation can ask whether it is somebody's.
    `cell` is what the counting needs: the group or the role through which the item
    reached the reader.
    """

    personal_data = PersonalData(
        what=_("That important news was confirmed, under a pseudonym"),
        purpose=_("Not showing it again, and counting how many have confirmed it"),
        retention=Retention(
            task="purge_news_task",
            text=_("until the news expires or goes into the trash"),
        ),
    )

    item = models.ForeignKey(NewsItem, on_delete=models.CASCADE, db_index=False)
    reader = models.CharField(max_length=64)
    cell = models.CharField(max_length=30)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "reader"], name="confirmation_once"
            ),
            models.CheckConstraint(
                condition=Q(reader__regex=r"^[0-9a-f]{64}$"),
                name="confirmation_names_nobody",
            ),
            models.CheckConstraint(
                condition=~Q(cell=""), name="confirmation_is_counted_somewhere"
            ),
        ]
        indexes = [models.Index(fields=["reader"], name="confirmation_reader")]
