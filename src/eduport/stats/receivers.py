"""What `stats` does when somebody signs in: adds one to a number."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from eduport.accounts.models import Account
from eduport.stats.services.counting import Browser, count
from eduport.stats.types import VisitKind


@receiver(user_logged_in)
def count_one_sign_in(
    *, request: HttpRequest | None, user: Account, **_kwargs: Any
) -> None:
    """Of an account only role and kind of school are counted."""
    if request:
        browser = Browser(request.META, request.COOKIES)
        what = VisitKind.SIGN_IN, "sign_in"
        count(browser, user.actor, *what, day=timezone.localdate())
