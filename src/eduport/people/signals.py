"""What `people` tells the domains above it. Sent inside the transaction."""

from django.dispatch import Signal

persons_changed = Signal()
"""Persons arrived, changed names or schools, left or came back.

Sends `person_ids` (a list of primary keys) and `at`. Receivers bring their own rows in
line with what stands in `people` now, set-based and idempotent.
"""

appointments_changed = Signal()
"""Persons were appointed, or an appointment began, ended or was withdrawn.

Sends `person_ids`, `by` (the actor) and `at`. Receivers look at what holds then.
"""
