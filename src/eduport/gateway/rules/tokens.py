"""The text of tokens."""

TOKEN = "eduport"  # noqa: S105 -- how tokens begin, so that scanners find leaked ones


def token_text(prefix: str, secret: str) -> str:
    """A token as its owner keeps it."""
    return f"{TOKEN}_{prefix}_{secret}"


def prefix_of(text: str) -> str:
    """What finds a token; nothing if it is none of ours."""
    kind, _, rest = text.partition("_")
    prefix, _, secret = rest.partition("_")
    return prefix if kind == TOKEN and secret else ""
