"""Writing the logs, sealing them, and removing what is too old."""

from eduport.audit.services.recording import (
    record,
    record_all,
    record_security_event,
)

__all__ = ["record", "record_all", "record_security_event"]
