"""Teams of the service desk."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from eduport.core.personal_data import NoPersonalData


class Team(models.Model):
    """Some of the service desk who look after the same things. Has no list of members.

    Whoever works at the desk can take what is given to any team.
    """

    personal_data = NoPersonalData("a name of a team")

    name = models.CharField(_("name"), max_length=80, unique=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="team_has_a_name")
        ]

    def __str__(self) -> str:
        return self.name
