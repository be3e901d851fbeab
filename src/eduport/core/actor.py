"""Who causes a change."""

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in account, or a named part of the system such as the sync.

    `roles` are what the person may act as: the values of `people.Role` for
    everyday accounts, those of `people.AdminRole` for Admin-Accounts. The two
    never mix in one account (privileged and everyday work are kept apart).
    """

    label: str
    account_id: int | None = None
    person_id: int | None = None
    school_ids: frozenset[int] = frozenset()
    roles: frozenset[str] = frozenset()

    @classmethod
    def system(cls, part: str) -> Self:
        """Make the actor for a part of the system, such as `sync` or `schedule`."""
        return cls(label=part)

    @property
    def is_signed_in(self) -> bool:
        return self.account_id is not None


VISITOR = Actor("visitor")
"""Somebody who has not signed in."""
