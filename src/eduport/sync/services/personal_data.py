"""What `sync` knows about people: for the record, for themselves, and to erase it."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q, QuerySet
from django.db.models.fields.json import KT
from django.utils.translation import gettext_lazy as _

from eduport.accounts.queries.accounts import logins_ever
from eduport.core.personal_data import (
    Activity,
    Counts,
    Declarations,
    Part,
    delete_rows,
    listed,
    listed_texts,
    part_of,
)
from eduport.people.models import Person
from eduport.sync.models import Change, RowIssue, SchoolPlan, SyncRun
from eduport.sync.services.traces import Traces, forget_changes

ACTIVITY = Activity(
    title=_("Sync with the school administration system"),
    purpose=_("Joiners, leavers, names and classes follow the leading system"),
    legal_basis=_("Art. 6 (1) (e) GDPR with the school act of the state"),
    subjects=_("Pupils, teachers and other staff of schools"),
    recipients=_("The central team"),
)
OTHERS: Declarations = {}
"""Models of libraries that this domain uses."""
RUN = {"pk": _("run"), "source__name": _("source"), "started_at": _("started")}
DECISION = {
    "run": _("run"),
    "name": _("school"),
    "decision": _("decision"),
    "decided_at": _("decided"),
}
CHANGE = {
    "run": _("run"),
    "op": _("change"),
    "before": _("before"),
    "after": _("after"),
}


def export(person_id: int) -> list[Part]:
    """What runs did to a person, and what the person ordered and decided."""
    logins = logins_ever([person_id])
    runs = SyncRun.objects.filter(started_by__in=logins)
    decisions = SchoolPlan.objects.filter(decided_by__in=logins)
    changes = Change.objects.filter(entity="person", subject_id=person_id)
    return [
        part_of(changes.order_by("pk"), CHANGE),
        part_of(runs.order_by("pk"), RUN),
        part_of(decisions.order_by("pk"), DECISION),
    ]


def erase(
    person_ids: Sequence[int], *, at: datetime, traces: Traces | None = None
) -> Counts:
    """Let no plan, journal or finding speak of these persons; before they are gone.

    A plan that waits loses their rows: it could no longer be applied with them. With
    `traces` the journal is not read again, see there.
    """
    logins = listed_texts(logins_ever(person_ids))
    runs = SyncRun.objects.filter(started_by__in=logins).update(started_by="")
    decisions = SchoolPlan.objects.filter(decided_by__in=logins).update(decided_by="")
    return {
        SyncRun._meta.label: runs,
        SchoolPlan._meta.label: decisions,
        Change._meta.label: forget_changes(person_ids, traces),
        **delete_rows(_findings_about(person_ids)),
    }


def _findings_about(person_ids: Sequence[int]) -> QuerySet[RowIssue]:
    """Findings that show a person's name, or the key of a source."""
    persons = Person.objects.filter(pk__in=listed(person_ids)).values_list(
        "given_name", "family_name", "source_key"
    )
    names = listed_texts(f"{given} {family}" for given, family, _key in persons)
    keys = listed_texts(key for *_names, key in persons if key)
    shown = RowIssue.objects.alias(name=KT("params__name"), key=KT("params__key"))
    return shown.filter(Q(name__in=names) | Q(key__in=keys))
