"""Mail as it goes over the line, and back into something to read."""

from datetime import datetime
from email import encoders, message_from_bytes, policy
from email.message import EmailMessage as Received
from email.mime.nonmultipart import MIMENonMultipart
from email.utils import format_datetime, parseaddr
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.timezone import localtime

from eduport.outbox.types import Letter


def message_of(letter: Letter, uid: UUID, written_at: datetime) -> EmailMessage:
    """The mail with its headers. Sent twice it is the same, by its Message-ID.

    RFC 3834 §5: who is away answers no machine. RFC 8058: mail programs have a button
    for what can be ended.
    """
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    headers = {
        "Message-ID": f"<{uid}@{domain}>",
        "Date": format_datetime(localtime(written_at)),
        "Auto-Submitted": "auto-generated",
        # Exchange's word for the same.
        "X-Auto-Response-Suppress": "All",
        "Content-Language": letter.language,
        # Who gets this back knows that it was ours.
        "X-Loop": domain,
    }
    if letter.unsubscribe_url:
        headers |= {
            "List-Unsubscribe": f"<{letter.unsubscribe_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    if letter.thread:
        headers |= _thread_headers(letter.thread, domain)
    reply_to = [letter.reply_to] if letter.reply_to else None
    message = EmailMessage(
        letter.subject, letter.text, to=[letter.to], reply_to=reply_to, headers=headers
    )
    if letter.calendar:
        message.attach(_calendar_part(letter.calendar))
    return message


def _calendar_part(calendar: str) -> MIMENonMultipart:
    """The entry as a file that mail programs offer to take over (RFC 6047 §2.4)."""
    part = MIMENonMultipart("text", "calendar", method="PUBLISH", charset="utf-8")
    part.set_payload(calendar.encode())
    encoders.encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename="termin.ics")
    return part


def _thread_headers(thread: str, domain: str) -> dict[str, str]:
    """Let mail of one thread stand together (RFC 5322 §3.6.4, RFC 2919).

    The mail that all of them refer to was never sent: each reader gets other ones.
    """
    first = f"<{thread}@{domain}>"
    return {
        "In-Reply-To": first,
        "References": first,
        "List-Id": f"<{thread.partition('.')[0]}.{domain}>",
    }


def text_of(message: Received) -> str:
    """What a mail says, without what is handed along."""
    body = message.get_body(("plain",))
    return str(body.get_content()) if body else ""


def read_message(content: bytes) -> Received:
    """A mail that was written to a folder."""
    # With this policy headers are text, and a part knows its content.
    return message_from_bytes(content, policy=policy.default)
