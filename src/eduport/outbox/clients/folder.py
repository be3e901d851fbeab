"""Mail as files, for portals without a mail server: one `.eml` each."""

from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone


class FolderBackend(BaseEmailBackend):
    """Writes mail to `EMAIL_FILE_PATH`, which only we can read: it has links in it."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{timezone.now():%Y%m%d-%H%M%S}-{uuid4().hex}.eml"
            draft = folder / f".{name}"
            draft.touch(mode=0o600)
            draft.write_bytes(message.message().as_bytes())
            draft.rename(folder / name)
        return len(email_messages)


def kept_mail() -> list[Path]:
    """The files, the newest first."""
    return sorted(Path(settings.EMAIL_FILE_PATH).glob("[!.]*.eml"), reverse=True)
