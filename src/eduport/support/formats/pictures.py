"""Pictures of tickets, drawn anew: what stays are the pixels."""

from eduport.core.pictures import BrokenPicture, Kind, kind_of_picture, redraw
from eduport.support.errors import BrokenPictureError
from eduport.support.types import MediaType

__all__ = ["kind_of_picture", "redrawn"]


def redrawn(content: bytes, kind: Kind) -> tuple[MediaType, bytes]:
    """Draw a picture again. Raises BrokenPictureError."""
    try:
        drawn = redraw(content, kind)
    except BrokenPicture as error:
        raise BrokenPictureError from error
    return MediaType(drawn.media_type), drawn.content
