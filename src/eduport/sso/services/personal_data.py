"""What `sso` knows about people: for the record, for themselves, and to erase it."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from oauth2_provider.models import DeviceGrant, IDToken

from eduport.accounts.models import Account, AccountKind
from eduport.core.personal_data import (
    Activity,
    Counts,
    Declarations,
    NoPersonalData,
    Part,
    delete_rows,
    listed,
)
from eduport.sso.models import AccessToken, App, Grant, RefreshToken
from eduport.sso.queries import apps_for, claims_about
from eduport.sso.services.identity import subject_of

ACTIVITY = Activity(
    title=_("Single sign-on to services"),
    purpose=_("One sign-in for all services, which learn as little as possible"),
    legal_basis=_("Art. 6 (1) (e) GDPR with the school act of the state"),
    subjects=_("Everybody to whom a service is released"),
    recipients=_(
        "The services of the catalogue: a pseudonym that differs from service to "
        "service, and what was released to each of them"
    ),
)
UNUSED = NoPersonalData("a table of the OAuth toolkit that stays empty")
OTHERS: Declarations = {IDToken: UNUSED, DeviceGrant: UNUSED}
"""Models of libraries that this domain uses."""
SERVICE = {
    "service": _("service"),
    "address": _("address"),
    "pseudonym": _("your pseudonym there"),
    "released": _("released to it"),
    "learns": _("what it learns"),
}
LEARNS = {
    "name": _("whole name"),
    "given_name": _("first name"),
    "family_name": _("last name"),
    "locale": _("language"),
    "email": _("mail address"),
    "email_verified": _("that the address is right"),
    "home_school": _("home school"),
    "schools": _("schools"),
    "roles": _("roles"),
    "groups": _("groups"),
}


def export(person_id: int) -> list[Part]:
    """The services that are released to a person, and what each one learns.

    Not when they were used: nobody's activity is kept.
    """
    apps = apps_for(person_id).order_by("slug")
    account = (
        Account.objects.filter(person=person_id, kind=AccountKind.PERSON)
        .select_related("person")
        .first()
    )
    rows = [_service(app, account) for app in apps] if account else []
    return [Part(App._meta.label, _("Services"), SERVICE, rows)]


def _service(app: App, account: Account) -> list[object]:
    words = [LEARNS.get(name, name) for name in app.claims]
    values = claims_about(account, app.claims)
    return [app.title, app.launch_url, subject_of(account, app), words, values]


def erase(person_ids: Sequence[int], *, at: datetime) -> Counts:
    """Erase the codes and tokens of these persons."""
    keys = listed(person_ids)
    return delete_rows(
        Grant.objects.filter(user__person__in=keys),
        RefreshToken.objects.filter(user__person__in=keys),
        AccessToken.objects.filter(user__person__in=keys),
        IDToken.objects.filter(user__person__in=keys),
        DeviceGrant.objects.filter(user__person__in=keys),
    )
