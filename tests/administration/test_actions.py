"""Locking, releasing and taking back: foreseen, done, shown, undone."""

import pytest

from eduport.accounts.models import Account
from eduport.administration.services import person_actions
from eduport.people.models import Affiliation, PersonAction, SourceKind
from tests.factories.people import AffiliationFactory, SchoolFactory, SourceFactory

pytestmark = pytest.mark.django_db
PEOPLE = "/manage/people/"


def post(client, path, *persons, **data):
    ids = [str(person.uid) for person in persons]
    return client.post(f"{PEOPLE}{path}/", {"ids": ids, **data}, follow=True)


def outcomes(response):
    return {str(line.person): line.outcome for line in response.context["page"]}


def offered(page):
    """What the page of a person offers to do, of what this is about."""
    ours = ("lock/", "let-go/", "reopen/")
    actions = page.context["actions"]
    return [str(action.label) for action in actions if action.url.endswith(ours)]


def is_locked(person):
    return Account.objects.get(person=person).blocked_at is not None


def test_first_the_page_says_what_will_happen(school_admin, make_person):
    here, locked = make_person(), make_person("Emmy", "Noether")
    post(school_admin, "lock", locked, confirmed="1")
    stranger = make_person("Lise", "Meitner", at=SchoolFactory())

    page = post(school_admin, "lock", here, locked, stranger)

    assert page.context["page_title"] == "1 Person sperren"
    assert page.context["foreseen"] == [("done", 1), ("already", 1)]
    assert page.context["examples"] == ["Ada Berg", "Emmy Noether"]
    assert b'name="confirmed"' in page.content
    assert not is_locked(here)


def test_where_nothing_would_change_there_is_no_button(school_admin, make_person):
    feed = SourceFactory(slug="divis", name="DiViS", kind=SourceKind.FEED)
    pupils = [make_person(), make_person("Emmy", "Noether")]
    for pupil in pupils:
        Affiliation.objects.filter(person=pupil).update(source=feed)

    page = post(school_admin, "release", *pupils)

    assert page.context["page_title"] == "Zum Löschen freigeben"
    assert page.context["foreseen"] == [("delivered", 2)]
    assert "Bei den Ausgewählten würde sich nichts ändern." in page.content.decode()
    assert b'name="confirmed"' not in page.content


def test_confirmed_it_is_done_and_the_result_says_what_became_of_each(
    school_admin, make_person
):
    persons = [make_person(), make_person("Emmy", "Noether")]
    page = post(school_admin, "lock", *persons)

    result = post(school_admin, "lock", *persons, confirmed="1")

    assert dict(page.context["fields"]).keys() == {"ids"}
    assert outcomes(result) == {"Ada Berg": "done", "Emmy Noether": "done"}
    assert all(map(is_locked, persons))


def test_all_that_the_filter_finds_are_meant(school_admin, make_person):
    ada, emmy = make_person(), make_person("Emmy", "Noether")

    post(school_admin, "lock", all="1", filter="q=noether", confirmed="1")

    assert (is_locked(ada), is_locked(emmy)) == (False, True)


def test_the_result_offers_to_undo_it_once(school_admin, make_person):
    person = make_person()
    result = post(school_admin, "lock", person, confirmed="1")
    action = result.context["action"]
    assert result.context["can_undo"] is True

    undone = school_admin.post(f"/manage/actions/{action.uid}/undo/", follow=True)

    assert not is_locked(person)
    assert undone.context["can_undo"] is False
    again = school_admin.post(f"/manage/actions/{action.uid}/undo/", follow=True)
    assert "Das wurde schon rückgängig gemacht." in again.text


def test_a_button_on_the_page_of_a_person_acts_at_once(school_admin, make_person):
    person = make_person()
    page = school_admin.get(f"{PEOPLE}{person.uid}/")
    assert offered(page) == ["Sperren", "Zum Löschen freigeben"]

    result = school_admin.post(f"{PEOPLE}{person.uid}/let-go/", follow=True)

    assert outcomes(result) == {"Ada Berg": "done"}
    page = school_admin.get(f"{PEOPLE}{person.uid}/")
    assert offered(page) == ["Sperren", "Freigabe zurücknehmen"]


def test_whom_a_feed_delivers_can_be_locked_but_not_released(school_admin, make_person):
    feed = SourceFactory(slug="divis", kind=SourceKind.FEED)
    person = make_person(source=feed, source_key="1")

    page = school_admin.get(f"{PEOPLE}{person.uid}/")
    result = post(school_admin, "release", person, confirmed="1")

    assert offered(page) == ["Sperren"]
    assert outcomes(result) == {"Ada Berg": "delivered"}


def test_a_guest_leaves_and_is_not_locked(school_admin, school, make_person):
    guest = make_person(at=SchoolFactory())
    AffiliationFactory(person=guest, school=school)
    page = school_admin.get(f"{PEOPLE}{guest.uid}/")
    assert offered(page) == ["Diese Schule verlassen lassen"]

    assert school_admin.post(f"{PEOPLE}{guest.uid}/lock/").status_code == 403
    result = school_admin.post(f"{PEOPLE}{guest.uid}/let-go/", follow=True)

    assert outcomes(result) == {"Ada Berg": "left"}
    assert Affiliation.objects.filter(person=guest, ended_at=None).count() == 1
    # Out of sight now: named, but no link to a page that is not there.
    assert f"{PEOPLE}{guest.uid}/" not in result.text


def test_strangers_do_nothing_and_see_no_results(sign_in_as, school_admin, make_person):
    person = make_person()
    stranger = sign_in_as(SchoolFactory())
    result = post(school_admin, "lock", person, confirmed="1")
    url = f"/manage/actions/{result.context['action'].uid}/"

    assert stranger.post(f"{PEOPLE}{person.uid}/unlock/").status_code == 404
    refused = post(stranger, "unlock", person, confirmed="1")
    assert "Bitte wählen Sie mindestens eine Person" in refused.text
    assert stranger.get(url).status_code == 404
    assert stranger.post(f"{url}undo/").status_code == 404
    assert is_locked(person)
    assert sign_in_as().get(url).status_code == 200


def test_releasing_many_asks_who_it_is(sign_in_as, school, make_person):
    late = sign_in_as(school, ago=60)

    response = late.post(
        f"{PEOPLE}release/", {"ids": [str(make_person().uid)], "confirmed": "1"}
    )

    assert not PersonAction.objects.exists()
    assert response.status_code != 200 or "action" not in (response.context or {})


def test_a_slip_of_the_hand_does_not_concern_a_city(
    school_admin, make_person, monkeypatch
):
    monkeypatch.setattr(person_actions, "AT_A_TIME", 1)
    persons = [make_person(), make_person("Emmy", "Noether")]

    page = post(school_admin, "lock", *persons, confirmed="1")

    assert "Sie haben 2 Personen ausgewählt" in page.text
    assert not any(map(is_locked, persons))


@pytest.mark.parametrize("number", [1, 3])
def test_question_and_result_take_the_same_queries_for_one_and_three(
    school_admin, make_person, number, django_assert_num_queries
):
    persons = [make_person("Ada", "Berg" + "abc"[n]) for n in range(number)]
    ids = {"ids": [str(person.uid) for person in persons]}

    with django_assert_num_queries(11):
        school_admin.post(f"{PEOPLE}reopen/", ids)
    url = school_admin.post(f"{PEOPLE}lock/", ids | {"confirmed": "1"}).url
    with django_assert_num_queries(9):
        school_admin.get(url)
