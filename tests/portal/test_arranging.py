"""Moving, hiding and preferring tiles."""

import pytest

from eduport.portal.models import TilePreference
from eduport.portal.queries import tiles_of
from eduport.portal.rules.arranging import Direction, matching, sections
from eduport.portal.services.arranging import (
    TileIsLockedError,
    TileNotThereError,
    add_favourite,
    hide_tile,
    move_tile,
    remove_favourite,
    reset_tiles,
    show_tile,
)
from tests.factories.people import NOON
from tests.factories.portal import TileFactory, TileGroupFactory, TileReleaseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def tiles():
    """Three tiles of one group, in this order in the catalogue."""
    return [TileReleaseFactory(tile__position=place).tile for place in (1, 2, 3)]


def arranged(account):
    """The slugs of the shown tiles below the slugs of their groups."""
    shown = [t for t in tiles_of(account.actor, at=NOON) if not t.is_hidden]
    return {
        section.group.slug: [tile.slug for tile in section.tiles]
        for section in sections(shown, "Favourites")
        if section.group.slug in ("favourites", "lessons")
    }


def names(*tiles):
    return [tile.slug for tile in tiles]


def test_the_catalogue_decides_until_somebody_moves_a_tile(teacher, tiles):
    assert arranged(teacher) == {"lessons": names(*tiles)}


@pytest.mark.parametrize(
    ("moved", "direction", "order"),
    [
        (2, Direction.EARLIER, (0, 2, 1)),
        (0, Direction.LATER, (1, 0, 2)),
        (0, Direction.EARLIER, (0, 1, 2)),
        (2, Direction.LATER, (0, 1, 2)),
    ],
)
def test_a_tile_moves_one_place(teacher, tiles, moved, direction, order):
    move_tile(tiles[moved].pk, direction, by=teacher.actor, at=NOON)

    assert arranged(teacher) == {"lessons": names(*(tiles[i] for i in order))}


def test_moving_twice_goes_on(teacher, tiles):
    for _ in range(2):
        move_tile(tiles[2].pk, Direction.EARLIER, by=teacher.actor, at=NOON)

    assert arranged(teacher) == {"lessons": names(tiles[2], tiles[0], tiles[1])}


def test_a_new_tile_comes_behind_the_moved_ones(teacher, tiles):
    move_tile(tiles[2].pk, Direction.EARLIER, by=teacher.actor, at=NOON)
    new = TileReleaseFactory(tile__position=0).tile

    assert arranged(teacher)["lessons"][-1] == new.slug


def test_others_keep_their_order(teacher, pupil, tiles):
    move_tile(tiles[2].pk, Direction.EARLIER, by=teacher.actor, at=NOON)

    assert arranged(pupil) == {"lessons": names(*tiles)}


def test_a_hidden_tile_is_gone_until_it_is_shown_again(teacher, tiles):
    hide_tile(tiles[0].pk, by=teacher.actor, at=NOON)
    without = arranged(teacher)
    show_tile(tiles[0].pk, by=teacher.actor, at=NOON)

    assert without == {"lessons": names(*tiles[1:])}
    assert arranged(teacher) == {"lessons": names(*tiles)}


def test_a_favourite_stands_on_top_until_it_is_none_any_more(teacher, tiles):
    add_favourite(tiles[2].pk, by=teacher.actor, at=NOON)
    with_favourite = arranged(teacher)
    remove_favourite(tiles[2].pk, by=teacher.actor, at=NOON)

    assert with_favourite == {
        "favourites": names(tiles[2]),
        "lessons": names(*tiles[:2]),
    }
    assert arranged(teacher) == {"lessons": names(*tiles)}


def test_favourites_are_moved_among_themselves(teacher, tiles):
    for tile in tiles[:2]:
        add_favourite(tile.pk, by=teacher.actor, at=NOON)
    move_tile(tiles[1].pk, Direction.EARLIER, by=teacher.actor, at=NOON)

    assert arranged(teacher)["favourites"] == names(tiles[1], tiles[0])


def test_a_hidden_favourite_is_no_favourite(teacher, tiles):
    add_favourite(tiles[0].pk, by=teacher.actor, at=NOON)
    hide_tile(tiles[0].pk, by=teacher.actor, at=NOON)

    assert arranged(teacher) == {"lessons": names(*tiles[1:])}


def test_hiding_keeps_the_place(teacher, tiles):
    move_tile(tiles[2].pk, Direction.EARLIER, by=teacher.actor, at=NOON)
    hide_tile(tiles[2].pk, by=teacher.actor, at=NOON)
    show_tile(tiles[2].pk, by=teacher.actor, at=NOON)

    assert arranged(teacher) == {"lessons": names(tiles[0], tiles[2], tiles[1])}


def test_resetting_forgets_everything_of_the_actor_only(teacher, pupil, tiles):
    for account in (teacher, pupil):
        hide_tile(tiles[0].pk, by=account.actor, at=NOON)

    reset_tiles(by=teacher.actor)

    assert arranged(teacher) == {"lessons": names(*tiles)}
    assert TilePreference.objects.get().account == pupil


@pytest.mark.parametrize("operation", [hide_tile, show_tile, add_favourite])
def test_a_locked_tile_stays_where_it_is(teacher, operation):
    locked = TileGroupFactory(slug="locked", is_locked=True)
    tile = TileReleaseFactory(tile__group=locked).tile

    with pytest.raises(TileIsLockedError, match=r"Kachel \d+"):
        operation(tile.pk, by=teacher.actor, at=NOON)


def test_nobody_arranges_a_tile_that_is_not_theirs(teacher):
    with pytest.raises(TileNotThereError):
        hide_tile(TileFactory().pk, by=teacher.actor, at=NOON)


def test_all_words_of_a_search_stand_in_name_or_text(teacher, tiles):
    shown = [t for t in tiles_of(teacher.actor, at=NOON) if t.group.slug == "lessons"]

    wanted = f"BESCHREIBUNG {tiles[1].title_de}"
    assert [tile.slug for tile in matching(shown, wanted)] == names(tiles[1])
