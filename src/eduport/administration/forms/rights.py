"""The rights of one group."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from eduport.administration.forms import RightForm
from eduport.people.models import GrantEffect, Group, Right
from eduport.people.queries.rights import GroupRight
from eduport.web.forms import EduPortForm


class GroupChoiceForm(EduPortForm):
    """The group whose rights are shown."""

    group = forms.ModelChoiceField(
        Group.objects.none(),
        label=_("Group"),
        to_field_name="uid",
        empty_label=_("Choose a group"),
    )

    def __init__(self, *args: Any, groups: QuerySet[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelChoiceField[Group], self.fields["group"])
        field.queryset = groups


class GroupRightsForm(EduPortForm):
    """What is allowed and forbidden to a group, of all that can be decided."""

    def __init__(self, *args: Any, rights: Iterable[GroupRight], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in rights:
            if one.is_settable:
                self.fields[one.right] = forms.ChoiceField(
                    label=one.right.label.capitalize(),
                    choices=RightForm.CHOICES,
                    required=False,
                    initial=one.effect,
                )

    def decisions(self) -> Iterable[tuple[Right, GrantEffect | None]]:
        """Each right with what was decided; None is not set."""
        for name in self.fields:
            effect = self.cleaned_data[name]
            yield Right(name), GrantEffect(effect) if effect else None
