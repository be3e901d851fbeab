"""The reference connector: the desk works in Zammad, and reporters stay here.

What is to be said there is not queued: a report is compared with its ticket, and what
is missing is sent. That may break off anywhere and is simply begun again.
"""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.urls import reverse

from eduport.core.actor import Actor
from eduport.core.errors import DomainError
from eduport.gateway.clients.zammad import Article, NewArticle, Zammad, ZammadError
from eduport.gateway.formats.plain_text import text_of
from eduport.gateway.models import ZammadArticle, ZammadTicket
from eduport.gateway.rules import zammad as words
from eduport.support.models import Message, Side, Ticket, TicketKind, TicketState
from eduport.support.services.assigning import move_ticket
from eduport.support.services.letters import addresses_of
from eduport.support.services.tickets import note_internally, reply_to_ticket

logger = logging.getLogger(__name__)
ACTOR = Actor.system("zammad")
# Longer than bringing one report up to date takes; who died in it frees it.
CLAIM = timedelta(minutes=10)
LONGEST_PAUSE = timedelta(hours=1)
NOBODY = "nobody@invalid.invalid"


def connection() -> Zammad | None:
    """The installation of the settings, if there is one."""
    config = settings.EDUPORT
    if not config.zammad_url or not config.zammad_token:
        return None
    token = config.zammad_token.get_secret_value()
    return Zammad(config.zammad_url.rstrip("/"), token, config.zammad_group)


def note_change(ticket: Ticket, event: str, *, by: Actor, at: datetime) -> int | None:
    """A report changed here: let it be brought up to date there. Returns which.

    Only what came after the connector was set up goes to Zammad. What came from there
    does not go back.
    """
    if by == ACTOR or ticket.kind != TicketKind.FAULT or connection() is None:
        return None
    if event == "created":
        ZammadTicket.objects.get_or_create(ticket=ticket)
    links = ZammadTicket.objects.filter(ticket=ticket.pk)
    links.update(push_at=at)
    return links.values_list("pk", flat=True).first()


def due_links(*, at: datetime) -> list[int]:
    """What should be brought up to date now."""
    due = ZammadTicket.objects.filter(push_at__lte=at).order_by("push_at", "pk")
    return list(due.values_list("pk", flat=True)[:100])


def open_links() -> QuerySet[ZammadTicket]:
    """The reports that somebody there may still work on."""
    found = ZammadTicket.objects.exclude(ticket__state=TicketState.CLOSED)
    return found.filter(zammad_id__isnull=False)


def push(link_id: int, *, at: datetime) -> None:
    """Bring a report up to date in Zammad; if that fails, again later.

    Of several workers one has it: the conditional update decides.
    """
    zammad, claim = connection(), at + CLAIM
    due = ZammadTicket.objects.filter(pk=link_id, push_at__lte=at)
    if zammad is None or not due.update(push_at=claim, tries=F("tries") + 1):
        return
    links = ZammadTicket.objects.select_related("ticket__reporter")
    link = links.get(pk=link_id)
    try:
        _push(link, zammad)
    except ZammadError as error:
        logger.warning("Report %s is not in Zammad: %s", link.ticket_id, error)
        pause = min(timedelta(minutes=1) * 2 ** min(link.tries, 10), LONGEST_PAUSE)
        row = ZammadTicket.objects.filter(pk=link_id)
        row.update(push_at=at + pause, fault=str(error)[:50])
        return
    # Whatever changed meanwhile has put another time there, and comes next.
    done = ZammadTicket.objects.filter(pk=link_id, push_at=claim)
    done.update(push_at=None, tries=0, fault="")


def _push(link: ZammadTicket, zammad: Zammad) -> None:
    said = _unsent(link)
    if link.zammad_id is None:
        _make(link, said, zammad)
    if link.zammad_id is None:
        return
    # Who was killed after Zammad took something finds it there by its mark.
    _adopt(link, zammad.articles(link.zammad_id))
    for message in _unsent(link):
        article = zammad.create_article(link.zammad_id, _article(link, message))
        ZammadArticle.objects.create(link=link, article_id=article, message=message)
    wanted = words.state_to_push(link.ticket.state, link.zammad_state)
    if wanted:
        zammad.set_state(link.zammad_id, wanted)
        _remember_state(link, wanted)


def _unsent(link: ZammadTicket) -> list[Message]:
    public = Message.objects.filter(ticket=link.ticket_id, is_internal=False)
    return list(public.filter(zammadarticle=None).order_by("pk"))


def _make(link: ZammadTicket, said: list[Message], zammad: Zammad) -> None:
    ticket = link.ticket
    made = None
    if link.tries > 1:
        # The try before may have made it without hearing so.
        made = zammad.find_ticket(words.title_key(ticket.pk))
    if made is None and said:
        customer = addresses_of([ticket.reporter_id], ticket.school_id)
        made = zammad.create_ticket(
            words.title_of(ticket.pk, ticket.subject),
            customer.get(ticket.reporter_id, NOBODY),
            _article(link, said[0]),
        )
    if made:
        link.zammad_id, link.zammad_number = made["id"], str(made["number"])
        link.zammad_state = made["state"]
        link.save(update_fields=["zammad_id", "zammad_number", "zammad_state"])


def _article(link: ZammadTicket, message: Message) -> NewArticle:
    return NewArticle(
        subject=words.mark_of(link.ticket_id, message.pk),
        body=f"{message.text}{_files(link, message)}",
        is_of_customer=message.side == Side.REPORTER,
    )


def _files(link: ZammadTicket, message: Message) -> str:
    """Files stay here: how many there are, and where they can be read."""
    count = message.attachment_set.count()
    page = reverse("support:ticket", args=[link.ticket.uid])
    return f"\n\n[{count}: {settings.EDUPORT.public_url}{page}]" if count else ""


def _adopt(link: ZammadTicket, articles: list[Article]) -> None:
    ours = {message.pk: message for message in _unsent(link)}
    for one in articles:
        message = ours.get(words.marked_message(one.subject) or 0)
        if message:
            ZammadArticle.objects.get_or_create(
                article_id=one.id, defaults={"link": link, "message": message}
            )


def _remember_state(link: ZammadTicket, state: str) -> None:
    link.zammad_state = state
    link.save(update_fields=["zammad_state"])


def pull(link_id: int, *, at: datetime) -> None:
    """Bring in what was said and done in Zammad. Twice is the same as once.

    Raises ZammadError; the hourly look tries again.
    """
    zammad = connection()
    link = ZammadTicket.objects.filter(pk=link_id, zammad_id__isnull=False).first()
    if zammad is None or link is None or link.zammad_id is None:
        return
    ticket, articles = zammad.ticket(link.zammad_id), zammad.articles(link.zammad_id)
    with transaction.atomic():
        # Of two who look at the same time the second finds everything known.
        locked = ZammadTicket.objects.select_for_update().get(pk=link_id)
        _adopt(locked, articles)
        known = set(
            ZammadArticle.objects.filter(link=locked).values_list(
                "article_id", flat=True
            )
        )
        for one in articles:
            if one.id not in known:
                _bring_in(locked, one, at=at)
        _follow_state(locked, ticket, at=at)


def _bring_in(link: ZammadTicket, one: Article, *, at: datetime) -> None:
    """An answer becomes a message; internal notes and what systems say stay there."""
    text = text_of(one.body, one.content_type)
    message = None
    if text and not one.is_internal and one.sender in {"Agent", "Customer"}:
        side = Side.DESK if one.sender == "Agent" else Side.REPORTER
        message = _say(link.ticket_id, text, side, at=at)
    ZammadArticle.objects.create(link=link, article_id=one.id, message=message)


def _say(ticket_id: int, text: str, side: Side, *, at: datetime) -> Message:
    try:
        return reply_to_ticket(ticket_id, text, side=side, by=ACTOR, at=at)
    except DomainError:
        # The report is closed here; nothing that was said is lost.
        return note_internally(ticket_id, text, side=Side.DESK, by=ACTOR, at=at)


def _follow_state(link: ZammadTicket, found: dict[str, Any], *, at: datetime) -> None:
    """What was done there is done here, unless this side has something to say first."""
    state = str(found["state"])
    if state == link.zammad_state or link.push_at is not None:
        return
    here = TicketState(words.state_here(state))
    now = Ticket.objects.values_list("state", flat=True).get(pk=link.ticket_id)
    if words.is_news(here, now, link.zammad_state):
        try:
            move_ticket(link.ticket_id, here, by=ACTOR, at=at)
        except DomainError:
            logger.warning("Report %s does not become %s", link.ticket_id, here)
    _remember_state(link, state)


def find_link(zammad_id: int) -> int | None:
    """Our report for a ticket there."""
    links = ZammadTicket.objects.filter(zammad_id=zammad_id)
    return links.values_list("pk", flat=True).first()
