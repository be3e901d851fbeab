"""The pages about secondments: both schools see them, each decides its part."""

import datetime as dt

import pytest
from django.utils.timezone import localdate

from eduport.people.models import Affiliation, Group, Secondment
from tests.factories.people import (
    AffiliationFactory,
    GroupFactory,
    SchoolFactory,
    SecondmentFactory,
)

pytestmark = pytest.mark.django_db
LIST = "/manage/secondments/"
DAYS = dt.timedelta(days=30)


@pytest.fixture
def other():
    return SchoolFactory(name="Am Deich", code="deich")


@pytest.fixture
def other_admin(sign_in_as, other):
    return sign_in_as(other)


def page_of(person):
    return f"/manage/people/{person.uid}/"


def give(client, person, school, **values):
    today = localdate()
    data = {
        "guest_school": school.pk,
        "role": "teacher",
        "starts_on": today.isoformat(),
        "last_day_on": (today + DAYS).isoformat(),
    }
    return client.post(f"{page_of(person)}second/", data | values, follow=True)


def decide(client, secondment, what):
    return client.post(f"{LIST}{secondment.uid}/{what}/", follow=True)


def states(client, query=""):
    rows = client.get(f"{LIST}?{query}").context["rows"]
    return [str(state) for _secondment, state in rows]


def steps(page):
    """What the page of a secondment offers to do."""
    return [step for step in ("agree", "withdraw", "end") if f'/{step}/"' in page.text]


def test_from_giving_to_the_end(school_admin, other_admin, make_person, other):
    person = make_person()
    before = other_admin.get(page_of(person)).status_code

    given = give(school_admin, person, other)
    secondment = Secondment.objects.get()
    here = states(school_admin), states(other_admin)
    asked = other_admin.get(f"{LIST}{secondment.uid}/")
    agreed = decide(other_admin, secondment, "agree")

    assert before == 404
    assert "Die andere Schule ist gefragt." in given.text
    assert here == (["theirs"], ["ours"])
    assert steps(asked) == ["agree", "withdraw"]
    assert "Zugestimmt. Die Stammschule sieht es hier." in agreed.text
    assert states(school_admin) == states(other_admin) == ["running"]
    for client in (school_admin, other_admin):
        text = client.get(page_of(person)).text
        assert "von Am Hafen an Am Deich" in text

    decide(other_admin, secondment, "end")

    assert states(school_admin) == states(other_admin) == ["ended"]
    assert other_admin.get(page_of(person)).status_code == 404


def test_the_home_school_cannot_agree_for_the_other(school_admin, make_person, other):
    secondment = SecondmentFactory(person=make_person(), guest_school=other)

    page = school_admin.get(f"{LIST}{secondment.uid}/")
    response = school_admin.post(f"{LIST}{secondment.uid}/agree/")

    assert steps(page) == ["withdraw"]
    assert response.status_code == 403


def test_the_guest_school_declines(other_admin, make_person, other, school_admin):
    secondment = SecondmentFactory(person=make_person(), guest_school=other)

    declined = decide(other_admin, secondment, "withdraw")
    late = decide(other_admin, secondment, "agree")

    assert "Es wird niemand abgeordnet." in declined.text
    assert "inzwischen begonnen, ist beendet oder zurückgezogen" in late.text
    assert states(school_admin) == ["withdrawn"]
    assert not Affiliation.objects.filter(school=other).exists()


def test_a_third_school_sees_nothing(sign_in_as, make_person, other):
    secondment = SecondmentFactory(person=make_person(), guest_school=other)
    stranger = sign_in_as(SchoolFactory())

    assert states(stranger) == []
    for what in ("", "agree/", "withdraw/", "end/"):
        url = f"{LIST}{secondment.uid}/{what}"
        assert stranger.get(url).status_code in {404, 405}
        assert stranger.post(url).status_code in {404, 405}


def test_a_guest_is_not_seconded_by_the_guest_school(
    school_admin, make_person, other, school
):
    guest = make_person("Max", "Born", at=other)
    AffiliationFactory(person=guest, school=school)

    assert school_admin.get(f"{page_of(guest)}second/").status_code == 403
    assert give(school_admin, guest, SchoolFactory()).status_code == 403


def test_a_mistake_is_said_at_the_form(school_admin, make_person, other):
    yesterday = (localdate() - dt.timedelta(days=1)).isoformat()

    response = give(school_admin, make_person(), other, starts_on=yesterday)

    assert response.status_code == 422
    assert "Bitte wählen Sie einen ersten Tag ab dem" in response.text
    assert not Secondment.objects.exists()


def test_the_form_asks_for_the_password_again(sign_in_as, school, make_person):
    late = sign_in_as(school, ago=16)

    response = late.get(f"{page_of(make_person())}second/")

    assert "/accounts/reauthenticate/" in response["Location"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("state=open", ["theirs"]),
        ("state=current", ["agreed"]),
        ("state=ended", ["withdrawn"]),
    ],
)
def test_the_list_is_filtered(school_admin, make_person, query, expected):
    person = make_person()
    at = person.created_at
    SecondmentFactory(person=person)
    SecondmentFactory(person=person, agreed_at=at)
    SecondmentFactory(person=person, withdrawn_at=at)

    assert states(school_admin, query) == expected


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_the_same_queries_for_one_and_three(
    school_admin, make_person, number, django_assert_num_queries
):
    for n in range(number):
        SecondmentFactory(person=make_person("Ada" + "abc"[n]))

    with django_assert_num_queries(8):
        page = school_admin.get(LIST)

    assert len(page.context["rows"]) == number


def test_what_a_secondment_gives_is_not_extended_like_a_manual_account(
    other_admin, school_admin, make_person, other
):
    person = make_person()
    give(school_admin, person, other)
    decide(other_admin, Secondment.objects.get(), "agree")

    urls = [one.url for one in other_admin.get(page_of(person)).context["actions"]]

    assert f"{page_of(person)}extend/" not in urls
    assert f"{page_of(person)}let-go/" in urls


def test_a_seconded_person_can_be_added_to_groups_there(
    other_admin, school_admin, make_person, other
):
    person = make_person()
    group = GroupFactory(school=other)
    give(school_admin, person, other)
    decide(other_admin, Secondment.objects.get(), "agree")

    other_admin.post(f"/manage/groups/{group.uid}/members/{person.uid}/add/")

    assert list(Group.objects.filter(membership__person=person)) == [group]
