"""What a mail consists of."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as it is read: to one person, a line of subject, plain text."""

    to: str
    subject: str
    text: str
    language: str
