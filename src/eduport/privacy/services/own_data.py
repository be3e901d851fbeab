"""Handing out what is stored about somebody, to nobody but themselves."""

from datetime import datetime

from django.db import transaction

from eduport.accounts.models import Account
from eduport.audit.services import record
from eduport.privacy.queries.own_data import stored_about
from eduport.privacy.types import Chapter


@transaction.atomic
def hand_out_data(account: Account, *, at: datetime) -> list[Chapter]:
    """All that is stored about the person behind an account, and note that it went out.

    Takes the account that is signed in and no person: nobody gets the data of others.
    """
    record("privacy.data.handed_out", account, by=account.actor, at=at)
    return stored_about(account.person_id) if account.person_id else []
