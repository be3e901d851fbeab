"""What can work or not: the portal, its modules, each connected service."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from eduport.core.personal_data import NoPersonalData
from eduport.status.types import Bilingual


class Component(models.Model):
    """A part of what people use. Its state follows from incidents and maintenance.

    Whom it concerns: everybody, or whoever has a tile that leads to it.
    """

    personal_data = NoPersonalData("a service")

    slug = models.SlugField(_("short name"), unique=True)
    name_de = models.CharField(_("name (German)"), max_length=100)
    name_en = models.CharField(_("name (English)"), max_length=100)
    text_de = models.CharField(_("description (German)"), max_length=300, blank=True)
    text_en = models.CharField(_("description (English)"), max_length=300, blank=True)
    # A team or a company, never somebody's name.
    owner = models.CharField(_("responsible"), max_length=200, blank=True)
    depends_on = models.ManyToManyField(
        "self",
        symmetrical=False,
        through="ComponentDependency",
        through_fields=("component", "needed"),
        related_name="needed_by",
        verbose_name=_("depends on"),
    )
    is_for_everybody = models.BooleanField(_("concerns everybody"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=100)
    is_active = models.BooleanField(_("in service"), default=True)

    class Meta:
        ordering = ["position", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name_de="") & ~Q(name_en=""),
                name="component_has_both_names",
            )
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def name(self) -> Bilingual:
        return Bilingual(self.name_de, self.name_en)


class ComponentDependency(models.Model):
    """A component does not work without another one."""

    personal_data = NoPersonalData("concerns services")

    # The constraint below begins with the component and serves as its index.
    component = models.ForeignKey(
        Component, on_delete=models.CASCADE, related_name="needs", db_index=False
    )
    needed = models.ForeignKey(Component, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["component", "needed"], name="component_dependency_once"
            ),
            models.CheckConstraint(
                condition=~Q(component=models.F("needed")),
                name="component_depends_on_another",
            ),
        ]
