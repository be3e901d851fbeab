"""Whether somebody wants to be counted."""

from collections.abc import Mapping

SIGNALS = {
    "HTTP_SEC_GPC": "Global Privacy Control",
    "HTTP_DNT": "Do Not Track",
}
"""What browsers send with every request, as WSGI names it."""


def signal_of(headers: Mapping[str, object]) -> str:
    """The name of the signal by which the browser declines; empty if it does not."""
    return next((SIGNALS[one] for one in SIGNALS if headers.get(one) == "1"), "")


def declines(headers: Mapping[str, object], choice: str) -> bool:
    """Whether the browser, or the own choice on our page, says no."""
    return choice == "off" or bool(signal_of(headers))
