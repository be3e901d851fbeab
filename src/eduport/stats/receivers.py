"""What `stats` does when somebody signs in: adds one to a number."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from eduport.accounts.models import Account
from eduport.stats.services.counting import Browser, count_sign_in


@receiver(user_logged_in)
def count_one_sign_in(
    *, request: HttpRequest | None, user: Account, **_kwargs: Any
) -> None:
    """Nothing is asked of the database here: signing in must not wait for counting."""
    if request:
        browser = Browser(request.META, request.COOKIES)
        count_sign_in(browser, user.pk, day=timezone.localdate())
