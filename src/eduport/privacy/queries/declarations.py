"""What all models declare about the people in them."""

from collections.abc import Iterator

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from eduport.accounts.services import personal_data as accounts
from eduport.administration.services import personal_data as administration
from eduport.audit.services import personal_data as audit
from eduport.core.personal_data import (
    Activity,
    Declaration,
    Declarations,
    NoPersonalData,
    PersonalData,
    Retention,
)
from eduport.gateway.services import personal_data as gateway
from eduport.inquiries.services import personal_data as inquiries
from eduport.news.services import personal_data as news
from eduport.outbox.services import personal_data as outbox
from eduport.pages.services import personal_data as pages
from eduport.people.services import personal_data as people
from eduport.portal.services import personal_data as portal
from eduport.privacy.types import Domain
from eduport.sso.services import personal_data as sso
from eduport.stats.services import personal_data as stats
from eduport.status.services import personal_data as status
from eduport.support.services import personal_data as support
from eduport.sync.services import personal_data as sync
from eduport.training.services import personal_data as training

DOMAINS: dict[str, Domain] = {
    "inquiries": inquiries,
    "portal": portal,
    "gateway": gateway,
    "support": support,
    "administration": administration,
    "pages": pages,
    "status": status,
    "stats": stats,
    "training": training,
    "news": news,
    "sync": sync,
    "sso": sso,
    "accounts": accounts,
    "people": people,
    "audit": audit,
    "outbox": outbox,
}
"""The domains that know people, from the top: who points at a person goes first."""

OPERATION = Activity(
    title=_("Operation"),
    purpose=_("Doing in the background what takes longer than a page"),
    legal_basis=_("Art. 6 (1) (e) GDPR with the school act of the state"),
    subjects=_("School admins and the central team"),
    recipients=_("None"),
)
WORK = PersonalData(
    what=_("Background work, with the login of who ordered it"),
    purpose=_("Work that outlives a page, and finding faults in it"),
    retention=Retention(
        task="purge_task_results_task",
        since="finished_at",
        days=30,
        text=_("%(days)s days after it has ended"),
    ),
    withheld=_("Technical notes for finding faults; they hold numbers."),
)
UNUSED = NoPersonalData("a table of Django without rows about people")
OTHERS: Declarations = {
    DBTaskResult: WORK,
    ContentType: UNUSED,
    Permission: UNUSED,
    Group: UNUSED,
    Group.permissions.through: UNUSED,
}
"""Models of libraries that belong to no domain."""


def all_models() -> list[type[Model]]:
    """Every model that has a table."""
    return list(apps.get_models(include_auto_created=True))


def declaration_of(model: type[Model]) -> Declaration | None:
    """What a model declares, itself or where a library's model is used.

    What it inherits does not count: a new model has to speak for itself.
    """
    own: Declaration | None = vars(model).get("personal_data")
    everywhere = [OTHERS, *(domain.OTHERS for domain in DOMAINS.values())]
    elsewhere = (listed[model] for listed in everywhere if model in listed)
    return own or next(elsewhere, None)


def personal_models() -> Iterator[tuple[type[Model], PersonalData]]:
    """The models in which people stand."""
    for model in all_models():
        declared = declaration_of(model)
        if isinstance(declared, PersonalData):
            yield model, declared


def domain_of(model: type[Model]) -> str:
    """The domain that answers for a model; empty for what the operation needs."""
    for name, domain in DOMAINS.items():
        if model in domain.OTHERS:
            return name
    label = model._meta.app_label
    return label if label in DOMAINS else ""
