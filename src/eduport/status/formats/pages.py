"""Pages that stand for themselves: the banner for homepages, the exported page."""

from datetime import datetime

from django.template.loader import render_to_string

from eduport.status.formats.shown import shown_board
from eduport.status.types import Board


def banner_page(board: Board, at: datetime, page_url: str) -> str:
    """One line in the active language, with a link to the page."""
    context = {"board": shown_board(board, at), "page_url": page_url}
    return render_to_string("status/banner.html", context)
