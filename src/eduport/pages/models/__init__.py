"""Pages, pictures, shipped texts, reviews, and what visitors said."""

from eduport.pages.models.feedback import DeadLink, Opinion
from eduport.pages.models.media import Picture, PictureRendition
from eduport.pages.models.pages import InfoPage
from eduport.pages.models.reviews import Review
from eduport.pages.models.shipped import Shipped

__all__ = [
    "DeadLink",
    "InfoPage",
    "Opinion",
    "Picture",
    "PictureRendition",
    "Review",
    "Shipped",
]
