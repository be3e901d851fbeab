"""Namesakes of one school are numbered in order of arrival, for ever."""

from tests.sync.portraits import account_of, address_of, addresses_of


def test_namesakes_of_the_first_night_are_numbered_as_the_file_lists_them(feed, city):
    city.person("z", "Ada Lovelace", "A:student")
    city.person("m", "Ada Lovelace", "A:student")
    city.person("a", "Ada Lovelace", "A:teacher")

    feed.sync(city)

    assert [address_of(key) for key in "zma"] == [
        "ada.lovelace@a.hamburg.de",
        "ada.lovelace2@a.hamburg.de",
        "ada.lovelace3@a.hamburg.de",
    ]
    assert account_of("a").username == "ada.lovelace3@a.hamburg.de"


def test_a_namesake_at_another_school_has_no_number(feed, city):
    city.person("z", "Ada Lovelace", "A:student")
    city.person("m", "Ada Lovelace", "B:student")

    feed.sync(city)

    assert address_of("m") == "ada.lovelace@b.hamburg.de"


def test_who_comes_later_gets_the_higher_number_wherever_the_file_lists_them(
    feed, city
):
    city.person("z", "Ada Lovelace", "A:student")
    feed.sync(city)
    later = dict(city.people)
    city.people.clear()
    city.person("a", "Ada Lovelace", "A:student")
    city.people |= later

    feed.sync(city)

    assert address_of("z") == "ada.lovelace@a.hamburg.de"
    assert address_of("a") == "ada.lovelace2@a.hamburg.de"


def test_who_takes_the_name_of_another_gets_a_number(feed, city):
    feed.sync(city)
    city.rename("s1", "von Ahn")
    city.people["s1"].given = "Bo"

    feed.sync(city)

    assert address_of("s2") == "bo.vonahn@a.hamburg.de"
    assert address_of("s1") == "bo.vonahn2@a.hamburg.de"


def test_who_takes_the_old_name_again_gets_the_old_address_again(feed, city):
    feed.sync(city)
    city.rename("s1", "Schulz")
    feed.sync(city)
    city.person("s9", "Anna Meyer", "A:student")
    city.rename("s1", "Meyer")

    feed.sync(city)

    assert addresses_of("s1") == [
        ("anna.meyer@a.hamburg.de", True),
        ("anna.schulz@a.hamburg.de", False),
    ]
    assert address_of("s9") == "anna.meyer2@a.hamburg.de"


def test_two_who_swap_names_keep_what_was_given_apart(feed, city):
    feed.sync(city)
    city.people["s1"], city.people["s2"] = city.people["s2"], city.people["s1"]

    feed.sync(city)

    assert address_of("s1") == "bo.vonahn2@a.hamburg.de"
    assert address_of("s2") == "anna.meyer2@a.hamburg.de"


def test_who_moves_to_a_school_with_a_namesake_gets_a_number_there(feed, city):
    city.person("m", "Cem Öz", "A:student")
    feed.sync(city)
    city.place("m", "B:student")

    feed.sync(city)

    assert address_of("m") == "cem.oez2@b.hamburg.de"
    assert account_of("m").username == "cem.oez2@b.hamburg.de"


def test_a_code_given_to_another_school_continues_the_numbers_there(feed, city):
    feed.sync(city)
    city.school("A", "lovelace")
    feed.sync(city)
    city.school("C", "a")
    city.person("c1", "Anna Meyer", "C:student")

    feed.sync(city)

    assert address_of("c1") == "anna.meyer2@a.hamburg.de"
