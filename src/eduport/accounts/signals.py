"""What `accounts` tells the domains above it. Sent inside the transaction."""

from django.dispatch import Signal

password_changed = Signal()
"""Some have a new password. Sends `account_ids` (a list) and `at`.

What was handed out under the old ones, such as tokens, is to be taken back. The
sessions are reported by `sessions_ended`.
"""

sessions_ended = Signal()
"""Sessions are being ended from outside: a block, a new password, another device.

Sends `account_id`, `session_keys` (a list) and `at`, while what the sessions remember
can still be read.
"""
