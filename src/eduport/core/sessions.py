"""Sessions in PostgreSQL, with one statement where Django's own need five.

At 7:55 a city signs in, and each sign-in makes a session. Django's store asks whether
the key is taken, inserts a row in a transaction and updates it in another; this one
inserts it when the request ends, and what belongs to it in the same statement.
"""

import secrets
from collections.abc import Sequence
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import connection
from django.utils import timezone

from eduport.core.kept import SOMETIME, KeptQuery

KEY_BYTES = 20
"""Random bytes of a key: 160 bits (OWASP ASVS 5.0 §7.2.3 asks for 128)."""

# Written out: Django takes longer to write it than PostgreSQL to do it.
INSERT = """
INSERT INTO django_session (session_key, session_data, expire_date)
VALUES (%s, %s, %s)
"""


class SessionStore(db.SessionStore):
    """A session whose row is written by `save` alone."""

    _is_new = False
    _companion: tuple[str, Sequence[Any]] | None = None

    def create(self) -> None:
        """Give the session a new key. Nobody has it: keys that long never meet."""
        self._session_key = secrets.token_hex(KEY_BYTES)
        self._is_new = True
        self.modified = True

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        # PostgreSQL refuses to be asked for a text with a zero byte.
        key = self.session_key or ""
        found = None if "\0" in key else _VALID.first(key, timezone.now())
        if found is None:
            self._session_key = None
        return found

    def write_along(self, statement: str, values: Sequence[Any]) -> None:
        """Do something else in the statement that inserts this new session.

        Both are written or neither, and there is one commit less to wait for.
        """
        self._companion = statement, values

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002 -- Django's
        """Write the row. Raises UpdateError if the session has ended meanwhile."""
        if self.session_key is None:
            self.create()
        is_new = must_create or self._is_new
        content = self._get_session(no_load=is_new)  # type: ignore[attr-defined]  # not in the stubs
        row = self.create_model_instance(content)
        if is_new:
            self._insert(row)
            self._is_new, self._companion = False, None
        elif not self._update(row):
            raise UpdateError

    def _insert(self, row: AbstractBaseSession) -> None:
        values: list[Any] = [row.session_key, row.session_data, row.expire_date]
        statement = INSERT
        if self._companion:
            companion, more = self._companion
            statement = f"WITH companion AS ({companion}) {INSERT}"
            values = [*more, *values]
        with connection.cursor() as cursor:
            cursor.execute(statement, values)

    def _update(self, row: AbstractBaseSession) -> int:
        return self.model.objects.filter(pk=row.pk).update(
            session_data=row.session_data, expire_date=row.expire_date
        )


_VALID = KeptQuery(
    lambda key, at: SessionStore.get_model_class().objects.filter(
        session_key=key, expire_date__gt=at
    ),
    *("<key>", SOMETIME),
)
