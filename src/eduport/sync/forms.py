"""What the central team types on the pages of the sync."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from eduport.people.models import Source, SourceKind
from eduport.sync.formats.sentences import SEVERITY_WORDS
from eduport.sync.models import RunState
from eduport.web.forms import EduPortForm, SearchWidget


class UploadForm(EduPortForm):
    """A roster file and the source that it belongs to."""

    source = forms.ModelChoiceField(
        Source.objects.exclude(kind=SourceKind.MANUAL).order_by("name"),
        label=_("Source"),
        required=False,
        empty_label=_("A new source"),
        help_text=_("A source only touches its own rows."),
    )
    new_source = forms.SlugField(
        label=_("Short name of the new source"),
        required=False,
        max_length=50,
        help_text=_("Small letters, digits and hyphens, such as divis."),
        error_messages={
            "invalid": _("Use small letters, digits and hyphens only."),
        },
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "A zip file with OneRoster or School Data Sync, or one personen.csv."
        ),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty. Please export it again."),
        },
    )

    def clean_file(self) -> "UploadedFile[Any]":
        """Refuse what can be no roster before it is stored."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        limit = settings.EDUPORT.roster_upload_mb
        if (file.size or 0) > limit * 1024**2:
            too_large = _("The file is too large. At most %(limit)s MB are allowed.")
            raise forms.ValidationError(too_large % {"limit": limit})
        if PurePath(file.name or "").suffix.lower() not in {".zip", ".csv"}:
            raise forms.ValidationError(_("Choose a file that ends in .zip or .csv."))
        return file

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        new = values.get("new_source")
        if not values.get("source") and not new and "new_source" not in self.errors:
            self.add_error("new_source", _("Choose a source or name a new one."))
        if new and Source.objects.filter(slug=new, kind=SourceKind.MANUAL).exists():
            self.add_error("new_source", _("This source is led by hand."))
        return values


class RunFilter(EduPortForm):
    """Which runs are listed."""

    source = forms.ModelChoiceField(
        Source.objects.exclude(kind=SourceKind.MANUAL).order_by("name"),
        label=_("Source"),
        required=False,
        empty_label=_("All"),
    )
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All")), *RunState.choices]
    )


class SchoolFilter(EduPortForm):
    """Which schools of a run are listed."""

    q = forms.CharField(label=_("School"), required=False, widget=SearchWidget)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("All")),
            ("held", _("held")),
            ("applied", _("applied")),
            ("waiting", _("not applied")),
            ("failed", _("failed")),
        ],
    )


class IssueFilter(EduPortForm):
    """Which rows of the report are listed."""

    q = forms.CharField(label=_("File"), required=False, widget=SearchWidget)
    severity = forms.ChoiceField(
        label=_("Result"),
        required=False,
        choices=[("", _("All")), *SEVERITY_WORDS.items()],
    )
