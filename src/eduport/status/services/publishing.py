"""Writing down what the status page says, so that every page can read it."""

from datetime import datetime, timedelta

from eduport.status.formats.boards import write_board
from eduport.status.models import Snapshot
from eduport.status.queries.board import make_board
from eduport.status.queries.notices import only_notices
from eduport.status.types import Board

REFRESHED_EVERY = timedelta(minutes=1)


def publish_board(*, at: datetime) -> Board:
    """Write the snapshot anew; every service that changes something ends with it."""
    board = make_board(at)
    written = write_board(board)
    notices = write_board(only_notices(board, at))
    Snapshot.objects.update_or_create(
        pk=1, defaults={"made_at": at, "board": written, "notices": notices}
    )
    return board


def publish_if_old(*, at: datetime) -> bool:
    """Write it anew if a minute has passed: maintenance comes nearer by itself."""
    is_new = Snapshot.objects.filter(made_at__gt=at - REFRESHED_EVERY).exists()
    if not is_new:
        publish_board(at=at)
    return not is_new
