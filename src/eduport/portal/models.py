"""Tiles of the dashboard: groups, tiles, whom they are for, and who moved them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from eduport.accounts.models import Account
from eduport.core.personal_data import NoPersonalData, PersonalData
from eduport.people.models import AdminRole, Role, School
from eduport.sso.models import App
from eduport.status.models import Component

# An appointed head of school is one like any other.
ROLES = list({**dict(Role.choices), **dict(AdminRole.choices)}.items())
FOR_ALL_SCHOOLS = [AdminRole.CENTRAL_TEAM, AdminRole.SERVICE_DESK]


class TileGroup(models.Model):
    """A heading of the dashboard and the tiles below it."""

    personal_data = NoPersonalData("a heading")

    slug = models.SlugField(_("short name"), unique=True)
    title_de = models.CharField(_("title (German)"), max_length=40)
    title_en = models.CharField(_("title (English)"), max_length=40)
    position = models.PositiveSmallIntegerField(_("position"), default=100)
    # Nobody moves or hides what stands in a locked group.
    is_locked = models.BooleanField(_("locked"), default=False)

    class Meta:
        ordering = ["position", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title_de="") & ~Q(title_en=""),
                name="tile_group_has_both_titles",
            )
        ]

    def __str__(self) -> str:
        return self.title_de


class Hue(models.TextChoices):
    """The colour of a tile's icon. It never carries a meaning alone."""

    BLUE = "blue", _("blue")
    LIGHTBLUE = "lightblue", _("light blue")
    TEAL = "teal", _("teal")
    GREEN = "green", _("green")
    ORANGE = "orange", _("orange")
    RED = "red", _("red")
    VIOLET = "violet", _("violet")
    GREY = "grey", _("grey")


class TileKind(models.TextChoices):
    """Where a tile leads."""

    INTERNAL = "internal", _("page of eduPort")
    EXTERNAL = "external", _("other website")
    APP = "app", _("app of the catalogue")


class Tile(models.Model):
    """A service that people open from their dashboard."""

    personal_data = NoPersonalData("a service")

    group = models.ForeignKey(TileGroup, on_delete=models.PROTECT)
    slug = models.SlugField(_("short name"), unique=True)
    # Longer names do not fit on a telephone.
    title_de = models.CharField(_("name (German)"), max_length=22)
    title_en = models.CharField(_("name (English)"), max_length=22)
    text_de = models.CharField(_("text (German)"), max_length=60, blank=True)
    text_en = models.CharField(_("text (English)"), max_length=60, blank=True)
    icon = models.CharField(_("icon"), max_length=40)
    hue = models.CharField(_("colour"), max_length=10, choices=Hue, default=Hue.BLUE)
    kind = models.CharField(_("kind"), max_length=10, choices=TileKind)
    url_name = models.CharField(_("page"), max_length=100, blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True)
    # Who gets the tile of an app is decided in the catalogue, not by releases here.
    app = models.OneToOneField(App, on_delete=models.CASCADE, null=True, blank=True)
    # What has to work for it: says on the tile when it does not.
    component = models.ForeignKey(
        Component, on_delete=models.SET_NULL, null=True, blank=True
    )
    position = models.PositiveSmallIntegerField(_("position"), default=100)
    starts_at = models.DateTimeField(_("shown from"), null=True, blank=True)
    ends_at = models.DateTimeField(_("shown until"), null=True, blank=True)
    is_active = models.BooleanField(_("switched on"), default=True)

    class Meta:
        ordering = ["position", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title_de="") & ~Q(title_en=""),
                name="tile_has_both_names",
            ),
            models.CheckConstraint(
                condition=Q(hue__in=Hue.values), name="tile_hue_is_known"
            ),
            models.CheckConstraint(
                condition=Q(icon__regex=r"^[a-z0-9_-]+$"), name="tile_icon_is_a_name"
            ),
            models.CheckConstraint(
                condition=Q(kind=TileKind.INTERNAL, url="", app=None) & ~Q(url_name="")
                | Q(
                    kind=TileKind.EXTERNAL,
                    url_name="",
                    app=None,
                    # Anything else, such as javascript:, would run in our page.
                    url__regex=r"^https?://.",
                )
                | Q(kind=TileKind.APP, url_name="", url="", app__isnull=False),
                name="tile_leads_where_its_kind_says",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at"))
                | Q(starts_at=None)
                | Q(ends_at=None),
                name="tile_ends_after_its_start",
            ),
        ]

    def __str__(self) -> str:
        return self.title_de


class TileRelease(models.Model):
    """Whom a tile is for: a role or everybody, at one school or at all of them."""

    personal_data = NoPersonalData("concerns roles and schools")

    # The constraint below begins with the tile and serves as its index.
    tile = models.ForeignKey(Tile, on_delete=models.CASCADE, db_index=False)
    role = models.CharField(_("role"), max_length=20, choices=ROLES, blank=True)
    school = models.ForeignKey(School, on_delete=models.CASCADE, null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tile", "school", "role"],
                name="tile_release_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(role__in=["", *(value for value, _ in ROLES)]),
                name="tile_release_role_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(role__in=FOR_ALL_SCHOOLS) | Q(school=None),
                name="tile_release_central_roles_have_no_school",
            ),
        ]


class TilePreference(models.Model):
    """What somebody made of a tile. Without a row the tile is as it was released."""

    personal_data = PersonalData(
        what=_("Arrangement of the tiles"),
        purpose=_("The own start page"),
    )

    # The constraint below begins with the account and serves as its index.
    account = models.ForeignKey(Account, on_delete=models.CASCADE, db_index=False)
    tile = models.ForeignKey(Tile, on_delete=models.CASCADE)
    is_hidden = models.BooleanField(default=False)
    is_favourite = models.BooleanField(default=False)
    # Null: where the catalogue has it.
    position = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "tile"], name="tile_preference_once"
            ),
            models.CheckConstraint(
                condition=Q(is_hidden=False) | Q(is_favourite=False),
                name="tile_preference_hidden_or_favourite",
            ),
        ]
