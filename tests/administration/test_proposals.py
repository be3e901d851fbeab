"""Adoptions and duplicates: both sides, the decision, and undoing it."""

import pytest

from eduport.people.models import ProposalKind, SourceKind
from tests.factories.people import ProposalFactory, SchoolFactory, SourceFactory

pytestmark = pytest.mark.django_db
LIST = "/manage/proposals/"


@pytest.fixture
def feed():
    return SourceFactory(slug="divis", name="DiViS", kind=SourceKind.FEED)


@pytest.fixture
def adoption(make_person):
    return ProposalFactory(person=make_person(), source_key="t1")


def sides(page):
    return {str(line.label): (line.left, line.right) for line in page.context["lines"]}


def test_school_admins_see_the_proposals_of_their_schools(school_admin, adoption):
    ProposalFactory()

    page = school_admin.get(LIST)

    assert list(page.context["page"]) == [adoption]


def test_an_adoption_shows_the_person_beside_the_row(school_admin, adoption):
    page = school_admin.get(f"{LIST}{adoption.pk}/")

    shown = sides(page)
    assert shown["Namen"] == (["Ada Berg", ""], ["Ada Berg"])
    assert shown["Quelle"] == (["von Hand"], ["DiViS t1"])
    assert shown["Adressen"][0] == ["ada.berg@hafen.hamburg.de"]


def test_an_adoption_is_accepted_and_undone(school_admin, adoption):
    result = school_admin.post(f"{LIST}{adoption.pk}/accept/", follow=True)

    person = adoption.person
    person.refresh_from_db()
    assert (person.source.slug, person.source_key) == ("divis", "t1")
    assert result.context["can_undo"] is True
    action = result.context["action"]
    school_admin.post(f"/manage/actions/{action.uid}/undo/")
    person.refresh_from_db()
    assert (person.source.slug, person.source_key) == ("manual", None)


def test_a_declined_adoption_is_decided(school_admin, adoption):
    school_admin.post(f"{LIST}{adoption.pk}/decline/")

    adoption.refresh_from_db()
    assert adoption.decision == "declined"
    again = school_admin.post(f"{LIST}{adoption.pk}/accept/", follow=True)
    assert "Jemand hat schon anders entschieden." in again.text


def test_strangers_see_and_decide_nothing(sign_in_as, adoption):
    stranger = sign_in_as(SchoolFactory())

    assert stranger.get(f"{LIST}{adoption.pk}/").status_code == 404
    assert stranger.post(f"{LIST}{adoption.pk}/accept/").status_code == 404


def test_of_a_duplicate_one_is_kept(school_admin, make_person, feed):
    left = make_person(source=feed, source_key="1")
    right = make_person(source=feed, source_key="2")
    proposal = ProposalFactory(
        kind=ProposalKind.DUPLICATE, person=left, source=feed, source_key="2"
    )
    page = school_admin.get(f"{LIST}{proposal.pk}/")
    assert page.context["twin"] == right

    result = school_admin.post(
        f"/manage/people/{right.uid}/merge/", {"other": left.uid}, follow=True
    )

    left.refresh_from_db()
    assert left.merged_into == right
    assert result.context["can_undo"] is True


def test_two_are_merged_from_the_page_of_one(school_admin, make_person):
    one, other = make_person(), make_person()
    stranger = make_person("Max", "Born", at=SchoolFactory(code="deich"))
    url = f"/manage/people/{one.uid}/merge/"

    page = school_admin.get(url, {"login": " Ada.Berg2@hafen.hamburg.de"})
    assert page.context["other"] == other
    assert sides(page)["Adressen"][1] == ["ada.berg2@hafen.hamburg.de"]

    unknown = school_admin.get(url, {"login": "max.born@deich.hamburg.de"})
    assert unknown.context["other"] is None
    assert "Mit dieser Kennung" in unknown.text
    refused = school_admin.post(url, {"other": stranger.uid})
    assert refused.status_code == 404
    itself = school_admin.post(url, {"other": one.uid}, follow=True)
    assert "nicht mit sich selbst" in itself.text


def test_merging_asks_who_it_is(sign_in_as, school, make_person):
    late = sign_in_as(school, ago=60)
    one, other = make_person(), make_person()

    late.post(f"/manage/people/{one.uid}/merge/", {"other": other.uid})

    other.refresh_from_db()
    assert other.merged_into is None


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_the_same_queries_for_one_and_three(
    school_admin, make_person, number, django_assert_num_queries
):
    for _ in range(number):
        ProposalFactory(person=make_person())

    with django_assert_num_queries(8):
        school_admin.get(LIST)
