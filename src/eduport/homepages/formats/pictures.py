"""Pictures of homepages: drawn anew, and no larger than a page can show."""

from eduport.core.pictures import BrokenPicture, Drawn, kind_of_picture, redraw
from eduport.homepages.errors import BrokenPictureError
from eduport.homepages.types import Upload

MB = 1024**2
MOST_MB = 10
LONGEST_EDGE = 1600


def clean_picture(file: Upload) -> Drawn:
    """Draw a picture again: without place, camera and names."""
    refusal = BrokenPictureError(name=file.name, limit=MOST_MB)
    kind = kind_of_picture(file.content)
    if kind is None or len(file.content) > MOST_MB * MB:
        raise refusal
    try:
        return redraw(file.content, kind, longest_edge=LONGEST_EDGE)
    except BrokenPicture:
        raise refusal from None
