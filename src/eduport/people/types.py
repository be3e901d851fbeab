"""Values that the files of this domain and others share: what is said of rights."""

from dataclasses import dataclass, field
from enum import StrEnum


class Effect(StrEnum):
    """What somebody decided about a right."""

    ALLOWED = "allowed"
    FORBIDDEN = "forbidden"


class Reason(StrEnum):
    """Why a right is there or is not, the strongest first."""

    NEVER = "never"
    ALWAYS = "always"
    FORBIDDEN = "forbidden"
    ALLOWED = "allowed"
    PRESET = "preset"
    NOT_SET = "not_set"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a right says of roles. A role in none of the sets cannot get it."""

    always: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()
    preset: frozenset[str] = frozenset()
    grantable: frozenset[str] = frozenset()
    is_central: bool = False
    """Only the central team decides about it, also at a single school."""

    @property
    def is_open(self) -> bool:
        """Whether anything can be decided about the right at all."""
        return bool(self.preset | self.grantable)

    def is_settable(self, role: str) -> bool:
        """Whether the right can be given to or taken from a role."""
        return role in self.preset | self.grantable


@dataclass(frozen=True, slots=True)
class Granted:
    """A decision that concerns somebody: of a role, or of a group by its name."""

    effect: Effect
    role: str = ""
    group: str = ""
    is_of_authority: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether somebody has a right, for what reason, and where that comes from."""

    reason: Reason
    roles: tuple[str, ...] = ()
    grants: tuple[Granted, ...] = field(default=())

    @property
    def is_allowed(self) -> bool:
        return self.reason in {Reason.ALWAYS, Reason.ALLOWED, Reason.PRESET}

    @property
    def is_fixed(self) -> bool:
        return self.reason in {Reason.ALWAYS, Reason.NEVER}
