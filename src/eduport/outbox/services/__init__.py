"""Writing mail and sending it."""

from eduport.outbox.services.writing import send_mail_later

__all__ = ["send_mail_later"]
