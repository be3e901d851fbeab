"""What `support` tells the domains above it. Sent inside the transaction."""

from django.dispatch import Signal

ticket_changed = Signal()
"""Something happened to a ticket: `event` is `created`, `updated`, `message` or
`closed`. Sends `ticket` (which may be older than its row), `event`, `by`, `at`, and
`message` if something was said."""
