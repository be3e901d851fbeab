"""What becomes of a school's classes, and how it is taken back."""

import datetime as dt

import pytest

from eduport.audit.models import LogEntry
from eduport.core.actor import Actor
from eduport.people.errors import (
    DecidedOtherwiseError,
    LaterRolloverError,
    NoSuccessorYetError,
    UndoTooLateError,
)
from eduport.people.models import Group, GroupNesting, Membership, Role, SourceKind
from eduport.people.queries.members import members_of
from eduport.people.queries.rollovers import (
    SchoolNumbers,
    open_groups,
    possible_successors,
    proposals,
    switch_numbers,
)
from eduport.people.services.groups import purge_groups
from eduport.people.services.rollovers import Decision, Years, roll_over, undo_rollover
from tests.factories.people import (
    NOON,
    AffiliationFactory,
    GroupNestingFactory,
    MembershipFactory,
    PersonFactory,
    SchoolFactory,
    SourceFactory,
    school_class,
    year_session,
)

pytestmark = pytest.mark.django_db
OFFICE = Actor("office")
YEARS = Years(2025, 2026)
A_DAY = dt.timedelta(days=1)


@pytest.fixture
def school():
    return SchoolFactory(code="xy")


@pytest.fixture
def old():
    return year_session(2025)


@pytest.fixture
def new():
    return year_session(2026, activated_at=NOON)


@pytest.fixture
def feed():
    return SourceFactory(slug="sis", name="DiViS", kind=SourceKind.FEED)


def pupil_in(*groups, **values):
    person = PersonFactory(home_school=groups[0].school)
    AffiliationFactory(person=person, role=Role.STUDENT, **values)
    for group in groups:
        MembershipFactory(group=group, person=person)
    return person


def decide(school, *decisions, years=YEARS, at=NOON):
    return roll_over(school, years, decisions, by=OFFICE, at=at)


def state():
    """Everything that a rollover can touch."""
    groups = Group.objects.values_list(
        "pk", "name", "session", "ended_at", "deletion_released_at"
    )
    return (
        set(groups),
        set(Membership.objects.values_list("group", "person", "source", "role")),
        set(GroupNesting.objects.values_list("parent", "child")),
    )


def test_a_class_made_by_hand_goes_on_under_a_new_name(school, old, new):
    seven = school_class(school, "7a", old)
    stays, left = pupil_in(seven), pupil_in(seven, ended_at=NOON)

    decide(school, Decision(seven.pk, "continue", name="8a"))

    eight = Group.objects.get(name="8a")
    assert (eight.session, eight.lineage, eight.uid == seven.uid) == (
        new,
        seven.lineage,
        False,
    )
    assert str(eight.address) == "8a@xy.hamburg.de"
    assert list(members_of(eight)) == [stays]
    assert left.membership_set.count() == 1
    assert seven.membership_set.count() == 2


def test_a_class_goes_on_as_the_one_that_its_source_brought(school, old, new, feed):
    seven = school_class(school, "7a", old, source=feed, source_key="1")
    eight = school_class(school, "8a", new, source=feed, source_key="2")
    guest = PersonFactory(home_school=school)
    AffiliationFactory(person=guest, role=Role.EXTERNAL)
    by_hand = MembershipFactory(
        group=seven, person=guest, source=SourceFactory(), role="leader"
    )
    project = GroupNestingFactory(parent__school=school, child=seven).parent

    decide(school, Decision(seven.pk, "continue", eight.pk))

    eight.refresh_from_db()
    assert (eight.lineage, eight.name, eight.source_key) == (seven.lineage, "8a", "2")
    copied = eight.membership_set.get()
    assert (copied.person, copied.source, copied.role) == (
        guest,
        by_hand.source,
        "leader",
    )
    assert eight.wholes.get().parent == project


def test_what_a_source_brought_ends_by_itself_and_keeps_its_state(school, old, feed):
    ten = school_class(school, "10a", old, source=feed, source_key="1")

    decide(school, Decision(ten.pk, "end"))

    ten.refresh_from_db()
    assert (ten.ended_at, ten.deletion_released_at) == (None, None)
    assert list(open_groups(school, 2025)) == []


def test_what_is_deleted_goes_after_thirty_days(school, old):
    ten = school_class(school, "10a", old)
    decide(school, Decision(ten.pk, "delete"))

    before = purge_groups(by=OFFICE, at=NOON + 29 * A_DAY)

    assert (before, purge_groups(by=OFFICE, at=NOON + 30 * A_DAY)) == (0, 1)


@pytest.mark.usefixtures("new")
def test_everything_can_be_taken_back(school, old, new, feed):
    seven = school_class(school, "7a", old)
    nine = school_class(school, "9a", old, source=feed, source_key="9")
    ten = school_class(school, "10a", old)
    thirteen = school_class(school, "13", old, source=feed, source_key="13")
    brought = school_class(school, "10a", new, source=feed, source_key="10")
    pupil_in(seven)
    MembershipFactory(group=nine, person=pupil_in(ten), source=SourceFactory())
    GroupNestingFactory(parent__school=school, child=nine)
    before = state()
    rollover = decide(
        school,
        Decision(seven.pk, "continue", name="8a"),
        Decision(nine.pk, "continue", brought.pk),
        Decision(ten.pk, "delete"),
        Decision(thirteen.pk, "delete"),
    )
    changed = state()

    undo_rollover(rollover.pk, by=OFFICE, at=NOON + 29 * A_DAY)
    undo_rollover(rollover.pk, by=OFFICE, at=NOON + 60 * A_DAY)

    brought.refresh_from_db()
    assert changed != before
    assert state() == before
    assert brought.lineage != nine.lineage
    assert set(open_groups(school, 2025)) == {seven, nine, ten, thirteen}
    assert set(possible_successors(school, 2026)) == {brought}


def test_it_is_logged_for_each_group(school, old):
    rollover = decide(
        school,
        Decision(school_class(school, "7a", old).pk, "continue", name="8a"),
        Decision(school_class(school, "10a", old).pk, "end"),
    )
    undo_rollover(rollover.pk, by=OFFICE, at=NOON)

    entries = LogEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(entries) == [
        "people.group.continued",
        "people.group.ended",
        "people.rollover.decided",
        "people.rollover.undone",
    ]


def test_it_cannot_be_undone_when_groups_are_gone(school, old):
    ten = school_class(school, "10a", old)
    rollover = decide(school, Decision(ten.pk, "end"))

    with pytest.raises(UndoTooLateError):
        undo_rollover(rollover.pk, by=OFFICE, at=NOON + 30 * A_DAY)


def test_it_cannot_be_undone_below_a_later_one(school, old):
    rollover = decide(
        school, Decision(school_class(school, "7a", old).pk, "continue", name="8a")
    )
    eight = Group.objects.get(name="8a")
    decide(school, Decision(eight.pk, "end"), years=Years(2026, 2027))

    with pytest.raises(LaterRolloverError):
        undo_rollover(rollover.pk, by=OFFICE, at=NOON)


def test_a_group_has_one_fate(school, old):
    seven = school_class(school, "7a", old)
    decide(school, Decision(seven.pk, "end"))

    with pytest.raises(DecidedOtherwiseError):
        decide(school, Decision(seven.pk, "continue", name="8a"))


def test_two_classes_do_not_go_on_as_one(school, old, new):
    one, two = school_class(school, "7a", old), school_class(school, "7b", old)
    eight = school_class(school, "8a", new)

    with pytest.raises(DecidedOtherwiseError):
        decide(
            school,
            Decision(one.pk, "continue", eight.pk),
            Decision(two.pk, "continue", eight.pk),
        )


def test_a_class_of_a_source_goes_on_when_the_source_says_so(school, old, feed):
    seven = school_class(school, "7a", old, source=feed, source_key="1")

    with pytest.raises(NoSuccessorYetError, match="DiViS"):
        decide(school, Decision(seven.pk, "continue", name="8a"))


def test_classes_of_other_schools_are_not_touched(school, old):
    foreign = school_class(SchoolFactory(), "7a", old)

    with pytest.raises(DecidedOtherwiseError):
        decide(school, Decision(foreign.pk, "end"))


def test_a_class_that_its_source_took_along_is_not_asked_about(school, old, new, feed):
    eight = school_class(school, "8a", new, source=feed, source_key="1")
    school_class(school, "7a", old, source=feed, lineage=eight.lineage)

    assert list(open_groups(school, 2025)) == []
    assert list(possible_successors(school, 2026)) == []


def test_proposals_look_at_who_is_in_both(school, old, new):
    seven = school_class(school, "7a", old)
    other, same = (school_class(school, name, new) for name in ("8a", "8b"))
    pupil_in(seven, same)
    pupil_in(seven, same)
    pupil_in(seven, other)

    found = proposals(
        list(open_groups(school, 2025)), list(possible_successors(school, 2026))
    )

    assert found[seven.pk].successor_id == same.pk


def test_a_hundred_classes_take_as_many_statements_as_one(
    school, old, new, django_assert_max_num_queries
):
    decisions = []
    for number in range(100):
        seven = school_class(school, f"7-{number}", old)
        decisions.append(Decision(seven.pk, "continue", name=f"8-{number}"))

    with django_assert_max_num_queries(25):
        decide(school, *decisions)


def test_the_numbers_of_a_switch(school, old, new):
    eight = school_class(school, "8a", new)
    pupil_in(school_class(school, "7a", old), eight)
    pupil_in(school_class(school, "10a", old))
    pupil_in(school_class(school, "10b", old, ended_at=NOON), ended_at=NOON)
    quiet = SchoolFactory(name="Z", code="quiet")

    assert switch_numbers(2025, 2026) == [
        SchoolNumbers(school.pk, school.name, "xy", 2, 0, 1, 0, 1),
        SchoolNumbers(quiet.pk, "Z", "quiet", 0, 0, 0, 0, 0),
    ]
