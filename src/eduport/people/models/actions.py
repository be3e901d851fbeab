"""What was done to persons by hand, kept for a while so that it can be undone."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from eduport.core.personal_data import PersonalData, Retention
from eduport.people.models.persons import Person
from eduport.people.models.schools import School


class ActionKind(models.TextChoices):
    """What can be done to one person or many."""

    LOCK = "lock", _("Lock")
    UNLOCK = "unlock", _("Unlock")
    RELEASE = "release", _("Release for deletion")
    REOPEN = "reopen", _("Take back the release for deletion")
    EXPIRE = "expire", _("End of manual accounts")
    MOVE = "move", _("Change of school")
    ADOPT = "adopt", _("Adoption")
    RETURN = "return", _("End of a secondment")
    MERGE = "merge", _("Merging of two persons")


class Outcome(models.TextChoices):
    """What became of one person, as a sentence that the result list shows."""

    DONE = "done", _("Done.")
    LEFT = (
        "left",
        _("Left the school. Belongs to another school as well and keeps the account."),
    )
    DELIVERED = (
        "delivered",
        _(
            "The school administration system delivers this person. Change it there: "
            "the next night follows."
        ),
    )
    NOT_HERE = "not_here", _("Does not belong to this school.")
    ALREADY = "already", _("It was so already.")
    APPOINTED = (
        "appointed",
        _("Holds an appointment. The central team has to end it first."),
    )
    SELF = "self", _("That is you. Somebody else has to do this.")
    NO_ACCOUNT = "no_account", _("Has no account.")
    BY_SOURCE = (
        "by_source",
        _(
            "The school administration system no longer delivers this person. Whoever "
            "is delivered again comes back without further ado."
        ),
    )
    MERGED = (
        "merged",
        _("Was merged with another person. Undo the merge instead."),
    )
    CHANGED = (
        "changed",
        _("Something else has happened since. Please look at the person's page."),
    )


EFFECTIVE = [Outcome.DONE, Outcome.LEFT]
"""The outcomes that changed something."""


class PersonAction(models.Model):
    """One thing that somebody did to one person or to many, with a line for each.

    Who did it stands as a label: the row must not keep an account alive.
    """

    personal_data = PersonalData(
        what=_("What was done to persons by hand, and by which account"),
        purpose=_("Undoing mistakes"),
        retention=Retention(
            task="purge_actions_task",
            since="done_at",
            setting="action_days",
            text=_("%(days)s days"),
        ),
        withheld=_("What concerns you stands below “What was done by hand”."),
    )

    uid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    kind = models.CharField(max_length=10, choices=ActionKind)
    # At which school it was done; none for what concerns several, or all.
    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True)
    done_by = models.CharField(max_length=200)
    account_id = models.BigIntegerField(null=True)
    done_at = models.DateTimeField(db_index=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ActionKind.values), name="action_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None) | Q(undone_at__gte=F("done_at")),
                name="action_undone_after_it_was_done",
            ),
        ]


class ActionLine(models.Model):
    """What became of one person, and what has to be known to undo it."""

    personal_data = PersonalData(
        what=_("What was done by hand"),
        purpose=_("Undoing mistakes, such as a merge of two records"),
        retention=Retention(
            task="purge_actions_task",
            since="action__done_at",
            setting="action_days",
            text=_("%(days)s days"),
        ),
    )

    action = models.ForeignKey(PersonAction, on_delete=models.CASCADE, db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    outcome = models.CharField(max_length=10, choices=Outcome)
    before = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["action", "person"], name="action_line_once"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values),
                name="action_line_outcome_is_known",
            ),
        ]
