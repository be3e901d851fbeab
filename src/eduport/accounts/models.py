"""Accounts: what a person signs in with."""

from datetime import datetime
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from eduport.core.actor import Actor
from eduport.people.models import Person
from eduport.people.queries import appointed_actor, everyday_actor


class AccountKind(models.TextChoices):
    """What an account is for. Privileged and everyday work never mix in one."""

    PERSON = "person", _("everyday account")
    ADMIN = "admin", _("Admin-Account")
    FUNCTION = "function", _("function account")


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by their exact, lower-case username."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(username=(username or "").lower())


class Account(AbstractBaseUser):
    """A login. `username` is the mail address of the person's home school.

    Keeps no time of the last login: nobody's activity is recorded.
    """

    last_login = None  # Django's field; see above
    kind = models.CharField(
        _("kind"), max_length=10, choices=AccountKind, default=AccountKind.PERSON
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True)
    username = models.CharField(_("login"), max_length=254, unique=True)
    created_at = models.DateTimeField(editable=False)
    activated_at = models.DateTimeField(null=True, editable=False)
    # Until when repeated wrong passwords keep everybody out, the owner too.
    locked_until = models.DateTimeField(null=True, editable=False)
    # A human or a release for deletion keeps the account out until it is undone.
    disabled_at = models.DateTimeField(null=True, editable=False)
    must_change_password = models.BooleanField(default=False)
    terms_version = models.CharField(max_length=20, blank=True, editable=False)
    language = models.CharField(max_length=5, blank=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = AccountManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(kind__in=[AccountKind.PERSON, AccountKind.ADMIN]),
                name="account_one_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=AccountKind.values), name="account_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(kind=AccountKind.FUNCTION) | Q(person__isnull=False),
                name="account_belongs_to_a_person",
            ),
        ]

    @property
    def is_active(self) -> bool:  # type: ignore[override]  # read-only on purpose
        """Whether the account may sign in, in Django's words."""
        return self.disabled_at is None

    @cached_property
    def actor(self) -> Actor:
        """Who acts when this account is signed in; asked once in a request."""
        if self.kind == AccountKind.ADMIN:
            return appointed_actor(self.username, self.pk, self.person_id)
        return everyday_actor(self.username, self.pk, self.person_id)

    def is_locked(self, at: datetime) -> bool:
        return self.locked_until is not None and self.locked_until > at
