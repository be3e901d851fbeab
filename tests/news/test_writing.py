"""Writing, publishing, the trash: who may, and what is refused."""

import datetime as dt

import pytest

from eduport.news.errors import (
    BrokenPictureError,
    ClosedSchoolError,
    EndBeforeStartError,
    ForeignGroupError,
    ForeignPlaceError,
    ForeignReachError,
    InTrashError,
    NotSaidPublicError,
    OverAlreadyError,
    PictureTooLargeError,
    TooManyPicturesError,
)
from eduport.news.models import Confirmation, Event, NewsItem
from eduport.news.services.events import change_event
from eduport.news.services.items import (
    add_picture,
    change_item,
    put_picture_back,
    remove_picture,
    write_item,
)
from eduport.news.services.publishing import (
    move_to_trash,
    publish,
    purge_publications,
    restore,
    withdraw,
)
from eduport.news.types import Audience, Upload
from eduport.people.models import Grant, GrantEffect, Right, Role
from tests.factories.news import EventFactory, ItemFactory, PictureFactory, drawn
from tests.factories.people import NOON, GroupFactory
from tests.news.conftest import account_at
from tests.news.drafts import actions, draft, event_draft

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def rows_of(item):
    return set(item.audience.values_list("school__code", "role", "group__name"))


def test_a_new_item_is_a_draft_for_the_own_school_and_not_public(school, principal):
    item = write_item(school, draft(), by=principal.actor, at=NOON)

    assert (item.published_at, item.is_public) == (None, False)
    assert rows_of(item) == {("hafen", "", None)}


def test_an_audience_is_written_as_schools_roles_or_groups(school, principal):
    group = GroupFactory(school=school, name="7a")
    audience = Audience(roles=["student", "teacher"], groups=[group])

    item = write_item(school, draft(audience=audience), by=principal.actor, at=NOON)

    assert rows_of(item) == {("hafen", "student", "7a"), ("hafen", "teacher", "7a")}


def test_the_central_team_speaks_to_all_schools_or_some(central_team, elsewhere):
    by = central_team.actor

    to_all = write_item(None, draft(), by=by, at=NOON)
    to_one = write_item(None, draft(audience=Audience([elsewhere])), by=by, at=NOON)

    assert rows_of(to_all) == {(None, "", None)}
    assert rows_of(to_one) == {("deich", "", None)}


def test_nobody_publishes_for_others(school, elsewhere, principal, pupil, teacher):
    foreign = GroupFactory(school=elsewhere)

    for actor, place, audience, error in (
        (principal.actor, elsewhere, Audience(), ForeignPlaceError),
        (principal.actor, None, Audience(), ForeignPlaceError),
        (principal.actor, school, Audience([elsewhere]), ForeignPlaceError),
        (principal.actor, school, Audience(groups=[foreign]), ForeignGroupError),
        (pupil.actor, school, Audience(), ForeignPlaceError),
        (teacher.actor, school, Audience(), ForeignPlaceError),
    ):
        with pytest.raises(error):
            write_item(place, draft(audience=audience), by=actor, at=NOON)
    assert not NewsItem.objects.exists()


def test_what_reaches_others_is_not_changed_by_who_may_not_speak_there(
    school, elsewhere, principal, central_team
):
    both = [(school, "", None), (elsewhere, "", None)]
    item = ItemFactory(school=school, audience=both)
    event = EventFactory(school=school, audience=both)

    with pytest.raises(ForeignReachError, match="Deichschule"):
        change_item(item.pk, draft(), by=principal.actor, at=NOON)
    with pytest.raises(ForeignReachError, match="Deichschule"):
        change_event(event.pk, event_draft(), by=principal.actor, at=NOON)
    change_item(item.pk, draft(), by=central_team.actor, at=NOON)

    assert rows_of(item) == {("hafen", "", None)}
    assert event.audience.count() == 2


def test_the_end_comes_after_the_start(school, principal):
    with pytest.raises(EndBeforeStartError):
        write_item(school, draft(ends_at=NOON), by=principal.actor, at=NOON)


def test_a_closed_school_publishes_nothing(school, central_team):
    item = ItemFactory(school=school, published_at=None)
    school.closed_at = NOON
    school.save()

    with pytest.raises(ClosedSchoolError):
        write_item(school, draft(), by=central_team.actor, at=NOON)
    with pytest.raises(ClosedSchoolError):
        publish(item, is_meant_public=False, by=central_team.actor, at=NOON)


def test_publishing_is_recorded_once(school, principal):
    item = ItemFactory(school=school, published_at=None)

    publish(item, is_meant_public=False, by=principal.actor, at=NOON)
    again = publish(item, is_meant_public=False, by=principal.actor, at=NOON + DAY)

    assert again.published_at == NOON
    assert actions() == ["news.item.published"]


def test_public_has_to_be_said_twice(school, principal):
    item = ItemFactory(school=school, published_at=None, is_public=True)

    with pytest.raises(NotSaidPublicError):
        publish(item, is_meant_public=False, by=principal.actor, at=NOON)
    done = publish(item, is_meant_public=True, by=principal.actor, at=NOON)

    assert done.published_at == NOON


def test_what_becomes_public_becomes_a_draft_again(school, principal):
    item = ItemFactory(school=school)
    event = EventFactory(school=school)
    by = principal.actor

    item = change_item(item.pk, draft(is_public=True), by=by, at=NOON)
    event = change_event(event.pk, event_draft(is_public=True), by=by, at=NOON)

    assert (item.published_at, event.published_at) == (None, None)
    assert actions() == []


def test_changing_what_is_published_is_recorded(school, principal):
    item, event = ItemFactory(school=school), EventFactory(school=school)
    by = principal.actor

    changed = change_item(item.pk, draft(title="Anders"), by=by, at=NOON)
    change_event(event.pk, event_draft(), by=by, at=NOON)

    assert (changed.title, changed.changed_at) == ("Anders", NOON)
    assert Event.objects.get().sequence == 1
    assert actions() == ["news.item.changed", "news.event.changed"]


def test_what_is_over_is_not_published(school, principal):
    item = ItemFactory(school=school, published_at=None)

    with pytest.raises(OverAlreadyError):
        publish(item, is_meant_public=False, by=principal.actor, at=NOON + 40 * DAY)


def test_the_trash_gives_back_what_was_there(school, principal):
    item, by = ItemFactory(school=school), principal.actor
    Confirmation.objects.create(item=item, reader="0" * 64, cell="teacher")

    move_to_trash(item, by=by, at=NOON)
    move_to_trash(item, by=by, at=NOON + DAY)
    trashed = NewsItem.objects.get().trashed_at
    with pytest.raises(InTrashError):
        change_item(item.pk, draft(), by=by, at=NOON)
    restore(item, by=by, at=NOON + DAY)
    restore(item, by=by, at=NOON + DAY)

    assert trashed == NOON
    assert NewsItem.objects.get().published_at == NOON - DAY
    assert not Confirmation.objects.exists()
    assert actions() == ["news.item.trashed", "news.item.restored"]


def test_nothing_is_published_from_the_trash(school, principal):
    item = ItemFactory(school=school, published_at=None, trashed_at=NOON)
    event = EventFactory(school=school, trashed_at=NOON)

    with pytest.raises(InTrashError):
        publish(item, is_meant_public=False, by=principal.actor, at=NOON)
    with pytest.raises(InTrashError):
        change_event(event.pk, event_draft(), by=principal.actor, at=NOON)


def test_what_was_published_can_become_a_draft_again(school, principal):
    event, by = EventFactory(school=school), principal.actor

    withdraw(event, by=by, at=NOON)
    withdraw(event, by=by, at=NOON)

    assert Event.objects.get().published_at is None
    assert actions() == ["news.event.withdrawn"]


def test_the_trash_is_emptied_and_confirmations_go_with_the_end(school):
    ItemFactory(trashed_at=NOON - 30 * DAY, title="Müll")
    EventFactory(trashed_at=NOON - 30 * DAY)
    kept = ItemFactory(trashed_at=NOON - 29 * DAY, title="noch da")
    expired = ItemFactory(ends_at=NOON, starts_at=NOON - 2 * DAY)
    PictureFactory(item=kept, removed_at=NOON - 30 * DAY)
    picture = PictureFactory(item=kept, removed_at=NOON - 29 * DAY)
    ItemFactory(starts_at=NOON - 900 * DAY, ends_at=NOON - 730 * DAY)
    EventFactory(
        begins_on=dt.date(2024, 1, 1), over_on=dt.date(2024, 1, 1), title="lange her"
    )
    running = ItemFactory()
    for item in (expired, running):
        Confirmation.objects.create(item=item, reader="0" * 64, cell="teacher")

    purge_publications(at=NOON)

    assert set(NewsItem.objects.all()) == {kept, expired, running}
    assert kept.pictures.get() == picture
    assert not Event.objects.exists()
    assert [one.item for one in Confirmation.objects.all()] == [running]
    assert actions() == ["news.item.purged"] * 2 + ["news.event.purged"] * 2


def test_a_picture_is_drawn_anew_and_smaller(school, principal):
    item = ItemFactory(school=school)
    file = Upload("chor.jpg", drawn("JPEG", (3200, 1000), comment=b"secret place"))

    picture = add_picture(item, file, "Der Chor", by=principal.actor, at=NOON)

    assert (picture.width, picture.height) == (1600, 500)
    assert b"secret" not in bytes(picture.content)
    assert NewsItem.objects.get().changed_at == NOON
    for _ in range(2):
        remove_picture(picture, by=principal.actor, at=NOON + DAY)
    assert item.pictures.get().removed_at == NOON + DAY
    # It was published: what is seen there is the school's word.
    assert actions() == ["news.item.changed"] * 2
    move_to_trash(item, by=principal.actor, at=NOON)
    with pytest.raises(InTrashError):
        add_picture(item, file, "Der Chor", by=principal.actor, at=NOON)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"no picture", BrokenPictureError),
        (b"\x89PNG\r\n\x1a\nbent", BrokenPictureError),
        (b"x" * (9 * 1024**2), PictureTooLargeError),
    ],
)
def test_what_is_no_picture_is_refused(school, principal, content, error):
    with pytest.raises(error):
        add_picture(
            ItemFactory(), Upload("a", content), "x", by=principal.actor, at=NOON
        )


def test_there_are_ten_pictures_at_most(school, principal):
    item, file = ItemFactory(school=school), Upload("a.png", drawn("PNG", (2, 2)))
    for _ in range(10):
        add_picture(item, file, "x", by=principal.actor, at=NOON)

    with pytest.raises(TooManyPicturesError):
        add_picture(item, file, "x", by=principal.actor, at=NOON)
    first, last = item.pictures.first(), item.pictures.last()
    remove_picture(first, by=principal.actor, at=NOON)
    add_picture(item, file, "x", by=principal.actor, at=NOON)
    with pytest.raises(TooManyPicturesError):
        put_picture_back(first, by=principal.actor, at=NOON)
    remove_picture(last, by=principal.actor, at=NOON)
    put_picture_back(first, by=principal.actor, at=NOON)
    assert item.pictures.filter(removed_at=None).count() == 10


def test_a_right_that_was_given_is_enough(school):
    office = account_at(school, Role.OFFICE)
    Grant.objects.create(
        right=Right.PUBLISH_NEWS,
        school=school,
        role=Role.OFFICE,
        effect=GrantEffect.ALLOWED,
        decided_at=NOON,
    )

    item = write_item(school, draft(), by=office.actor, at=NOON)

    assert item.pk
