"""The mass-change brake: what is so unusual that a human should look first."""

from dataclasses import dataclass

MEMBERSHIP_PERCENT = 50
"""A school that would lose more of its memberships is held: a file was cut off."""


@dataclass(frozen=True, slots=True)
class HoldReason:
    """Why a school or a whole run waits. `code` names the sentence."""

    code: str
    params: dict[str, int | str]

    def as_json(self) -> dict[str, object]:
        return {"code": self.code, "params": self.params}


def exceeds(part: int, whole: int, percent: int) -> bool:
    """Whether `part` of `whole` is more than `percent`. Nothing of nothing is not."""
    return part * 100 > whole * percent


def leavers_hold(leaves: int, people: int, percent: int) -> HoldReason | None:
    """Why a school is held whose `leaves` of `people` would go, if it is."""
    if not exceeds(leaves, people, percent):
        return None
    params: dict[str, int | str] = {
        "leaves": leaves,
        "people": people,
        "percent": percent,
    }
    return HoldReason("too_many_leavers", params)


def memberships_hold(removed: int, existing: int) -> HoldReason | None:
    """Why a school is held that would lose most of its memberships, if it is."""
    if not exceeds(removed, existing, MEMBERSHIP_PERCENT):
        return None
    return HoldReason(
        "too_many_memberships_removed", {"removed": removed, "existing": existing}
    )
