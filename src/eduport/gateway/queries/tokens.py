"""Reading tokens."""

from django.db.models import QuerySet

from eduport.gateway.models import ApiToken


def all_tokens() -> QuerySet[ApiToken]:
    """All tokens, the newest first."""
    return ApiToken.objects.all()
