"""People of other schools who are guests here: seen, marked, and left to their home."""

import pytest
from django.urls import reverse

from eduport.accounts.models import Account
from eduport.people.models import GroupKind, Membership
from tests.factories.people import (
    AffiliationFactory,
    GroupFactory,
    SchoolFactory,
)

pytestmark = pytest.mark.django_db
PEOPLE = "/manage/people/"


@pytest.fixture
def home():
    return SchoolFactory(name="Am Deich", code="deich")


@pytest.fixture
def guest(make_person, home, school):
    """Somebody whose home is another school, and who works here too."""
    person = make_person("Gerd", "Adak", at=home)
    AffiliationFactory(person=person, school=school)
    return person


def marks(client, query=""):
    rows = client.get(f"{PEOPLE}?{query}").context["rows"]
    return {row.person.given_name: str(row.guest_from or "") for row in rows}


def test_the_list_marks_guests_and_names_their_home(school_admin, guest, make_person):
    make_person()

    assert marks(school_admin) == {"Gerd": "Am Deich", "Ada": ""}
    assert "Gast von Am Deich" in school_admin.get(PEOPLE).text


def test_at_home_nobody_is_a_guest(sign_in_as, guest, home):
    assert marks(sign_in_as(home)) == {"Gerd": ""}


def test_the_central_team_sees_guests_of_the_chosen_school(
    sign_in_as, guest, school, home
):
    team = sign_in_as()

    assert marks(team, f"school={school.pk}") == {"Gerd": "Am Deich"}
    assert marks(team, f"school={home.pk}") == {"Gerd": ""}
    assert marks(team)["Gerd"] == ""


def test_guests_alone_can_be_listed(school_admin, guest, make_person, sign_in_as):
    make_person()

    assert list(marks(school_admin, "state=guest")) == ["Gerd"]
    assert sign_in_as().get(f"{PEOPLE}?state=guest").context["must_choose"]


def test_the_page_of_a_guest_says_who_may_do_the_rest(school_admin, guest, make_person):
    page = school_admin.get(f"{PEOPLE}{guest.uid}/")
    own = school_admin.get(f"{PEOPLE}{make_person().uid}/")

    assert "Ist Gast an Ihrer Schule; Stammschule ist Am Deich." in page.text
    assert "Ist Gast an Ihrer Schule" not in own.text


def test_what_is_the_home_schools_is_refused(school_admin, guest):
    Account.objects.filter(person=guest).update(activated_at=None)
    urls = [
        *(
            f"{PEOPLE}{guest.uid}/{what}/"
            for what in ("lock", "unlock", "reopen", "merge", "second", "second-factor")
        ),
        f"/accounts/people/{guest.uid}/code/",
    ]

    found = {url: school_admin.post(url).status_code for url in urls}
    shown = school_admin.get(f"{PEOPLE}{guest.uid}/").text

    assert found == dict.fromkeys(urls, 403)
    assert [url for url in urls if url in shown] == []


@pytest.mark.parametrize("name", ["bulk_lock", "bulk_release", "ask_handout"])
def test_in_a_bulk_guests_stay_untouched(school_admin, guest, name):
    url = reverse(f"administration:{name}")

    school_admin.post(url, {"ids": [str(guest.uid)], "confirmed": "1"})

    account = Account.objects.get(person=guest)
    assert (account.blocked_at, account.disabled_at) == (None, None)


def test_a_guest_is_added_to_groups_of_this_school_only(
    school_admin, guest, school, home
):
    here = GroupFactory(school=school, kind=GroupKind.TEAM)
    there = GroupFactory(school=home, kind=GroupKind.TEAM)

    codes = [
        school_admin.post(
            f"/manage/groups/{group.uid}/members/{guest.uid}/add/"
        ).status_code
        for group in (here, there)
    ]

    assert codes == [302, 404]
    assert [one.group for one in Membership.objects.filter(person=guest)] == [here]


def test_a_guest_leaves_this_school_and_stays_at_home(school_admin, guest, home):
    school_admin.post(f"{PEOPLE}{guest.uid}/let-go/")

    guest.refresh_from_db()
    present = guest.affiliation_set.filter(ended_at=None)
    assert [one.school for one in present] == [home]
    assert guest.deletion_released_at is None
    assert marks(school_admin) == {}
