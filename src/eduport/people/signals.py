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

persons_merged = Signal()
"""Two records of one human being became one.

Sends `kept_id`, `merged_id`, `journal` and `at`, before `persons_changed` for both.
What hangs on the merged person moves to the kept one. A receiver writes into the
journal, under the name of its domain, what it has to know to undo that: kept as JSON.
"""

persons_unmerged = Signal()
"""A merge is undone. Sends the same, with the journal as it was written."""
