"""How our words and Zammad's go together."""

import hmac
import re

# Zammad's own states, in its words; operators may add others, which count as open.
OPEN_THERE = {"new", "open"}
OVER_THERE = {"closed", "merged", "pending close"}
WAITING_THERE = {"pending reminder"}
MARK = re.compile(r"\[eduPort #\d+/(\d+)\]")


def state_here(zammad_state: str) -> str:
    """The state of a report whose ticket in Zammad has this one."""
    if zammad_state in OVER_THERE:
        return "solved"
    return "waiting" if zammad_state in WAITING_THERE else "in_progress"


def is_news(here: str, now: str, known: str) -> bool:
    """Whether what happened there changes a report that is in the state `now`.

    A ticket that is open there, and was before, may well wait for the reporter here:
    an answer lets it wait.
    """
    return not (here == "in_progress" and now == "waiting" and known in OPEN_THERE)


def state_to_push(state: str, known: str) -> str:
    """What Zammad has to be told when it has the `known` state; nothing if it fits."""
    is_over = state in {"solved", "closed"}
    if is_over == (known in OVER_THERE):
        return ""
    return "closed" if is_over else "open"


def title_of(number: int, subject: str) -> str:
    """The title of a report there; it begins with what finds it again."""
    return f"{title_key(number)} {subject}"


def title_key(number: int) -> str:
    return f"[eduPort #{number}]"


def mark_of(number: int, message_id: int) -> str:
    """The subject of an article, by which a message is found again."""
    return f"[eduPort #{number}/{message_id}]"


def marked_message(subject: str) -> int | None:
    """Which message of ours an article is; None if it is none."""
    found = MARK.search(subject)
    return int(found[1]) if found else None


def is_signed(body: bytes, header: str, secret: str) -> bool:
    """Whether Zammad signed this (its X-Hub-Signature is an HMAC with SHA-1)."""
    right = f"sha1={hmac.digest(secret.encode(), body, 'sha1').hex()}"
    return hmac.compare_digest(right.encode(), header.encode())
