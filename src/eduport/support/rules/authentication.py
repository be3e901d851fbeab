"""Whether the own mail servers found a sender to be real (RFC 8601)."""

import re
from collections.abc import Iterable

_RESULT = re.compile(r"(?:^|;)\s*(dmarc|dkim|spf|auth)\s*=\s*([a-z]+)", re.IGNORECASE)
_LONGEST = 4000


def is_refuted(results: Iterable[str], trusted: str) -> bool:
    """Whether `Authentication-Results` of a trusted host speak against the sender.

    `trusted` is the name by which that host signs; what others write counts nothing. A
    mail without such a line is not refuted: mail from inside the house has none.
    """
    if not trusted:
        return False
    lines = [text[:_LONGEST] for text in results if _host(text) == trusted.lower()]
    found = {
        (method.lower(), result.lower())
        for line in lines
        for method, result in _RESULT.findall(line)
    }
    if not found:
        return False
    return ("dmarc", "fail") in found or "pass" not in {result for _, result in found}


def _host(text: str) -> str:
    first = text[:_LONGEST].partition(";")[0].split()
    return first[0].lower() if first else ""
