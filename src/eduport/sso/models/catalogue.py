"""The app catalogue, and to whom each service is released."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from oauth2_provider.models import AbstractApplication

from eduport.core.personal_data import NoPersonalData
from eduport.people.models import Role, School


class Hue(models.TextChoices):
    """The colours of tiles, as the style sheet names them."""

    BLUE = "blue", _("blue")
    LIGHTBLUE = "lightblue", _("light blue")
    TEAL = "teal", _("teal")
    GREEN = "green", _("green")
    ORANGE = "orange", _("orange")
    RED = "red", _("red")
    VIOLET = "violet", _("violet")
    GREY = "grey", _("grey")


class App(AbstractApplication):
    """A service that people sign in to from here: tile and OpenID Connect client.

    Every service is confidential and uses the authorization code flow: the authority
    registers servers, not phones. Addresses are compared letter by letter.
    """

    personal_data = NoPersonalData("a service")

    # Fields of the toolkit that have only one value here, or none.
    user: Any = None
    name: Any = None
    skip_authorization: Any = None
    hash_client_secret: Any = None
    algorithm: Any = None
    allowed_origins: Any = None
    registration_source: Any = None
    cimd_expires_at: Any = None
    client_type = AbstractApplication.CLIENT_CONFIDENTIAL
    authorization_grant_type = AbstractApplication.GRANT_AUTHORIZATION_CODE

    slug = models.SlugField(_("short name"), unique=True)
    name_de = models.CharField(_("name (German)"), max_length=100)
    name_en = models.CharField(_("name (English)"), max_length=100)
    description_de = models.CharField(
        _("description (German)"), max_length=300, blank=True
    )
    description_en = models.CharField(
        _("description (English)"), max_length=300, blank=True
    )
    icon = models.CharField(_("icon"), max_length=50, default="apps")
    hue = models.CharField(_("colour"), max_length=10, choices=Hue, default=Hue.BLUE)
    launch_url = models.URLField(_("address"), max_length=500)
    client_secret = models.CharField(max_length=255, editable=False)
    # Goes into every pseudonym: changing it makes everybody a stranger there.
    sector = models.CharField(_("sector"), max_length=255)
    scopes = ArrayField(models.CharField(max_length=50), verbose_name=_("scopes"))
    claims = ArrayField(
        models.CharField(max_length=50),
        verbose_name=_("released data"),
        default=list,
        blank=True,
    )
    back_channel_logout_uri = models.URLField(
        _("address for logout notices"), max_length=500, blank=True
    )
    is_active = models.BooleanField(_("in service"), default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(hue__in=Hue.values), name="app_hue_is_known"
            ),
            models.CheckConstraint(
                condition=Q(scopes__contains=["openid"]), name="app_has_openid"
            ),
            models.CheckConstraint(condition=~Q(sector=""), name="app_has_a_sector"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return self.name_de if _is_german() else self.name_en

    @property
    def description(self) -> str:
        return self.description_de if _is_german() else self.description_en

    def redirect_uri_allowed(self, uri: str) -> bool:
        """Letter by letter (RFC 9700 §2.1); the toolkit would allow loopback ports."""
        return uri in self.redirect_uris.split()

    def post_logout_redirect_uri_allowed(self, uri: str) -> bool:
        return uri in self.post_logout_redirect_uris.split()

    def origin_allowed(self, origin: str) -> bool:
        return False

    def is_usable(self, request: Any) -> bool:
        return self.is_active


def _is_german() -> bool:
    return (get_language() or "de").startswith("de")


class Release(models.Model):
    """A service is released to a role at a school; nothing means all of them."""

    personal_data = NoPersonalData("concerns roles and schools")

    app = models.ForeignKey(App, on_delete=models.CASCADE, db_index=False)
    school = models.ForeignKey(School, on_delete=models.CASCADE, null=True, blank=True)
    role = models.CharField(_("role"), max_length=20, choices=Role, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["app", "school", "role"],
                name="release_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(role__in=["", *Role.values]), name="release_role_is_known"
            ),
        ]
