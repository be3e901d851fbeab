"""Publishing and accepting terms of use."""

from datetime import datetime

from django.db import transaction

from eduport.accounts.models import Account, Terms, TermsAcceptance
from eduport.accounts.queries.terms import forget_cached_terms
from eduport.audit.services import record
from eduport.core.actor import Actor


@transaction.atomic
def publish_terms(
    version: str, text_de: str, text_en: str, *, by: Actor, at: datetime
) -> Terms:
    """Let a new version hold from now on; everybody is asked again."""
    terms = Terms.objects.create(
        version=version, valid_from=at, text_de=text_de, text_en=text_en
    )
    record("accounts.terms.published", terms, by=by, at=at)
    transaction.on_commit(forget_cached_terms)
    return terms


@transaction.atomic
def accept_terms(account: Account, terms: Terms, *, at: datetime) -> None:
    """Note which version somebody agreed to; the first time counts."""
    TermsAcceptance.objects.bulk_create(
        [TermsAcceptance(account=account, terms=terms, accepted_at=at)],
        ignore_conflicts=True,
    )
    account.terms_version = terms.version
    account.save(update_fields=["terms_version"])
    record("accounts.terms.accepted", account, by=account.actor, at=at)
