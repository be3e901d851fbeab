"""Proposals that a human decides: adoptions of manual accounts, possible duplicates."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from eduport.core.personal_data import PersonalData
from eduport.people.models.actions import PersonAction
from eduport.people.models.persons import Person
from eduport.people.models.schools import School, Source


class ProposalKind(models.TextChoices):
    """What is proposed."""

    ADOPTION = "adoption", _("adoption")
    DUPLICATE = "duplicate", _("possible duplicate")


class ProposalDecision(models.TextChoices):
    """What a human said."""

    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")


class Proposal(models.Model):
    """A row of a source that may be a person we already have.

    An adoption waits: the row makes no second person until it is declined. A duplicate
    does not wait; it asks whether two persons are one.
    """

    personal_data = PersonalData(
        what=_("Proposals to join two records of one person"),
        purpose=_("Keeping one person from getting two accounts"),
    )

    kind = models.CharField(max_length=10, choices=ProposalKind)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    school = models.ForeignKey(School, on_delete=models.PROTECT)
    source = models.ForeignKey(Source, on_delete=models.PROTECT)
    source_key = models.CharField(max_length=255)
    given_name = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100)
    proposed_at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=ProposalDecision, blank=True)
    decided_at = models.DateTimeField(null=True)
    # What was done by accepting it, for undoing.
    action = models.ForeignKey(PersonAction, on_delete=models.SET_NULL, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "source", "source_key"], name="proposal_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ProposalKind.values), name="proposal_kind_is_known"
            ),
        ]
