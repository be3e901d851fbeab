"""Appointments, rights, accounts made by hand, and handouts."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from eduport.accounts.errors import RefusedPasswordError
from eduport.accounts.services.passwords import check_unguessable
from eduport.administration.types import (
    AddressForm,
    HandoutForm,
    HandoutOrder,
    SecretKind,
)
from eduport.people.models import (
    AdminRole,
    Grant,
    GrantEffect,
    Person,
    Right,
    Role,
    School,
    folded,
)
from eduport.people.queries.rights import ROLE_ORDER, groups_with_rights, rule_of
from eduport.people.services.manual_accounts import NewPerson
from eduport.people.services.rights import Recipient
from eduport.web.forms import ChoiceCards, DateWidget, EduPortForm, SearchWidget

FILE_PASSWORD_LENGTH = 14


class AppointmentFilterForm(EduPortForm):
    """Which schools are listed with whom they have."""

    q = forms.CharField(label=_("School or code"), required=False, widget=SearchWidget)
    lacking = forms.ChoiceField(
        label=_("School admin"),
        required=False,
        choices=[("", _("All")), ("1", _("None appointed"))],
    )


class AppointmentEndForm(EduPortForm):
    """The last day of an appointment."""

    ends_on = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=DateWidget,
        help_text=_("Left empty, it holds until somebody withdraws it."),
    )

    def ends_at(self) -> datetime | None:
        """When the appointment ends: the midnight after its last day."""
        last: date | None = self.cleaned_data.get("ends_on")
        return midnight(last + timedelta(days=1)) if last else None

    @staticmethod
    def last_day(ends_at: datetime | None) -> date | None:
        """The last day of what ends then."""
        if not ends_at:
            return None
        return (timezone.localtime(ends_at) - timedelta(microseconds=1)).date()


class AppointmentForm(AppointmentEndForm):
    """To what somebody is appointed, where and how long."""

    field_order = ("role", "school", "starts_on", "ends_on")
    role = forms.TypedChoiceField(
        label=_("Appointed to"), choices=AdminRole.choices, coerce=AdminRole
    )
    school = forms.ModelChoiceField(
        School.objects.none(),
        label=_("School"),
        required=False,
        empty_label=_("none, for all schools"),
        help_text=_("Central team and service desk are appointed for all schools."),
    )
    starts_on = forms.DateField(
        label=_("First day"),
        required=False,
        widget=DateWidget,
        help_text=_("Left empty, it holds from now on."),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        schools = School.objects.filter(
            affiliation__person=person, affiliation__ended_at=None
        )
        field = cast(forms.ModelChoiceField[Any], self.fields["school"])
        field.queryset = schools.distinct().order_by(folded("name"), "pk")
        field.initial = person.home_school_id

    def clean(self) -> dict[str, Any]:
        """Leave out a school where there is none: it is preset."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("role") in {AdminRole.CENTRAL_TEAM, AdminRole.SERVICE_DESK}:
            values["school"] = None
        return values

    def starts_at(self) -> datetime | None:
        """When the appointment begins; None is now."""
        first: date | None = self.cleaned_data.get("starts_on")
        return midnight(first) if first else None


def midnight(day: date) -> datetime:
    """The beginning of a day where the schools are."""
    return timezone.make_aware(datetime.combine(day, time.min))


class SchoolForm(EduPortForm):
    """The school that a page is about."""

    school = forms.ModelChoiceField(School.objects.none(), label=_("School"))

    def __init__(
        self, *args: Any, schools: list[School], is_for_all: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelChoiceField[Any], self.fields["school"])
        ids = [school.pk for school in schools]
        field.queryset = School.objects.filter(pk__in=ids).order_by(
            folded("name"), "pk"
        )
        field.empty_label = _("all schools") if is_for_all else None


class RightForm(EduPortForm):
    """Who is allowed or forbidden a right at a place: roles, and groups of a school."""

    CHOICES = [
        ("", pgettext_lazy("right", "not set")),
        *GrantEffect.choices,
    ]

    def __init__(
        self,
        *args: Any,
        right: Right,
        school: School | None,
        grants: list[Grant],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.school = school
        self.recipients: dict[str, Recipient] = {}
        decided = {(one.role, one.group_id): one.effect for one in grants}
        rule = rule_of(right)
        for role in ROLE_ORDER:
            if rule.is_settable(role):
                recipient = Recipient(school, role=role)
                is_preset = role in rule.preset
                self._add(recipient, str(role.label), decided.get((role, None)))
                hint = _("Preset: allowed.") if is_preset else _("Preset: not allowed.")
                self.fields[f"role-{role}"].help_text = hint
        for group in groups_with_rights(school) if school else ():
            effect = decided.get(("", group.pk))
            self._add(Recipient(school, group=group), group.name, effect)

    def _add(self, recipient: Recipient, label: str, effect: str | None) -> None:
        group = recipient.group
        name = f"group-{group.pk}" if group else f"role-{recipient.role}"
        self.recipients[name] = recipient
        self.fields[name] = forms.ChoiceField(
            label=label, choices=self.CHOICES, required=False, initial=effect or ""
        )

    def decisions(self) -> Iterable[tuple[Recipient, GrantEffect | None]]:
        """Each recipient with what was decided; None is not set."""
        for name, recipient in self.recipients.items():
            effect = self.cleaned_data[name]
            yield recipient, GrantEffect(effect) if effect else None


class EmploymentKind(TextChoices):
    """How somebody works for a school, as far as it matters here."""

    EMPLOYED = "employed", _("employed, civil servant, seconded, trainee or pupil")
    FEE = "fee", _("paid by fee")


class ManualPersonForm(EduPortForm):
    """The names and the role of a person whom no feed delivers."""

    given_name = forms.CharField(label=_("First names"), max_length=100)
    call_name = forms.CharField(
        label=_("Call name"),
        max_length=100,
        required=False,
        help_text=_("Only if it is not the first of the first names."),
    )
    family_name = forms.CharField(
        label=_("Last name"),
        max_length=100,
        help_text=_(
            "As in the identity card. Accounts belong to people: there are none for "
            "devices, rooms or functions."
        ),
    )
    role = forms.ChoiceField(
        label=_("Role"),
        help_text=_(
            "Guest teachers come from elsewhere for a time. Who has an account at "
            "another school already does not need a second one."
        ),
    )
    employment = forms.ChoiceField(
        label=_("Works for the school as"),
        choices=EmploymentKind.choices,
        widget=forms.RadioSelect,
    )
    is_nobody_known = forms.BooleanField(
        label=_("It is none of these people"),
        required=False,
        widget=forms.HiddenInput,
    )

    def __init__(self, *args: Any, roles: Iterable[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(role.value, role.label) for role in roles]
        cast(forms.ChoiceField, self.fields["role"]).choices = choices

    def ask_about_namesakes(self) -> None:
        """Let the next form say that it is none of them."""
        self.fields["is_nobody_known"].widget = forms.CheckboxInput()

    def new_person(self) -> NewPerson:
        values = self.cleaned_data
        return NewPerson(
            given_name=values["given_name"],
            family_name=values["family_name"],
            call_name=values["call_name"],
            role=Role(values["role"]),
            is_fee_paid=values["employment"] == EmploymentKind.FEE,
            is_nobody_known=values["is_nobody_known"],
        )


class ManualAccountForm(ManualPersonForm):
    """A person whom no feed delivers, and who answers for the account."""

    owner = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("Who answers for the account"),
        help_text=_("Is reminded before the end, and knows this person."),
    )
    last_day_on = forms.DateField(label=_("Last day"), widget=DateWidget)
    field_order = (
        "given_name",
        "call_name",
        "family_name",
        "role",
        "employment",
        "owner",
        "last_day_on",
        "is_nobody_known",
    )

    def __init__(self, *args: Any, owners: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField[Person], self.fields["owner"]).queryset = owners


class ExtensionForm(EduPortForm):
    """Until when an account made by hand goes on, and who answers for it."""

    owner = forms.ModelChoiceField(
        Person.objects.none(), label=_("Who answers for the account")
    )
    last_day_on = forms.DateField(label=_("Last day"), widget=DateWidget)

    def __init__(self, *args: Any, owners: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField[Person], self.fields["owner"]).queryset = owners


class SchoolFilter(EduPortForm):
    """Which of the own schools is meant."""

    school = forms.ModelChoiceField(
        School.objects.none(), label=_("School"), required=False, empty_label=_("All")
    )

    def __init__(self, *args: Any, schools: QuerySet[School], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField[School], self.fields["school"]).queryset = schools


class OtherPersonForm(EduPortForm):
    """A second person, by the login."""

    login = forms.CharField(
        label=pgettext_lazy("field", "Login"),
        help_text=_("Of the second record, as it stands on its page."),
    )


class OrderForm(EduPortForm):
    """What is to be handed out, and how."""

    secret_kind = forms.ChoiceField(
        label=_("What people get"),
        choices=[
            (SecretKind.CODE, _("An activation code: people choose a password")),
            (SecretKind.PASSWORD, _("A generated password")),
        ],
        initial=SecretKind.CODE,
        widget=ChoiceCards(icons={SecretKind.CODE: "key", SecretKind.PASSWORD: "lock"}),
        help_text=_(
            "With a code the present password works until the code is used. A "
            "generated password replaces the present one as soon as you fetch the "
            "file, and ends all sessions."
        ),
    )
    form = forms.ChoiceField(
        label=_("As"),
        choices=HandoutForm.choices,
        initial=HandoutForm.LETTERS,
        widget=forms.RadioSelect,
        help_text=_(
            "Workbook and archive get a password of yours when you fetch them."
        ),
    )
    address_form = forms.ChoiceField(
        label=_("Letters and slips say"),
        choices=AddressForm.choices,
        initial=AddressForm.BY_ROLE,
        widget=forms.RadioSelect,
    )
    must_change = forms.BooleanField(
        label=_("A generated password must be changed at the first sign-in"),
        required=False,
        initial=True,
    )

    def order(self) -> HandoutOrder:
        """What the valid form asks for."""
        values = self.cleaned_data
        return HandoutOrder(
            secret_kind=SecretKind(values["secret_kind"]),
            form=HandoutForm(values["form"]),
            address_form=AddressForm(values["address_form"]),
            must_change=values["must_change"],
        )


class FilePasswordForm(EduPortForm):
    """The password that the asker gives to the file, typed twice.

    Whoever gets hold of the file can try passwords for as long as they like, so it has
    to be longer than that of an account, which locks.
    """

    file_password = forms.CharField(
        label=_("Password for the file"),
        strip=False,
        max_length=128,
        help_text=_(
            "At least 14 characters. Without it the file cannot be opened, and it is "
            "not kept."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    file_repetition = forms.CharField(
        label=_("Password for the file again"),
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_file_password(self) -> str:
        password: str = self.cleaned_data["file_password"]
        try:
            check_unguessable(password, min_length=FILE_PASSWORD_LENGTH)
        except RefusedPasswordError as error:
            raise ValidationError(str(error)) from error
        return password

    def clean_file_repetition(self) -> str:
        repetition: str = self.cleaned_data["file_repetition"]
        if repetition != self.cleaned_data.get("file_password", repetition):
            message = _("The two passwords differ. Type the same one twice.")
            raise ValidationError(message)
        return repetition
