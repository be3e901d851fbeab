"""Whom the next erasure takes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, Self

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django_stubs_ext import StrOrPromise

from eduport.accounts.models import Account
from eduport.people.models import (
    ActionKind,
    ActionLine,
    Affiliation,
    Person,
    folded,
)
from eduport.privacy.models import ErasureRun
from eduport.privacy.queries.declarations import personal_models


class Periods(Protocol):
    """The settings that say when."""

    deletion_days: int
    unused_deletion_days: int


@dataclass(frozen=True, slots=True)
class Cutoffs:
    """Who was released before these times has had the grace period.

    `unused` is for people who never signed in.
    """

    released: datetime
    unused: datetime

    @classmethod
    def of(cls, at: datetime, *, days: int, unused_days: int) -> Self:
        """The cutoffs of a night. Who never signed in waits no longer than others."""
        unused = timedelta(days=min(days, unused_days))
        return cls(at - timedelta(days=days), at - unused)


def persons_due(cutoffs: Cutoffs, *, at: datetime) -> QuerySet[Person]:
    """Persons whose grace period is over and who belong nowhere any more.

    A record that was merged into another stays as long as both can be separated again.
    """
    belongs = Affiliation.objects.filter(
        Q(ended_at=None) | Q(ended_at__gt=at), person=OuterRef("pk")
    )
    # The nightly purge forgets the merge when it cannot be undone any more.
    separable = ActionLine.objects.filter(
        person=OuterRef("pk"),
        person__merged_into__isnull=False,
        action__kind=ActionKind.MERGE,
        action__undone_at=None,
    )
    used = Account.objects.filter(person=OuterRef("pk"), activated_at__isnull=False)
    return Person.objects.filter(
        Q(deletion_released_at__lte=cutoffs.released)
        | ~Exists(used) & Q(deletion_released_at__lte=cutoffs.unused),
        ~Exists(belongs),
        ~Exists(separable),
        # Follows from the above; tells the database which index to take.
        deletion_released_at__lte=max(cutoffs.released, cutoffs.unused),
    )


def due_by_school(cutoffs: Cutoffs, *, at: datetime) -> list[tuple[str, int]]:
    """How many are due, by the name of the last home school."""
    rows = persons_due(cutoffs, at=at).values_list("home_school__name")
    return list(rows.annotate(Count("pk")).order_by(folded("home_school__name")))


def unfinished_run() -> ErasureRun | None:
    """The erasure that is under way, or was killed."""
    return ErasureRun.objects.filter(finished_at=None).first()


LATEST = 60
"""So many certificates stand on the page: two months of nights."""


def latest_runs() -> QuerySet[ErasureRun]:
    """The last certificates, the newest first."""
    return ErasureRun.objects.order_by("-pk")[:LATEST]


def certified_rows(run: ErasureRun) -> list[tuple[StrOrPromise, str, int]]:
    """What went, in words and by table, most of it first."""
    words = {model._meta.label: declared.what for model, declared in personal_models()}
    counts = sorted(run.counts.items(), key=lambda item: (-item[1], item[0]))
    return [(words.get(label, ""), label, rows) for label, rows in counts if rows]


def configured_cutoffs(configured: Periods, *, at: datetime) -> Cutoffs:
    """The cutoffs by the settings."""
    return Cutoffs.of(
        at,
        days=configured.deletion_days,
        unused_days=configured.unused_deletion_days,
    )
