"""Accounts: what a person signs in with."""

from datetime import datetime
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Deferrable, Q
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from eduport.accounts.rules.passwords import normalized
from eduport.core.actor import Actor
from eduport.core.personal_data import PersonalData
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

    Keeps no time of the last login; `stats` keeps the month, to count it.
    """

    personal_data = PersonalData(
        what=_("Login, state and language of the account; the password only as a hash"),
        purpose=_("Signing in"),
    )

    last_login = None  # Django's field; see above
    kind = models.CharField(
        _("kind"), max_length=10, choices=AccountKind, default=AccountKind.PERSON
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True)
    # Unique by the constraint below, always in lower case.
    username = models.CharField(_("login"), max_length=254)
    created_at = models.DateTimeField(editable=False)
    activated_at = models.DateTimeField(null=True, editable=False)
    # Until when repeated wrong passwords keep everybody out, the owner too.
    locked_until = models.DateTimeField(null=True, editable=False)
    # Since when the account is out: blocked by a human, or released for deletion.
    disabled_at = models.DateTimeField(null=True, editable=False)
    # A human blocked it. Survives a release for deletion that is undone.
    blocked_at = models.DateTimeField(null=True, editable=False)
    must_change_password = models.BooleanField(default=False)
    # From when on a second factor is a duty, because of a role; see the settings.
    second_factor_due_at = models.DateTimeField(null=True, editable=False)
    # Somebody else took the second factors away; the owner has not read it yet.
    second_factor_removed_at = models.DateTimeField(null=True, editable=False)
    terms_version = models.CharField(max_length=20, blank=True, editable=False)
    language = models.CharField(max_length=5, blank=True)
    # The dashboard recalls a missing recovery address from this day on; never again
    # on the last day of all calendars, which also stands there once one is stored.
    recovery_reminder_on = models.DateField(null=True, editable=False)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = AccountManager()

    class Meta:
        constraints = [
            # Checked at the end of a statement, so that a night's renames may swap.
            models.UniqueConstraint(
                fields=["username"],
                name="account_username_once",
                deferrable=Deferrable.IMMEDIATE,
            ),
            models.CheckConstraint(
                condition=Q(username=Lower("username")) & ~Q(username=""),
                name="account_username_is_lower_case",
            ),
            models.CheckConstraint(
                condition=Q(blocked_at=None) | Q(disabled_at__isnull=False),
                name="account_blocked_is_disabled",
            ),
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

    def set_password(self, raw_password: str | None) -> None:
        """Hash a password as every keyboard writes it."""
        super().set_password(raw_password and normalized(raw_password))

    def check_password(self, raw_password: str | None) -> bool:
        """Whether this is the password, however the keyboard composed it."""
        return super().check_password(raw_password and normalized(raw_password))

    def is_locked(self, at: datetime) -> bool:
        return self.locked_until is not None and self.locked_until > at
