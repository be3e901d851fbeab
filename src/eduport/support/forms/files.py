"""Choosing files to send along."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eduport.support.errors import (
    FileTooLargeError,
    TicketIsFullError,
    TooManyFilesError,
)
from eduport.support.formats.files import MB, clean_name
from eduport.support.services.files import MOST_AT_ONCE
from eduport.support.types import Upload

ACCEPTED = ".png,.jpg,.jpeg,.webp,.gif,.pdf,.txt,.log"


class FilesWidget(forms.FileInput):
    """The browser's own control for several files."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.getlist(name)


def limits() -> tuple[int, int]:
    """How many megabytes one file may have, and all of a ticket."""
    return settings.EDUPORT.attachment_mb, settings.EDUPORT.ticket_files_mb


class FilesField(forms.FileField):
    """Up to ten files; what is in them is the service's business."""

    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("Files"),
            required=False,
            widget=FilesWidget(attrs={"accept": ACCEPTED}),
        )

    def get_bound_field(self, form: forms.BaseForm, name: str) -> forms.BoundField:
        # Here and not above: the limit is a setting.
        self.help_text = _(
            "Pictures, PDF or text, at most %(limit)s MB each. Please black out names, "
            "marks and passwords first. Where a picture was taken is removed from it."
        ) % {"limit": settings.EDUPORT.attachment_mb}
        return super().get_bound_field(form, name)

    def clean(self, data: Any, initial: Any = None) -> tuple[Upload, ...]:
        files: Sequence[UploadedFile[Any]] = data or []
        if len(files) > MOST_AT_ONCE:
            raise forms.ValidationError(str(TooManyFilesError(limit=MOST_AT_ONCE)))
        limit, all_of_them = limits()
        if sum(file.size or 0 for file in files) > all_of_them * MB:
            raise forms.ValidationError(str(TicketIsFullError(limit=all_of_them)))
        for file in files:
            # Before it is read into memory.
            if (file.size or 0) > limit * MB:
                name = clean_name(file.name or "")
                problem = FileTooLargeError(name=name, limit=limit)
                raise forms.ValidationError(str(problem))
        return tuple(Upload(file.name or "", file.read()) for file in files)
