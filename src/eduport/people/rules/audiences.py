"""To which audiences somebody belongs, by roles."""

from eduport.core.audience import Audience
from eduport.people.rules.rights import ADMINS, STUDENT


def audiences_of(roles: frozenset[str], *, is_signed_in: bool) -> frozenset[Audience]:
    """What somebody with these roles may read; visitors only what is public.

    A pupil never sees what is for staff, whatever else the account may do (domain,
    rights that are fixed for ever).
    """
    if not is_signed_in:
        return frozenset({Audience.PUBLIC})
    found = {Audience.PUBLIC, Audience.SIGNED_IN}
    if roles and STUDENT not in roles:
        found.add(Audience.STAFF)
        if roles & (ADMINS | {"service_desk"}):
            found.add(Audience.ADMINS)
    return frozenset(found)
