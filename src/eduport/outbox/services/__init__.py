"""Writing mail and sending it."""

from eduport.outbox.services.writing import (
    send_letter_later,
    send_mail_later,
    write_letter,
)

__all__ = ["send_letter_later", "send_mail_later", "write_letter"]
