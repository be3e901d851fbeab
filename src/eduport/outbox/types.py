"""What a mail consists of."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as it is read: to one person, a line of subject, plain text."""

    to: str
    subject: str
    text: str
    language: str
    # Where answers go, if somebody reads them.
    reply_to: str = ""
    # What it belongs to: mail of one thread stands together. A word without spaces.
    thread: str = ""
    # An entry for the reader's calendar (RFC 5545), handed along as a file.
    calendar: str = ""
    # Where this kind of mail is ended without a login, by one POST (RFC 8058).
    unsubscribe_url: str = ""
