"""In which role and at which school somebody is counted."""

from collections.abc import Collection, Sequence


def counted_role(
    roles: Collection[str], precedence: Sequence[str], otherwise: str
) -> str:
    """The first of the roles that somebody has; `otherwise` for appointed accounts."""
    return next((role for role in precedence if role in roles), otherwise)


def counted_kind(kinds: Collection[str]) -> str:
    """The kind of the schools, if all are of one kind; else it is not told apart."""
    return next(iter(kinds)) if len(set(kinds)) == 1 else ""
