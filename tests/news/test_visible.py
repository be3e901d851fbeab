"""Who sees what: by school and role, by group, and never by chance."""

import datetime as dt

import pytest

from eduport.core.actor import VISITOR
from eduport.news.queries import board_for
from eduport.news.queries.reading import own_events, readable_news
from eduport.people.models import AdminRole, Role
from tests.factories.news import EventFactory, ItemFactory
from tests.factories.people import (
    NOON,
    AffiliationFactory,
    AppointmentFactory,
    GroupFactory,
    MembershipFactory,
    SourceFactory,
)
from tests.news.conftest import account_at, admin_at

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def titles(actor):
    found = {one.title for one in readable_news(actor, NOON)}
    shown = board_for(actor, NOON, shown=100).news
    cards = {one.title for one in [*shown.to_confirm, *shown.newest]}
    # What is only public is no news of one's own.
    assert cards <= found
    return cards


def weekly(day=23, **values):
    """Every week since a day of November, at seven in the evening."""
    start = dt.datetime(2026, 11, day, 18, tzinfo=dt.UTC)
    times = {"starts_at": start, "ends_at": start + dt.timedelta(hours=2)}
    days = {"begins_on": start.date(), "over_on": None}
    return EventFactory(rule="FREQ=WEEKLY", **times, **days, **values)


def skipped(event, day, **values):
    """An event that is different on a day of November."""
    event.exceptions.create(occurs_on=dt.date(2026, 11, day), **values)
    return event


def coming(actor):
    return [one.title for one in board_for(actor, NOON).events]


def test_schools_and_roles_decide(school, elsewhere, teacher, pupil):
    ItemFactory(school=school, title="alle hier")
    ItemFactory(school=school, title="Kollegium", audience=[(school, "teacher", None)])
    ItemFactory(school=elsewhere, title="dort")
    ItemFactory(title="ganz Hamburg")
    ItemFactory(title="alle Lehrkräfte", audience=[(None, "teacher", None)])
    ItemFactory(title="zwei", audience=[(school, "", None), (elsewhere, "", None)])

    assert titles(pupil.actor) == {"alle hier", "ganz Hamburg", "zwei"}
    assert titles(teacher.actor) == {
        *("alle hier", "ganz Hamburg", "zwei", "Kollegium", "alle Lehrkräfte"),
    }
    assert titles(VISITOR) == set()


def test_groups_reach_their_members_and_nobody_else(school, elsewhere, pupil, teacher):
    group = GroupFactory(school=school)
    course = GroupFactory(school=elsewhere)
    MembershipFactory(group=group, person=pupil.person)
    # A feed knows that pupils go to courses of other schools.
    feed = SourceFactory(slug="feed", kind="feed")
    MembershipFactory(group=course, person=pupil.person, source=feed)
    ItemFactory(school=school, title="7a", audience=[(school, "", group)])
    ItemFactory(school=elsewhere, title="Kurs", audience=[(elsewhere, "", course)])
    ItemFactory(
        school=school, title="Lehrkräfte der 7a", audience=[(school, "teacher", group)]
    )

    assert titles(pupil.actor) == {"7a", "Kurs"}
    assert titles(teacher.actor) == set()


def test_a_guest_has_the_role_of_each_school_there_only(school, elsewhere):
    account = account_at(school, Role.TEACHER)
    AffiliationFactory(person=account.person, school=elsewhere, role=Role.EXTERNAL)
    ItemFactory(title="dort Lehrkräfte", audience=[(elsewhere, "teacher", None)])
    ItemFactory(title="dort Gäste", audience=[(elsewhere, "external", None)])
    ItemFactory(title="hier Lehrkräfte", audience=[(school, "teacher", None)])

    assert titles(account.actor) == {"dort Gäste", "hier Lehrkräfte"}


def test_who_is_appointed_has_that_role_too(school, elsewhere):
    account = account_at(school, Role.TEACHER)
    AffiliationFactory(person=account.person, school=elsewhere, role=Role.TEACHER)
    AppointmentFactory(person=account.person, school=school, role=AdminRole.IT_CONTACT)
    ItemFactory(title="IT hier", audience=[(school, "it_contact", None)])
    ItemFactory(title="IT dort", audience=[(elsewhere, "it_contact", None)])

    assert titles(account.actor) == {"IT hier"}


def test_an_admin_account_is_in_no_group(school):
    account = admin_at(school, AdminRole.SCHOOL_ADMIN)
    group = GroupFactory(school=school)
    MembershipFactory(group=group, person=account.person)
    ItemFactory(school=school, title="7a", audience=[(school, "", group)])
    ItemFactory(school=school, title="alle")
    EventFactory(school=school, audience=[(school, "", group)])

    assert titles(account.actor) == {"alle"}
    assert not own_events(account.actor).exists()


def test_only_what_is_shown_now_is_on_the_dashboard(school, teacher):
    ItemFactory(school=school, published_at=None)
    ItemFactory(school=school, trashed_at=NOON)
    ItemFactory(school=school, starts_at=NOON + DAY)
    ItemFactory(school=school, ends_at=NOON)

    assert titles(teacher.actor) == set()


@pytest.mark.parametrize("number", [1, 3])
def test_the_dashboard_takes_two_queries_and_three_with_groups(
    school, teacher, number, django_assert_num_queries
):
    actor = teacher.actor
    for _ in range(number):
        ItemFactory(school=school)
        skipped(weekly(24, school=school), 17)
    with django_assert_num_queries(2):
        board = board_for(actor, NOON)
    assert (len(board.news.newest), len(board.events)) == (number, number)

    for _ in range(number):
        group = GroupFactory(school=school)
        MembershipFactory(group=group, person=teacher.person)
        ItemFactory(school=school, audience=[(school, "", group)])
        weekly(school=school, audience=[(school, "", group)])
    with django_assert_num_queries(3):
        board = board_for(actor, NOON, shown=9)
    assert len(board.news.newest) == 2 * number


def test_important_news_comes_first_and_the_rest_is_cut_off(school, teacher):
    for place in range(4):
        ItemFactory(school=school, title=f"{place}", starts_at=NOON - place * DAY)
    ItemFactory(
        school=school, title="wichtig", is_important=True, starts_at=NOON - 9 * DAY
    )

    found = board_for(teacher.actor, NOON, shown=3).news

    assert [one.title for one in found.to_confirm] == ["wichtig"]
    assert [one.title for one in found.newest] == ["0", "1", "2"]
    assert found.has_more


def test_events_of_the_next_days_are_those_that_are_meant_for_somebody(
    school, elsewhere, teacher, pupil
):
    group, other = GroupFactory(school=school), GroupFactory(school=school)
    MembershipFactory(group=group, person=pupil.person)
    weekly(24, school=school, title="alle hier")
    weekly(25, school=school, title="Kollegium", audience=[(school, "teacher", None)])
    weekly(26, school=school, title="7a", audience=[(school, "", group)])
    weekly(26, school=school, title="7b", audience=[(school, "", other)])
    weekly(27, school=elsewhere, title="dort")
    weekly(28, title="ganz Hamburg")
    weekly(24, school=school, title="Entwurf", published_at=None)
    weekly(24, school=school, title="Papierkorb", trashed_at=NOON)

    assert coming(pupil.actor) == ["alle hier", "7a", "ganz Hamburg"]
    assert coming(teacher.actor) == ["alle hier", "Kollegium", "ganz Hamburg"]
    assert coming(VISITOR) == []


def test_who_is_meant_twice_sees_an_event_once(school, pupil):
    groups = [GroupFactory(school=school) for _ in range(2)]
    for group in groups:
        MembershipFactory(group=group, person=pupil.person)
    weekly(school=school, title="oft", audience=[(school, "", one) for one in groups])

    assert coming(pupil.actor) == ["oft", "oft"]  # this Monday, and the next


def test_days_that_differ_do_so_on_the_dashboard(school, teacher):
    event = weekly(24, school=school, title="Chor", place="Aula")
    skipped(event, 24)
    start = dt.datetime(2026, 11, 26, 7, tzinfo=dt.UTC)
    moved = {"starts_at": start, "ends_at": start + dt.timedelta(hours=1)}
    later = weekly(17, school=school, title="Band")
    skipped(later, 24, place="Keller", **moved)

    [card] = board_for(teacher.actor, NOON).events

    assert (card.title, card.place, card.is_changed) == ("Band", "Keller", True)
    assert card.period == "Do, 26.11.2026, 08:00 bis 09:00 Uhr"


def test_holidays_that_run_stand_there_and_what_is_over_does_not(school, teacher):
    days = {"starts_at": None, "ends_at": None}
    EventFactory(
        title="Ferien",
        starts_on=dt.date(2026, 11, 20),
        last_day_on=dt.date(2026, 11, 23),
        begins_on=dt.date(2026, 11, 20),
        over_on=dt.date(2026, 11, 23),
        **days,
    )
    over = dt.datetime(2026, 11, 23, 7, tzinfo=dt.UTC)
    EventFactory(
        school=school,
        title="heute früh",
        starts_at=over,
        ends_at=over + dt.timedelta(hours=1),
        begins_on=over.date(),
        over_on=over.date(),
    )
    weekly(30, school=school, title="in einer Woche")
    EventFactory(school=school, title="in acht Tagen")

    assert coming(teacher.actor) == ["Ferien", "in einer Woche"]
