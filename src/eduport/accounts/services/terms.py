"""Publishing and accepting terms of use."""

from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from eduport.accounts.errors import (
    TermsIncompleteError,
    TermsTooEarlyError,
    TermsVersionTakenError,
)
from eduport.accounts.models import Account, Terms, TermsAcceptance
from eduport.accounts.queries.terms import forget_cached_terms
from eduport.audit.services import record
from eduport.core.actor import Actor


class TermsTexts(NamedTuple):
    """The same terms in both languages."""

    german: str
    english: str


@transaction.atomic
def publish_terms(
    version: str, texts: TermsTexts, *, valid_from: datetime, by: Actor, at: datetime
) -> Terms:
    """Let a new version hold from a moment on; then everybody is asked again.

    What was published is never changed. Raises TermsIncompleteError if a text is
    empty, TermsVersionTakenError, and TermsTooEarlyError if the version would hold from
    a moment that is over, or before one that is published already.
    """
    if not version.strip() or not texts.german.strip() or not texts.english.strip():
        raise TermsIncompleteError
    if Terms.objects.filter(version=version).exists():
        raise TermsVersionTakenError(version=version)
    if valid_from < at or Terms.objects.filter(valid_from__gte=valid_from).exists():
        raise TermsTooEarlyError
    terms = Terms.objects.create(
        version=version,
        valid_from=valid_from,
        text_de=texts.german,
        text_en=texts.english,
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
