"""What `accounts` tells the domains above it. Sent inside the transaction."""

from django.dispatch import Signal

password_changed = Signal()
"""Somebody has a new password. Sends `account_id` and `at`.

What was handed out under the old one, such as tokens, is to be taken back. The
sessions are reported by `sessions_ended`.
"""

sessions_ended = Signal()
"""Sessions were ended by more than a logout in them.

Sends `account_id`, `session_keys` (a list) and `at`.
"""

form_targets_wanted = Signal()
"""A page with a form leads to another site afterwards, such as back to a service.

Sends `next_url`; receivers return the origins that the page's content security policy
must allow, because Chromium applies `form-action` to redirects too.
"""
