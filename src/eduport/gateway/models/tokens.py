"""With what other systems show who they are."""

import uuid
from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from eduport.core.personal_data import NoPersonalData


class Scope(models.TextChoices):
    """What a token opens. Each request needs one; nothing opens two."""

    TICKETS_READ = "tickets:read", _("read fault reports and their public messages")
    TICKETS_CREATE = "tickets:create", _("report faults for entitled reporters")
    TICKETS_WRITE = "tickets:write", _("change state, assignee and incident of reports")
    MESSAGES_WRITE = "messages:write", _("answer reporters")
    NOTES = "notes", _("read and write internal notes")
    REPORTERS_READ = (
        "reporters:read",
        _("read who reported, and how to reach them"),
    )
    STATUS_READ = "status:read", _("read components and incidents")
    INCIDENTS_WRITE = "incidents:write", _("open incidents and say how it goes")


class ApiToken(models.Model):
    """A key of another system. Its text is known to that system only.

    `prefix` finds the row, `digest` proves the rest. The last use is known by the day:
    enough to find what nobody needs any more. The two last columns count the requests
    of a minute.
    """

    personal_data = NoPersonalData("another system; who made it stands in the log")

    uid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    name = models.CharField(_("name"), max_length=100)
    prefix = models.CharField(max_length=8, unique=True, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    scopes = ArrayField(
        models.CharField(max_length=20, choices=Scope), verbose_name=_("scopes")
    )
    # Empty: from everywhere.
    networks = ArrayField(
        models.CharField(max_length=43), verbose_name=_("networks"), default=list
    )
    created_at = models.DateTimeField(editable=False)
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(null=True, editable=False)
    last_used_on = models.DateField(null=True, editable=False)
    minute = models.BigIntegerField(default=0, editable=False)
    requests = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="api_token_has_a_name"),
            models.CheckConstraint(
                condition=Q(scopes__contained_by=Scope.values) & ~Q(scopes=[]),
                name="api_token_scopes_are_known",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")),
                name="api_token_expires_later",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_usable(self, at: datetime) -> bool:
        return self.revoked_at is None and at < self.expires_at

    @property
    def scope_labels(self) -> list[str]:
        return [str(Scope(scope).label) for scope in self.scopes]


class AcceptedRequest(models.Model):
    """A request that made something, by the key that its sender gave it.

    Sent again, because the answer was lost, it makes nothing and gets the same answer
    (draft-ietf-httpapi-idempotency-key-header). `digest` tells another request with the
    same key apart.
    """

    personal_data = NoPersonalData("keys of requests of another system, for a day")

    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, db_index=False)
    key = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)
    made_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="accepted_request_at")]
        constraints = [
            models.UniqueConstraint(
                fields=["token", "key"], name="accepted_request_once"
            )
        ]
