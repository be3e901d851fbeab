"""What an address would be, by the rules alone: nobody is looked up."""

from dataclasses import dataclass

from eduport.people.rules.addresses import NoLettersError, local_part
from eduport.people.rules.explaining import reasons_for


@dataclass(frozen=True, slots=True)
class ExplainedAddress:
    """What stands before the @, empty if there is none, and which rules made it so."""

    local_part: str
    reasons: tuple[str, ...] = ()


def address_explained(
    given_name: str, family_name: str, call_name: str
) -> ExplainedAddress:
    """The address of a name as if nobody had a similar one, with the reasons."""
    try:
        made = local_part(given_name, family_name, call_name)
    except NoLettersError:
        return ExplainedAddress("")
    return ExplainedAddress(
        made, tuple(reasons_for(given_name, family_name, call_name))
    )
