"""Who answers for an affiliation that was made by hand, and until when it lasts."""

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from eduport.core.personal_data import PersonalData
from eduport.people.models.persons import Affiliation, Person

LONGEST = dt.timedelta(days=366)


class Sponsorship(models.Model):
    """Somebody of the school answers for a person whom no feed delivers.

    It was agreed on a day and lasts a year at most; an extension is agreed anew.
    """

    personal_data = PersonalData(
        what=_("Accounts made by hand: owner and last day"),
        purpose=_(
            "Knowing who answers for an account made by hand, and ending it in time"
        ),
    )

    affiliation = models.OneToOneField(Affiliation, on_delete=models.CASCADE)
    # Without an owner, because that one was erased, the school admins answer.
    owner = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, related_name="sponsored"
    )
    agreed_on = models.DateField()
    last_day_on = models.DateField(_("last day"), db_index=True)
    # The nearest warning that was sent: so many days before the end.
    warned_days = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day_on__gte=F("agreed_on")),
                name="sponsorship_ends_after_it_was_agreed",
            ),
            models.CheckConstraint(
                condition=Q(last_day_on__lte=F("agreed_on") + LONGEST),
                name="sponsorship_lasts_a_year_at_most",
            ),
        ]
