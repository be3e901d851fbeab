"""The settings of mail that comes in: answers to what eduPort wrote about tickets."""

from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings


class MailIntakeSettings(BaseSettings):
    """What an operator can set about answers by mail."""

    mail_intake_domain: str = Field(
        default="",
        pattern=r"^(([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,})?$",
        description="The domain of the addresses to which people answer mail about "
        "tickets, such as tickets.example.org, used for nothing else. Without it "
        "nobody can answer by mail.",
    )
    mail_intake_bind: str = Field(
        default="127.0.0.1:8024",
        pattern=r"^(\[[0-9a-fA-F:]+\]|[^:/\s]+):\d{1,5}$",
        description="Address and port where your mail server hands these answers over. "
        "Whoever reaches it can hand over mail: keep it local.",
    )
    mail_intake_protocol: Literal["lmtp", "smtp"] = Field(
        default="lmtp", description="What is spoken there."
    )
    mail_intake_mb: int = Field(
        default=25,
        ge=1,
        le=50,
        description="The largest mail that is taken, in megabytes.",
    )
    mail_intake_connections: int = Field(
        default=10,
        ge=1,
        le=100,
        description="How many connections are served at a time. Each may hold a mail "
        "of the largest size in memory.",
    )
    mail_intake_seconds: int = Field(
        default=120,
        ge=5,
        description="After so many seconds without a command, or with one mail, a "
        "connection ends.",
    )
    mail_intake_authserv: str = Field(
        default="",
        pattern=r"^[A-Za-z0-9.-]*$",
        description="The name by which your mail server signs its "
        "Authentication-Results (RFC 8601), if it checks DMARC, DKIM and SPF. Mail "
        "that it found to be forged is held then.",
    )
    mail_intake_days: int = Field(
        default=7,
        ge=1,
        le=30,
        description="How long a mail is kept as it came after its text stands in the "
        "ticket, or somebody decided about it.",
    )
    mail_held_days: int = Field(
        default=30,
        ge=7,
        le=90,
        description="How long a mail is held that somebody has to decide about.",
    )
