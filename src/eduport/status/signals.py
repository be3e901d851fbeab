"""What `status` tells the domains above it. Sent inside the transaction."""

from django.dispatch import Signal

incident_changed = Signal()
"""An incident was opened, updated or resolved. Sends `incident`, `event`, `at`."""

incident_proposed = Signal()
"""An incident is likely; a human decides. Sends `proposal` and `at`."""

window_changed = Signal()
"""Maintenance was planned, extended or cancelled. Sends `window`, `event`, `at`."""
