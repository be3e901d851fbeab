"""Activation codes: how they look and what a typed one means."""

import secrets

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without I, O, 0 and 1. Capitals only, so that an l cannot look like one of them."""

GROUPS = 3
GROUP_LENGTH = 4
# 32 letters are 5 bits each: 12 of them are 60 bits.
_LENGTH = GROUPS * GROUP_LENGTH


def new_code() -> str:
    """A random code of 60 bits, in groups of four: `K7WX-M2PA-9RTD`."""
    return grouped("".join(secrets.choice(ALPHABET) for _ in range(_LENGTH)))


def grouped(code: str) -> str:
    parts = range(0, len(code), GROUP_LENGTH)
    return "-".join(code[start : start + GROUP_LENGTH] for start in parts)


def cleaned_code(typed: str) -> str:
    """What somebody meant: capitals, however the groups were divided."""
    return "".join(c for c in typed.upper() if c in ALPHABET)
