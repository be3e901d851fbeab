"""Homepages of schools, their versions and pictures."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from eduport.core.personal_data import NoPersonalData
from eduport.people.models import School

SAID = "what a school says to everybody; who wrote it is in the log"
# RFC 1123 §2.1, with at least one dot: no host of this network by its short name.
HOST_NAME = r"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$"


class Homepage(models.Model):
    """The page of a school. Nobody sees it before it is switched on."""

    personal_data = NoPersonalData(SAID)

    school = models.OneToOneField(School, on_delete=models.CASCADE)
    host_name = models.CharField(
        _("host name"),
        max_length=253,
        null=True,
        blank=True,
        unique=True,
        help_text=_(
            "For example schule.example.org. The name must lead to this portal, and "
            "the reverse proxy needs a certificate for it."
        ),
    )
    switched_on_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(host_name=None) | Q(host_name__regex=HOST_NAME),
                name="homepage_host_name_is_one",
                violation_error_message=_(
                    "A host name has small letters, digits, hyphens and dots, such as "
                    "schule.example.org."
                ),
            )
        ]


class PictureType(models.TextChoices):
    """What our own drawing of a picture can be."""

    PNG = "image/png"
    JPEG = "image/jpeg"
    WEBP = "image/webp"


class HomepagePicture(models.Model):
    """A picture, drawn anew by us. The content stands in the row (ADR 25)."""

    personal_data = NoPersonalData("what a school shows; whoever is on it has agreed")

    uid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    homepage = models.ForeignKey(Homepage, on_delete=models.CASCADE)
    media_type = models.CharField(max_length=20, choices=PictureType)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(media_type__in=PictureType.values),
                name="homepage_picture_type_is_known",
            ),
            models.CheckConstraint(
                condition=Q(width__gte=1, height__gte=1),
                name="homepage_picture_has_a_size",
            ),
        ]


class HomepageVersion(models.Model):
    """What a school said from when on. The newest that is published is shown.

    One at most is not published: the draft. Taking a publication back makes it one.
    """

    personal_data = NoPersonalData(SAID)

    homepage = models.ForeignKey(Homepage, on_delete=models.CASCADE)
    text = models.TextField(_("text"), max_length=3000, blank=True)
    address = models.TextField(_("address"), max_length=300, blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    mail = models.EmailField(_("mail address"), blank=True)
    website = models.URLField(_("own homepage"), max_length=300, blank=True)
    picture = models.ForeignKey(
        HomepagePicture, on_delete=models.SET_NULL, null=True, blank=True
    )
    picture_alt = models.CharField(_("what can be seen"), max_length=300, blank=True)
    changed_at = models.DateTimeField(editable=False)
    published_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["homepage"],
                condition=Q(published_at=None),
                name="homepage_one_draft",
            ),
            models.CheckConstraint(
                condition=Q(picture=None) | ~Q(picture_alt=""),
                name="homepage_picture_has_words",
            ),
            models.CheckConstraint(
                condition=Q(website="") | Q(website__regex=r"^https?://."),
                name="homepage_website_is_one",
            ),
        ]

    @property
    def paragraphs(self) -> list[str]:
        parts = self.text.replace("\r\n", "\n").split("\n\n")
        return [part.strip() for part in parts if part.strip()]
