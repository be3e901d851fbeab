"""From the one setting `smtp_url` to what Django wants to know about a mail server."""

from typing import Any
from urllib.parse import unquote, urlsplit

PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


def smtp_problem(url: str) -> str | None:
    """What is wrong with the address, as the end of a sentence, without the address."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "the port must be a number"
    if parts.scheme not in PORTS:
        return f"it must begin with {', '.join(f'{name}://' for name in PORTS)}"
    if not parts.hostname or port == 0:
        return "it must name a host"
    if not unquote(parts.netloc).isascii():
        return "use the letters a to z, digits and ASCII signs only"
    if parts.path.strip("/") or parts.query or parts.fragment:
        return "nothing may follow the port; write / ? # in a password as %2F %3F %23"
    return None


def smtp_settings(url: str) -> dict[str, Any]:
    """Django's settings for a mail server.

    A password never goes over the line in the clear: with one, smtp:// too insists on
    STARTTLS. Certificates are always checked.
    """
    parts = urlsplit(url)
    is_smtps = parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": is_smtps,
        "EMAIL_USE_TLS": not is_smtps
        and (parts.scheme == "smtp+starttls" or bool(parts.username)),
    }
