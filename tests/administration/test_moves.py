"""Changes of school: asked on one page, agreed on another, undone on a third."""

import datetime as dt

import pytest
from django.utils.timezone import localdate

from eduport.accounts.models import Account
from eduport.people.models import Outcome, SchoolChange, SourceKind
from tests.factories.people import (
    AffiliationFactory,
    SchoolChangeFactory,
    SchoolFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db
LIST = "/manage/moves/"
BULK = "/manage/people/move/"


@pytest.fixture
def other():
    return SchoolFactory(name="Am Deich", code="deich")


@pytest.fixture
def other_admin(sign_in_as, other):
    return sign_in_as(other)


@pytest.fixture
def fed(make_person):
    """Somebody whom the school administration system delivers."""
    feed = SourceFactory(slug="divis", name="DiViS", kind=SourceKind.FEED)
    return make_person("Emmy", "Noether", source=feed, source_key="1")


def ask(client, *persons, **data):
    ids = [str(person.uid) for person in persons]
    return client.post(BULK, {"ids": ids, **data}, follow=True)


def confirm(client, school, *persons, **data):
    data = {"to_school": school.pk, "confirmed": "1", **data}
    return ask(client, *persons, **data)


def decide(client, change, what):
    return client.post(f"{LIST}{change.uid}/{what}/", follow=True)


def places_of(person):
    present = person.affiliation_set.filter(ended_at=None)
    return list(present.values_list("school__code", flat=True))


def names(persons):
    return [str(person) for person in persons]


def going(change):
    lines = change.schoolchangeline_set.order_by("person")
    return [line.person for line in lines]


def states(page):
    return [row.state for row in page.context["changes"]]


def offered(page):
    """What the page of a change offers to do."""
    steps = ("agree", "withdraw", "undo", "ask-undo", "keep")
    return [step for step in steps if f'/{step}/"' in page.text]


def test_from_asking_to_the_new_school(
    school_admin, other_admin, make_person, other, school
):
    person = make_person()
    before = Account.objects.get(person=person)
    asked = confirm(school_admin, other, person)
    change = SchoolChange.objects.get()
    assert asked.redirect_chain == [(f"{LIST}{change.uid}/", 302)]
    assert "Die andere Schule ist gefragt." in asked.text
    assert offered(asked) == ["withdraw"]
    assert offered(other_admin.get(f"{LIST}{change.uid}/")) == ["agree", "withdraw"]

    agreed = decide(other_admin, change, "agree")

    assert "Der Schulwechsel ist vollzogen." in agreed.text
    assert offered(agreed) == ["undo"]
    assert [line.outcome for line in agreed.context["lines"]] == ["Erledigt."]
    uid = person.uid
    person.refresh_from_db()
    now = Account.objects.get(person=person)
    assert (person.uid, person.home_school) == (uid, other)
    assert (now.pk, now.password) == (before.pk, before.password)
    assert now.username == "ada.berg@deich.hamburg.de"

    undone = decide(other_admin, change, "undo")

    assert undone.context["state"] == "undone"
    assert offered(undone) == []
    person.refresh_from_db()
    assert (person.home_school, places_of(person)) == (school, ["hafen"])


def test_first_the_page_says_who_can_go_and_who_cannot_and_why(
    school_admin, make_person, fed, school, other
):
    here, waiting = make_person(), make_person("Lise", "Meitner")
    SchoolChangeFactory(person=waiting, to_school=other)
    guest = make_person("Max", "Born", at=other)
    AffiliationFactory(person=guest, school=school)

    page = ask(school_admin, here, waiting, fed, guest)

    preview = page.context["preview"]
    assert preview.movable == [here]
    assert [(str(why), names(who)) for why, who in preview.left_out] == [
        ("Ein Schulwechsel ist schon angefragt.", ["Lise Meitner"]),
        (Outcome.DELIVERED.label, ["Emmy Noether"]),
    ]
    assert page.context["guests"] == 1
    offered_schools = page.context["form"].fields["to_school"].queryset
    assert (other in offered_schools, school in offered_schools) == (True, False)
    assert SchoolChange.objects.count() == 1


def test_all_that_the_filter_finds_are_asked_for_but_those_who_cannot_go(
    school_admin, make_person, fed, other
):
    ada, _lise = make_person(), make_person("Lise", "Meitner")

    confirm(school_admin, other, all="1", filter="q=berg")
    confirm(school_admin, other, all="1", filter="q=noether")

    assert [going(change) for change in SchoolChange.objects.all()] == [[ada]]


def test_only_people_of_one_school_are_asked_for(sign_in_as, make_person, other):
    team = sign_in_as()
    ada, max_ = make_person(), make_person("Max", "Born", at=other)

    several = ask(team, ada, max_)
    nobody = ask(team)

    assert "nur Personen einer Schule" in several.text
    assert "mindestens eine Person" in nobody.text


def test_the_day_is_to_come(school_admin, make_person, other):
    person = make_person()
    today = localdate()

    late = confirm(
        school_admin, other, person, effective_on=today - dt.timedelta(days=1)
    )
    assert late.status_code == 422
    assert "Dieser Tag ist vorbei." in late.text
    confirm(school_admin, other, person, effective_on=today + dt.timedelta(days=9))

    change = SchoolChange.objects.get()
    assert change.effective_on == today + dt.timedelta(days=9)


def test_the_central_team_speaks_for_both(sign_in_as, make_person, other):
    person = make_person()

    page = confirm(sign_in_as(), other, person)

    assert "Der Schulwechsel ist vollzogen." in page.text
    assert places_of(person) == ["deich"]


def test_the_page_of_a_person_offers_it_unless_a_feed_leads_them(
    school_admin, make_person, fed
):
    def is_offered(person):
        actions = school_admin.get(f"/manage/people/{person.uid}/").context["actions"]
        return f"/manage/people/{person.uid}/move/" in [one.url for one in actions]

    assert (is_offered(make_person()), is_offered(fed)) == (True, False)


def test_the_school_of_a_guest_asks_for_them_and_for_no_other_school(
    school_admin, other_admin, make_person, other
):
    person = make_person()
    AffiliationFactory(person=person, school=other)
    url = f"/manage/people/{person.uid}/move/"

    page = other_admin.get(url)
    assert list(page.context["form"].fields["to_school"].queryset) == [other]
    elsewhere = other_admin.post(url, {"to_school": SchoolFactory().pk})
    assert elsewhere.status_code == 422
    other_admin.post(url, {"to_school": other.pk})

    change = SchoolChange.objects.get()
    assert (change.from_agreed_at, change.to_school) == (None, other)
    decide(school_admin, change, "agree")
    assert places_of(person) == ["deich"]


def test_either_school_withdraws_or_declines(
    school_admin, other_admin, make_person, other
):
    person = make_person()
    confirm(school_admin, other, person)
    change = SchoolChange.objects.get()

    declined = decide(other_admin, change, "withdraw")

    assert declined.context["state"] == "withdrawn"
    assert offered(declined) == []
    again = decide(other_admin, change, "agree")
    assert "schon vollzogen oder zurückgezogen" in again.text
    assert places_of(person) == ["hafen"]


def test_who_asked_does_not_agree_for_the_other_school(
    school_admin, make_person, other
):
    person = make_person()
    confirm(school_admin, other, person)
    change = SchoolChange.objects.get()

    assert decide(school_admin, change, "agree").status_code == 403
    assert places_of(person) == ["hafen"]


@pytest.fixture
def made(make_person, other, other_admin):
    """A change that both schools agreed to: Ada is at the other school now."""
    change = SchoolChangeFactory(person=make_person(), to_school=other)
    decide(other_admin, change, "agree")
    return change


def test_the_old_school_asks_for_undoing_and_the_new_one_decides(
    school_admin, other_admin, made
):
    page = school_admin.get(f"{LIST}{made.uid}/")
    refused = school_admin.post(f"{LIST}{made.uid}/undo/").status_code

    asked = decide(school_admin, made, "ask-undo")
    waiting = other_admin.get(LIST, {"state": "ours"})
    shown = other_admin.get(f"{LIST}{made.uid}/")
    undone = decide(other_admin, made, "undo")

    assert "Am Deich hat diese Personen jetzt" in page.text
    assert (offered(page), refused) == (["ask-undo"], 403)
    assert "Die neue Schule ist gebeten" in asked.text
    assert (asked.context["state"], offered(asked)) == ("theirs", ["keep"])
    assert states(waiting) == ["ours"]
    assert offered(shown) == ["undo", "keep"]
    assert "Am Hafen hat am" in shown.text
    assert (undone.context["state"], offered(undone)) == ("undone", [])
    assert places_of(going(made)[0]) == ["hafen"]


@pytest.mark.parametrize("who", ["school_admin", "other_admin"])
def test_the_wish_to_undo_is_withdrawn_or_declined(
    request, school_admin, other_admin, made, who
):
    decide(school_admin, made, "ask-undo")

    kept = decide(request.getfixturevalue(who), made, "keep")

    assert "Es bleibt, wie es ist." in kept.text
    assert kept.context["state"] == "done"
    assert places_of(going(made)[0]) == ["deich"]


def test_the_new_school_does_not_ask_itself(other_admin, made):
    page = other_admin.get(f"{LIST}{made.uid}/")

    assert offered(page) == ["undo"]
    assert other_admin.post(f"{LIST}{made.uid}/ask-undo/").status_code == 403


def test_strangers_see_and_decide_nothing(sign_in_as, make_person, other):
    change = SchoolChangeFactory(person=make_person(), to_school=other)
    stranger = sign_in_as(SchoolFactory())

    assert states(stranger.get(LIST)) == []
    assert stranger.get(f"{LIST}{change.uid}/").status_code == 404
    for what in ("agree", "withdraw", "undo"):
        assert decide(stranger, change, what).status_code == 404
    url = f"/manage/people/{make_person().uid}/move/"
    assert stranger.get(url).status_code == 404


@pytest.mark.parametrize("what", ["ask", "agree", "undo"])
def test_asking_agreeing_and_undoing_ask_who_it_is(
    sign_in_as, make_person, other, school, what
):
    person = make_person()
    late = sign_in_as(school, other, ago=60)
    if what == "ask":
        confirm(late, other, person)
        assert not SchoolChange.objects.exists()
        return
    change = SchoolChangeFactory(person=person, to_school=other)
    if what == "undo":
        decide(sign_in_as(other), change, "agree")

    decide(late, change, what)

    assert places_of(person) == (["deich"] if what == "undo" else ["hafen"])


def test_the_list_says_where_each_stands_and_filters_by_it(
    school_admin, make_person, other, school
):
    SchoolChangeFactory(person=make_person(), to_school=other)
    ours = SchoolChangeFactory(
        person=make_person("Max", "Born", at=other), to_school=school
    )
    gone = SchoolChangeFactory(person=make_person("Lise", "Meitner"), to_school=other)
    decide(school_admin, gone, "withdraw")

    assert sorted(states(school_admin.get(LIST))) == ["ours", "theirs", "withdrawn"]
    waiting = school_admin.get(LIST, {"state": "ours"}).context["changes"]
    assert [(row.change, row.names, row.more) for row in waiting] == [
        (ours, ["Max Born"], 0)
    ]
    assert len(states(school_admin.get(LIST, {"state": "open"}))) == 2
    empty = school_admin.get(LIST, {"state": "done"})
    assert "Kein solcher Schulwechsel" in empty.text


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_the_same_queries_for_one_and_three(
    school_admin, make_person, other, number, django_assert_num_queries
):
    for _ in range(number):
        SchoolChangeFactory(person=make_person(), to_school=other)
    school_admin.get(LIST)  # what is going on is remembered for some seconds

    with django_assert_num_queries(7):
        school_admin.get(LIST)


@pytest.mark.parametrize("number", [1, 3])
def test_preview_and_page_take_the_same_queries_for_one_and_three(
    school_admin, make_person, other, number, django_assert_num_queries
):
    persons = [make_person() for _ in range(number)]

    with django_assert_num_queries(11):
        ask(school_admin, *persons)
    confirm(school_admin, other, *persons)
    url = f"{LIST}{SchoolChange.objects.get().uid}/"
    with django_assert_num_queries(8):
        page = school_admin.get(url)

    assert len(page.context["lines"]) == number
