"""What publishers type about news and events alike, and what they do with them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms.boundfield import BoundWidget
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from eduport.news.errors import EndBeforeStartError, NotSaidPublicError
from eduport.news.models import ROLES, Publication
from eduport.news.queries.managing import groups_to_address
from eduport.news.types import Audience, Upload
from eduport.people.models import Group, GroupKind, School
from eduport.web.forms import DateTimeWidget, EduPortForm

SHOWN_FOR = timedelta(days=28)
MARKDOWN = gettext_lazy(
    "Empty lines make paragraphs, **two stars** make bold, lines that begin with - "
    "make a list, [text](https://…) makes a link, ## makes a heading."
)


@dataclass(frozen=True, slots=True)
class Scope:
    """Where somebody may publish: these schools, or everywhere for the authority."""

    schools: Sequence[School]
    is_central: bool


KINDS = {
    GroupKind.CLASS: gettext_lazy("Classes"),
    GroupKind.COURSE: gettext_lazy("Courses"),
    GroupKind.DEPARTMENT: gettext_lazy("Departments"),
    GroupKind.TEAM: gettext_lazy("Teams"),
}


@dataclass(frozen=True, slots=True)
class GroupsOfKind:
    """Groups to tick that are folded together; open if one is ticked."""

    label: StrOrPromise
    options: Sequence[BoundWidget]

    @property
    def is_open(self) -> bool:
        return any(option.data["selected"] for option in self.options)


def _by_number(option: BoundWidget) -> list[tuple[int, str]]:
    """5a before 10a."""
    parts = re.findall(r"\d+|\D+", option.choice_label.lower())
    return [(int(one), "") if one.isdecimal() else (0, one) for one in parts]


class GroupsField(forms.ModelMultipleChoiceField[Group]):
    """Groups to tick: a school has hundreds, so each kind of them is folded."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, template_name="news/_groups_field.html", **kwargs)


class PublicationForm(EduPortForm):
    """What news and events have in common. `place` is fixed once it was written."""

    place = forms.CharField(
        label=gettext_lazy("School"),
        required=False,
        max_length=63,
        help_text=gettext_lazy(
            "The code of the school that says it. Empty: the authority."
        ),
    )
    title = forms.CharField(label=gettext_lazy("Title"), max_length=150)
    text = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=MARKDOWN,
    )
    signed_as = forms.CharField(
        label=gettext_lazy("Signed as"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("A function, such as “school office”; no name."),
    )
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Only these roles"),
        choices=ROLES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Nothing ticked: all roles."),
    )
    schools = forms.CharField(
        label=gettext_lazy("Only these schools"),
        required=False,
        help_text=gettext_lazy(
            "School codes with commas between them. Empty: the own school, or all of "
            "them if the authority says it."
        ),
    )
    groups = GroupsField(
        Group.objects.none(),
        label=gettext_lazy("Only these groups"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Nothing ticked: the whole school."),
    )
    is_public = forms.BooleanField(
        label=gettext_lazy("Everybody on the Internet may read it"),
        required=False,
        help_text=gettext_lazy(
            "It then stands on the homepage and in the feeds of the school too. You "
            "are asked again before it is published."
        ),
    )

    def __init__(
        self,
        *args: Any,
        scope: Scope,
        publication: Publication | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.scope, self.publication = scope, publication
        schools = list(scope.schools)
        if publication:
            del self.fields["place"]
            schools = [publication.school] if publication.school else []
        elif not scope.is_central:
            self._choose_place(schools)
        if not scope.is_central and len(scope.schools) < 2:  # noqa: PLR2004 -- several
            del self.fields["schools"]
        self._offer_groups(schools)

    @property
    def group_kinds(self) -> list[GroupsOfKind]:
        """The groups to tick by their kind, for `news/_groups_field.html`."""
        found: dict[StrOrPromise, list[BoundWidget]] = {}
        for option in self["groups"].subwidgets:
            kind = option.data["value"].instance.kind
            found.setdefault(KINDS.get(kind, gettext_lazy("Others")), []).append(option)
        return [
            GroupsOfKind(label, sorted(options, key=_by_number))
            for label, options in found.items()
        ]

    def _choose_place(self, schools: Sequence[School]) -> None:
        if len(schools) == 1:
            del self.fields["place"]
            return
        self.fields["place"] = forms.ChoiceField(
            label=gettext_lazy("School"),
            choices=[(school.code, school.name) for school in schools],
        )
        self.order_fields(["place"])

    def _offer_groups(self, schools: Sequence[School]) -> None:
        field = self.fields["groups"]
        groups = groups_to_address(schools, self.publication)
        if schools and groups.exists():
            field.queryset = groups  # type: ignore[attr-defined]  # a GroupsField
        else:
            del self.fields["groups"]

    def clean_place(self) -> School | None:
        code = self.cleaned_data["place"].strip().lower()
        if not code and self.scope.is_central:
            return None
        return self._school(code)

    def clean_schools(self) -> list[School]:
        codes = {one.strip().lower() for one in self.cleaned_data["schools"].split(",")}
        return [self._school(code) for code in sorted(codes - {""})]

    def _school(self, code: str) -> School:
        found = School.objects.filter(code=code, closed_at=None).first()
        if found is None:
            message = _("There is no school with the code %(code)s.")
            raise ValidationError(message % {"code": code})
        return found

    @property
    def school(self) -> School | None:
        """Who says it."""
        if self.publication:
            return self.publication.school
        if "place" in self.fields:
            place: School | None = self.cleaned_data["place"]
            return place
        return self.scope.schools[0]

    @property
    def audience(self) -> Audience:
        values = self.cleaned_data
        return Audience(
            schools=values.get("schools") or [],
            roles=values["roles"],
            groups=list(values.get("groups") or []),
        )


class ItemForm(PublicationForm):
    """A news item."""

    field_order = (
        *("place", "title", "text", "starts_at", "ends_at", "is_important"),
        *("signed_as", "roles", "schools", "groups", "is_public"),
    )
    starts_at = forms.DateTimeField(
        label=gettext_lazy("Shown from"), widget=DateTimeWidget
    )
    ends_at = forms.DateTimeField(
        label=gettext_lazy("Shown until"),
        widget=DateTimeWidget,
        help_text=gettext_lazy("After that it stands in the archive."),
    )
    is_important = forms.BooleanField(
        label=gettext_lazy("Important: everybody is to confirm having read it"),
        required=False,
        help_text=gettext_lazy(
            "For everybody it stands on top until they have confirmed it. You see how "
            "many have, never who."
        ),
    )

    @staticmethod
    def times() -> dict[str, Any]:
        """What a new one begins with."""
        now = timezone.localtime().replace(minute=0, second=0, microsecond=0)
        return {"starts_at": now, "ends_at": now + SHOWN_FOR}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        start, end = values.get("starts_at"), values.get("ends_at")
        if start and end and end <= start:
            self.add_error("ends_at", str(EndBeforeStartError()))
        return values


class PublishForm(EduPortForm):
    """Once more: whether everybody may really read it."""

    is_meant_public = forms.BooleanField(
        label=gettext_lazy("Yes, everybody on the Internet may read this"),
        required=False,
    )

    def __init__(self, *args: Any, is_public: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_public = is_public
        if not is_public:
            del self.fields["is_meant_public"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if self.is_public and not values.get("is_meant_public"):
            self.add_error("is_meant_public", str(NotSaidPublicError()))
        return values


class PictureForm(EduPortForm):
    """A picture with words for those who do not see it."""

    picture = forms.FileField(
        label=gettext_lazy("Picture"),
        widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg,.webp,.gif"}),
        help_text=gettext_lazy(
            "Only with the consent of everybody on it. Where it was taken is removed."
        ),
    )
    alt = forms.CharField(
        label=gettext_lazy("What can be seen"),
        max_length=300,
        help_text=gettext_lazy("For people who do not see the picture, one sentence."),
    )

    @property
    def upload(self) -> Upload:
        file: UploadedFile[Any] = self.cleaned_data["picture"]
        return Upload(file.name or "", file.read())
