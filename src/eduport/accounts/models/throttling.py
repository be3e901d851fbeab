"""Failed sign-ins of the last minutes."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from eduport.core.personal_data import PersonalData, Retention


class FailedLogin(models.Model):
    """A counter of wrong passwords. `lane` is a keyed hash: nobody can read it.

    A lane is a login from unknown devices, one known device of an account, or a
    network. The row means nothing after `expires_at` and goes in the night.
    """

    personal_data = PersonalData(
        what=_("Counters of failed sign-ins, as keyed hashes"),
        purpose=_("Stopping whoever guesses passwords"),
        retention=Retention(
            task="purge_sign_ins_task",
            since="expires_at",
            text=_("for minutes; what is left goes in the night"),
        ),
        withheld=_("Nobody can tell whose they are."),
    )

    lane = models.CharField(max_length=64, primary_key=True)
    failures = models.PositiveIntegerField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(failures__gte=1), name="failed_login_counts_from_one"
            ),
            models.CheckConstraint(
                condition=Q(lane__regex=r"^[0-9a-f]{64}$"),
                name="failed_login_lane_is_hashed",
            ),
        ]
