"""Pictures of news: drawn anew, and no larger than a page can show."""

from django.conf import settings

from eduport.core.pictures import BrokenPicture, kind_of_picture, redraw
from eduport.news.errors import BrokenPictureError, PictureTooLargeError
from eduport.news.types import CleanPicture, Upload

MB = 1024**2
LONGEST_EDGE = 1600


def clean_picture(file: Upload) -> CleanPicture:
    """Draw a picture again: without place, camera and names."""
    limit = settings.EDUPORT.news_picture_mb
    if len(file.content) > limit * MB:
        raise PictureTooLargeError(name=file.name, limit=limit)
    kind = kind_of_picture(file.content)
    if kind is None:
        raise BrokenPictureError(name=file.name)
    try:
        drawn = redraw(file.content, kind, longest_edge=LONGEST_EDGE)
    except BrokenPicture:
        raise BrokenPictureError(name=file.name) from None
    return CleanPicture(drawn.media_type, drawn.width, drawn.height, drawn.content)
