"""Reply addresses of this portal: making and reading them."""

import hashlib
from datetime import datetime

from django.conf import settings

from eduport.support.models import Ticket
from eduport.support.rules.reply_addresses import Answer, local_part, read_local_part


def reply_address(ticket: Ticket, person_id: int, *, at: datetime) -> str:
    """Where this person answers by mail; empty if this portal takes no mail."""
    domain = settings.EDUPORT.mail_intake_domain
    if not domain:
        return ""
    answer = Answer(ticket.pk, person_id)
    return f"{local_part(_secret(), answer, at.date())}@{domain}"


def find_answer(address: str, *, at: datetime) -> Answer | None:
    """To what an address answers, and whose answer it is; None if it is not ours."""
    local, _, domain = address.rpartition("@")
    if domain.lower() != settings.EDUPORT.mail_intake_domain or not domain:
        return None
    return read_local_part(_secret(), local, at.date())


def _secret() -> bytes:
    # A key for this purpose only: nothing else can be computed from an address.
    text = f"eduport.support.reply:{settings.SECRET_KEY}"
    return hashlib.sha256(text.encode()).digest()
