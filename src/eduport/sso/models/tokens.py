"""Codes and tokens. Only checksums are stored: who reads the table can use none."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from oauth2_provider.models import (
    AbstractAccessToken,
    AbstractGrant,
    AbstractRefreshToken,
)

from eduport.accounts.models import Account
from eduport.core.personal_data import PersonalData, Retention
from eduport.sso.models.catalogue import App

PURPOSE = _("Signing in at services")
WITHHELD = _(
    "Nothing can be read from them. Which services know you stands under “Services”."
)


class SignInFields(models.Model):
    """Who signed in where, and how the browser session behind it was authenticated."""

    user = models.ForeignKey(Account, on_delete=models.CASCADE)
    application = models.ForeignKey(App, on_delete=models.CASCADE, db_index=False)
    sid = models.CharField(max_length=64)
    authenticated_at = models.DateTimeField()
    methods = ArrayField(models.CharField(max_length=10))

    class Meta:
        abstract = True


# Indexes and unique constraints stand in Meta: as options of a field Django would add
# a second index for LIKE, which every sign-in would pay for.


class Grant(SignInFields, AbstractGrant):
    """An authorization code, for the minute between browser and service."""

    personal_data = PersonalData(
        what=_("Codes of services, only as checksums"),
        purpose=PURPOSE,
        retention=Retention(
            task="purge_tokens_task",
            since="expires",
            text=_("until they expire, after a minute"),
        ),
        withheld=WITHHELD,
    )

    # Fields of the toolkit that we have no use for, here and below.
    updated: Any = None
    claims: Any = None
    resource: Any = None
    code = models.CharField(max_length=64)  # its checksum
    nonce = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code"], name="grant_code_once")]


class AccessToken(SignInFields, AbstractAccessToken):  # type: ignore[misc]  # not null
    """A service's key to the userinfo endpoint."""

    personal_data = PersonalData(
        what=_("Tokens of services, only as checksums"),
        purpose=PURPOSE,
        retention=Retention(
            task="purge_tokens_task",
            since="expires",
            days=1,
            text=_("%(days)s day after they have expired"),
        ),
        withheld=WITHHELD,
    )

    updated: Any = None
    resource: Any = None
    id_token: Any = None
    source_refresh_token: Any = None
    token: Any = None
    token_checksum = models.CharField(max_length=64)
    # The checksum of the code it came from: a code used twice ends it.
    code = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["token_checksum"], name="access_token_once")
        ]
        indexes = [
            models.Index(fields=["code"], name="access_token_code"),
            models.Index(fields=["sid"], name="access_token_sid"),
        ]


class RefreshToken(SignInFields, AbstractRefreshToken):
    """A service's means to get the next access token, once."""

    personal_data = PersonalData(
        what=_("Tokens of services for staying signed in, only as checksums"),
        purpose=PURPOSE,
        retention=Retention(
            task="purge_tokens_task",
            since="expires",
            text=_("until they expire, after two weeks at most"),
        ),
        withheld=WITHHELD,
    )

    updated: Any = None
    resource: Any = None
    token: Any = None
    token_family: Any = None
    access_token = models.ForeignKey(
        AccessToken, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    token_checksum = models.CharField(max_length=64)
    # All that came from one code; one of them used twice ends them all.
    code = models.CharField(max_length=64)
    scope = models.TextField()
    expires = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["token_checksum"], name="refresh_token_once"
            )
        ]
        indexes = [
            models.Index(fields=["code"], name="refresh_token_code"),
            models.Index(fields=["sid"], name="refresh_token_sid"),
        ]
