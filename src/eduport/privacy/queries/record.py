"""The record of processing activities (Art. 30 GDPR), made from the declarations."""

from datetime import datetime, timedelta

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from eduport.core.personal_data import UNTIL_ERASURE, Retention
from eduport.people.models import SchoolAuthority
from eduport.privacy.queries.declarations import (
    DOMAINS,
    OPERATION,
    domain_of,
    personal_models,
)
from eduport.privacy.types import Due, Line, Processing

ERASURE = _("until the person is erased, %(days)s days after the release for deletion")

SECURITY = _(
    "Encrypted transport; passwords as Argon2id hashes, tokens as checksums; second "
    "factor for administration; access by role and school, denied by default; "
    "logs that cannot be changed unnoticed; keyed pseudonyms for services; "
    "erasure every night."
)
ABROAD = _("None. All data stays on the servers of the operator.")


def general_facts(configured: object) -> list[tuple[StrOrPromise, StrOrPromise]]:
    """What holds for all activities, each with its heading."""
    authorities = SchoolAuthority.objects.order_by("pk").values_list("name", flat=True)
    return [
        (_("Controller"), ", ".join(authorities)),
        (
            _("Data protection officer"),
            getattr(configured, "data_protection_officer", ""),
        ),
        (_("Transfer to other countries"), ABROAD),
        (_("Technical and organisational measures"), SECURITY),
    ]


def record_of_processing(configured: object) -> list[Processing]:
    """All processing activities, from people up to what is built on them.

    `configured` are the settings, which hold some of the periods.
    """
    named = [(name, domain.ACTIVITY) for name, domain in DOMAINS.items()]
    lines = [(domain_of(line.model), line) for line in lines_of(configured)]
    return [
        Processing(activity, [line for owner, line in lines if owner == name])
        for name, activity in [*reversed(named), ("", OPERATION)]
    ]


def lines_of(configured: object) -> list[Line]:
    """One line for each model in which people stand."""
    return [
        Line(model, declared, _period(declared.retention, configured))
        for model, declared in personal_models()
    ]


def overdue(configured: object, *, at: datetime) -> list[Due]:
    """What the next night removes because its time is over: one query each.

    Persons are counted by `erasure.persons_due`, with all that hangs on them.
    """
    return [
        Due(line, kept.task, _count(line.model, kept, configured, at))
        for line in lines_of(configured)
        if (kept := line.declared.retention).since
    ]


def days_of(retention: Retention, configured: object) -> int:
    """The days after which a row goes, as they are set now."""
    if not retention.setting:
        return retention.days
    return int(getattr(configured, retention.setting))


def _period(retention: Retention, configured: object) -> StrOrPromise:
    text = ERASURE if retention == UNTIL_ERASURE else retention.text
    return _filled(text, days_of(retention, configured))


def _filled(text: StrOrPromise, days: int) -> StrOrPromise:
    return text % {"days": days}


def _count(
    model: type[Model], retention: Retention, configured: object, at: datetime
) -> int:
    before = at - timedelta(days=days_of(retention, configured))
    past = {f"{retention.since}__lt": before}
    return QuerySet(model).filter(**past).count()
