"""The pages of accounts made by hand, and the mails before their end."""

import datetime as dt

import pytest

from eduport.accounts.models import Account
from eduport.administration.services.warnings import warn_of_ends
from eduport.people.models import (
    AdminRole,
    Affiliation,
    Person,
    SourceKind,
    Sponsorship,
)
from tests.factories.outbox import letters
from tests.factories.people import (
    NOON,
    AffiliationFactory,
    AppointmentFactory,
    SchoolFactory,
    SourceFactory,
    SponsorshipFactory,
)

pytestmark = pytest.mark.django_db
LIST = "/manage/manual-accounts/"
NEW = f"{LIST}new/"


@pytest.fixture
def in_a_month():
    return (dt.datetime.now(dt.UTC) + dt.timedelta(days=30)).date()


@pytest.fixture
def typed(make_person, in_a_month):
    """What somebody types into the form."""
    owner = make_person("Emmy", "Noether")
    return {
        "given_name": "Lise",
        "family_name": "Meitner",
        "call_name": "",
        "role": "teacher",
        "employment": "employed",
        "owner": owner.pk,
        "last_day_on": in_a_month.isoformat(),
    }


def sponsored(person, last_day_on, owner=None):
    place = Affiliation.objects.get(person=person)
    return SponsorshipFactory(affiliation=place, owner=owner, last_day_on=last_day_on)


def test_a_school_admin_makes_a_teacher(school_admin, school, typed, in_a_month):
    response = school_admin.post(NEW, typed)

    person = Person.objects.get(family_name="Meitner")
    assert response.url == f"/manage/people/{person.uid}/"
    assert person.home_school == school
    assert Account.objects.get(person=person).username == (
        "lise.meitner@hafen.hamburg.de"
    )
    sponsorship = Sponsorship.objects.get()
    assert (str(sponsorship.owner), sponsorship.last_day_on) == (
        "Emmy Noether",
        in_a_month,
    )


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"given_name": "iPad"}, "„iPad“ ist kein Name einer Person."),
        ({"employment": "fee"}, "Honorarkräfte bekommen kein Konto"),
        ({"role": "principal"}, "principal"),
        ({"last_day_on": "2020-01-01"}, "Bitte wählen Sie einen letzten Tag"),
    ],
)
def test_a_refusal_says_why_and_keeps_what_was_typed(
    school_admin, typed, change, sentence
):
    response = school_admin.post(NEW, typed | change)

    assert response.status_code == 422
    assert sentence in response.text
    assert 'value="Meitner"' in response.text
    assert not Person.objects.filter(family_name="Meitner").exists()


def test_namesakes_are_shown_and_can_be_somebody_else(school_admin, typed):
    school_admin.post(NEW, typed)

    asked = school_admin.post(NEW, typed)

    assert asked.status_code == 422
    assert [str(one) for one in asked.context["namesakes"]] == ["Lise Meitner"]
    school_admin.post(NEW, typed | {"is_nobody_known": "on"})
    assert Person.objects.filter(family_name="Meitner").count() == 2


def test_nobody_of_another_school_can_be_chosen_to_answer(school_admin, typed):
    stranger = AffiliationFactory().person

    response = school_admin.post(NEW, typed | {"owner": stranger.pk})

    assert response.status_code == 422
    assert "owner" in response.context["form"].errors


def test_the_central_team_chooses_the_school_first(sign_in_as, school, typed):
    team = sign_in_as()
    SchoolFactory()

    assert "Schule" in team.get(NEW).text
    assert team.post(NEW, typed).status_code == 404
    team.post(f"{NEW}?school={school.pk}", typed | {"role": "principal"})

    assert Affiliation.objects.get(role="principal").school == school


def test_the_list_shows_who_ends_first_and_no_other_schools(
    school_admin, make_person, in_a_month
):
    later, sooner = make_person(), make_person("Emmy", "Noether")
    sponsored(later, in_a_month)
    sponsored(sooner, in_a_month - dt.timedelta(days=1))
    sponsored(make_person("Lise", "Meitner", at=SchoolFactory()), in_a_month)

    page = school_admin.get(LIST)

    rows = page.context["page"]
    assert [row.affiliation.person for row in rows] == [sooner, later]


def test_an_account_is_extended(school_admin, school, make_person, in_a_month):
    person, owner = make_person(), make_person("Emmy", "Noether")
    url = f"/manage/people/{person.uid}/extend/"

    response = school_admin.post(
        url, {"owner": owner.pk, "last_day_on": in_a_month.isoformat()}
    )

    assert response.url == f"/manage/people/{person.uid}/"
    assert Sponsorship.objects.get().owner == owner
    stranger = make_person("Lise", "Meitner", at=SchoolFactory())
    assert school_admin.get(f"/manage/people/{stranger.uid}/extend/").status_code == 404


def test_owner_and_school_admins_are_told_in_one_mail_a_day(school, make_person):
    owner, admin = make_person("Emmy", "Noether"), make_person("Lise", "Meitner")
    AppointmentFactory(person=admin, school=school, role=AdminRole.SCHOOL_ADMIN)
    Account.objects.filter(person=owner).update(language="en")
    last_day = NOON.date() + dt.timedelta(days=7)
    sponsored(make_person("Ada", "Berg"), last_day, owner)
    sponsored(make_person("Max", "Born"), last_day)

    assert warn_of_ends(at=NOON) == 2
    assert warn_of_ends(at=NOON) == 0

    mails = {mail.to: mail for mail in letters()}
    to_owner = mails["emmy.noether@hafen.hamburg.de"]
    assert to_owner.subject == "1 account made by hand ends on 11/30/2026"
    assert "Ada Berg" in to_owner.text
    assert "Max Born" not in to_owner.text
    to_admin = mails["lise.meitner@hafen.hamburg.de"]
    assert to_admin.subject == "2 von Hand angelegte Konten enden am 30.11.2026"
    assert "Ada Berg, Max Born" in to_admin.text
    assert LIST in to_admin.text


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_the_same_queries_for_one_and_three(
    school_admin, make_person, number, in_a_month, django_assert_num_queries
):
    for n in range(number):
        sponsored(
            make_person("Ada", "Berg" + "abc"[n]), in_a_month, make_person("Ida", "X")
        )

    with django_assert_num_queries(9):
        school_admin.get(LIST)


CHANGED = {
    "given_name": "Lise",
    "call_name": "",
    "family_name": "Meitner",
    "role": "office",
    "employment": "employed",
}


def test_a_school_admin_changes_names_and_role(school_admin, make_person):
    person = make_person()
    page = school_admin.get(f"/manage/people/{person.uid}/")
    url = f"/manage/people/{person.uid}/change/"
    form = school_admin.get(url).context["form"]

    response = school_admin.post(url, CHANGED)

    assert url in [action.url for action in page.context["actions"]]
    assert [form[name].value() for name in ("given_name", "family_name", "role")] == [
        "Ada",
        "Berg",
        "teacher",
    ]
    assert response.url == f"/manage/people/{person.uid}/"
    person.refresh_from_db()
    assert str(person) == "Lise Meitner"
    present = Affiliation.objects.get(person=person, ended_at=None)
    assert present.role == "office"
    username = Account.objects.get(person=person).username
    assert username == "lise.meitner@hafen.hamburg.de"


def test_a_refused_change_says_why_and_shows_namesakes_but_not_the_person(
    school_admin, make_person
):
    person, other = make_person(), make_person("Lise", "Meitner")
    url = f"/manage/people/{person.uid}/change/"

    generic = school_admin.post(url, CHANGED | {"given_name": "iPad"})
    refused = school_admin.post(url, CHANGED)
    accepted = school_admin.post(url, CHANGED | {"is_nobody_known": "on"})

    assert "„iPad“ ist kein Name einer Person." in generic.text
    assert (generic.status_code, refused.status_code) == (422, 422)
    assert refused.context["namesakes"] == [other]
    assert accepted.status_code == 302


def test_names_that_a_source_delivers_have_no_form(school_admin, make_person):
    person = make_person()
    feed = SourceFactory(slug="divis", name="DiViS", kind=SourceKind.FEED)
    Person.objects.filter(pk=person.pk).update(source=feed, source_key="t1")
    url = f"/manage/people/{person.uid}/change/"

    page = school_admin.get(f"/manage/people/{person.uid}/")

    assert url not in [action.url for action in page.context["actions"]]
    assert school_admin.get(url).status_code == 404


def test_only_the_home_school_changes_names(school_admin, school, make_person):
    guest = make_person(at=SchoolFactory())
    AffiliationFactory(person=guest, school=school)
    url = f"/manage/people/{guest.uid}/change/"

    assert school_admin.get(url).status_code == 403
    assert school_admin.post(url, CHANGED).status_code == 403
