"""The language in which somebody reads."""

from eduport.accounts.models import Account


def remember_language(account: Account, language: str) -> None:
    """Write to somebody in this language from now on; services learn it too."""
    Account.objects.filter(pk=account.pk).update(language=language)
