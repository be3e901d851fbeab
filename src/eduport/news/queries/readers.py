"""The pseudonym under which somebody confirms."""

from collections.abc import Iterable

from django.utils.crypto import salted_hmac

SALT = "eduport.news.confirmation"


def reader_hash(account_id: int | None) -> str:
    """A keyed hash: without the installation's secret it leads to nobody."""
    return salted_hmac(SALT, str(account_id), algorithm="sha256").hexdigest()


def reader_hashes(account_ids: Iterable[int]) -> list[str]:
    return [reader_hash(one) for one in account_ids]
