"""Logins: how they are written, and how that of an Admin-Account is made."""

import re
from typing import NamedTuple

ADMIN_PREFIX = "admin."

_ADDRESS = re.compile(r"(?P<base>[a-z-]+\.[a-z-]+)(?P<number>[1-9][0-9]{0,8})?@(.+)")


class AddressParts(NamedTuple):
    """An address as `people` keeps it."""

    base: str
    number: int
    domain: str


def cleaned_login(typed: str) -> str:
    """A login as it is stored: lower case, without what a copy drags along."""
    return typed.strip().removeprefix("mailto:").lower()


def has_domain(login: str) -> bool:
    """Whether the login is the whole name with its domain."""
    name, at, domain = login.partition("@")
    return bool(name and at and domain)


def address_parts(login: str) -> AddressParts | None:
    """The parts of a login that has the form of an address of ours, otherwise None."""
    found = _ADDRESS.fullmatch(login)
    if not found:
        return None
    number = int(found["number"] or 1)
    return AddressParts(found["base"], number, found[3])
