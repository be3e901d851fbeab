"""What a school types for its page."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from eduport.homepages.models import Homepage, HomepageVersion
from eduport.homepages.types import Content, Upload
from eduport.web.forms import EduPortModelForm


class ContentForm(EduPortModelForm):
    """The words and the picture of a page."""

    picture_file = forms.FileField(
        label=_("Picture"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg,.webp,.gif"}),
        help_text=_(
            "Only with the consent of everybody on it. Where it was taken is removed."
        ),
    )
    website = forms.URLField(
        label=_("own homepage"), required=False, max_length=300, assume_scheme="https"
    )
    is_without_picture = forms.BooleanField(label=_("Show no picture"), required=False)

    class Meta:
        model = HomepageVersion
        fields = ["text", "address", "phone", "mail", "website", "picture_alt"]
        widgets = {
            "text": forms.Textarea(attrs={"rows": 8}),
            "address": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "text": _("A few sentences about the school. A blank line begins anew."),
            "picture_alt": _("For people who do not see the picture, one sentence."),
        }

    @property
    def content(self) -> Content:
        names = ("text", "address", "phone", "mail", "website", "picture_alt")
        return Content(**{name: self.cleaned_data[name] for name in names})

    @property
    def upload(self) -> Upload | None:
        file: UploadedFile[Any] | None = self.cleaned_data["picture_file"]
        return Upload(file.name or "", file.read()) if file else None

    @property
    def is_picture_removed(self) -> bool:
        return bool(self.cleaned_data["is_without_picture"])


class HostForm(EduPortModelForm):
    """The name under which a page is found besides."""

    class Meta:
        model = Homepage
        fields = ["host_name"]

    def clean_host_name(self) -> str | None:
        name: str | None = self.cleaned_data["host_name"]
        return name.strip().lower() if name else None
