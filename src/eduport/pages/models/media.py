"""Pictures of the information site."""

from typing import Any, ClassVar

from django.core.files.base import ContentFile
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition

from eduport.core.personal_data import NoPersonalData, PersonalData
from eduport.pages.formats.pictures import cleaned


class Picture(AbstractImage):
    """A picture that editors put into pages; stored without what the camera noted."""

    personal_data = PersonalData(
        what=_("Who uploaded a picture of the information site"),
        purpose=_("Knowing whom to ask about a picture"),
        withheld=_("A picture for everybody; only the note of who uploaded it goes."),
    )

    file: Any  # of Wagtail's, which has no types

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save it; a new file without what the camera noted, and not too large."""
        given = self.file
        if given and not given._committed:  # noqa: SLF001 -- Django has no other word
            self.file = cleaned(given)
        super().save(*args, **kwargs)

    def generate_rendition_file(self, *args: Any, **kwargs: Any) -> Any:
        """Draw it in a size; what Wagtail needs for that is closed at once."""
        with super().generate_rendition_file(*args, **kwargs) as drawn:
            drawn.seek(0)
            return ContentFile(drawn.read(), drawn.name)

    admin_form_fields: ClassVar[tuple[str, ...]] = (
        "title",
        "file",
        "description",
        "collection",
    )


class PictureRendition(AbstractRendition):
    """A picture in a size in which it is shown."""

    personal_data = NoPersonalData("a smaller copy of a picture")

    image = models.ForeignKey(
        Picture, on_delete=models.CASCADE, related_name="renditions"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"],
                name="picture_once_in_a_size",
            )
        ]
