"""What became of the classes of a school when a year was over."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from eduport.core.personal_data import NoPersonalData
from eduport.people.models.groups import Group
from eduport.people.models.schools import School


class GroupFate(models.TextChoices):
    """What becomes of a class or course (Schulconnex knows the same three)."""

    CONTINUE = "continue", pgettext_lazy("class", "goes on")
    END = "end", pgettext_lazy("class", "ends")
    DELETE = "delete", pgettext_lazy("class", "is deleted")


class Rollover(models.Model):
    """One confirmed page: what a school decided about groups of the year before."""

    personal_data = NoPersonalData("what a school decided about classes")

    school = models.ForeignKey(School, on_delete=models.PROTECT)
    from_year = models.PositiveSmallIntegerField(_("from"))
    to_year = models.PositiveSmallIntegerField(_("to"))
    decided_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_year__gt=models.F("from_year")),
                name="rollover_goes_forward",
            )
        ]


class RolloverLine(models.Model):
    """What became of one group. Undone ones are removed, the log keeps them."""

    personal_data = NoPersonalData("what became of a class")

    rollover = models.ForeignKey(Rollover, on_delete=models.CASCADE)
    # A group has one fate at a time.
    group = models.OneToOneField(Group, on_delete=models.CASCADE)
    fate = models.CharField(max_length=10, choices=GroupFate)
    successor = models.OneToOneField(
        Group, on_delete=models.CASCADE, null=True, related_name="predecessor_line"
    )
    # The successor was made by us; otherwise a source brought it.
    is_new = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(fate=GroupFate.CONTINUE, successor__isnull=False)
                | Q(
                    fate__in=[GroupFate.END, GroupFate.DELETE],
                    successor__isnull=True,
                    is_new=False,
                ),
                name="rollover_line_successor_if_it_goes_on",
            )
        ]
