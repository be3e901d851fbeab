"""Finding persons by what is typed, and how PostgreSQL writes names for it."""

import pytest
from django.db import connection

from eduport.people.models import Group, GroupKind, Person
from eduport.people.queries.search import persons_matching
from eduport.people.rules.names import words_of
from tests.factories.people import (
    NOON,
    AcademicSessionFactory,
    AddressFactory,
    GroupFactory,
    MembershipFactory,
    PersonFactory,
    SchoolFactory,
)

pytestmark = pytest.mark.django_db
# The blocks from which DIN 91379 takes its letters, and those that it adds.
BLOCKS = [*range(0xC0, 0x180), *range(0x1E00, 0x1F00)]
LETTERS = [chr(code) for code in BLOCKS if chr(code).isalpha()]
LETTERS += "ƏəƷʒǤǥȤȥŊŋƁƊƑƗƘƝƟƤƬƲƳǎǐǒǔǰȘșȚț"
LETTERS += ["C̨̆", "k̲", "n̄", "Ž̧", "ü", "A\u0323\u0308"]
# Transliterated, where PostgreSQL drops the mark alone.
DIFFERENT = {"ẜ", "ẝ", "ẟ", "Ỻ", "ỻ", "Ỽ", "ỽ", "Ỿ", "ỿ"}


def folded(letters):
    with connection.cursor() as cursor:
        query = "SELECT eduport_folded(letter) FROM unnest(%s::text[]) letter"
        cursor.execute(query, [letters])
        return [row[0] for row in cursor.fetchall()]


def test_postgresql_writes_every_letter_as_addresses_do():
    letters = [letter for letter in LETTERS if letter not in DIFFERENT]

    written = {letter: "".join(words_of(letter)) for letter in letters}

    assert dict(zip(letters, folded(letters), strict=True)) == written


def found(text, classes=None):
    classes = Group.objects.filter(kind=GroupKind.CLASS) if classes is None else classes
    persons = persons_matching(Person.objects.all(), text, classes=classes)
    return sorted(str(person) for person in persons)


@pytest.mark.parametrize(
    "typed",
    ["müller", "MUELLER", "muller", "mül", "Anna Mü", "lüdenscheidt", "Maria", "M"],
)
def test_a_name_is_found_as_it_sounds(typed):
    PersonFactory(
        given_name="Anna Maria",
        family_name="Müller-Lüdenscheidt",
        address_base="anna.mueller-luedenscheidt",
    )
    PersonFactory(given_name="Ben", family_name="Łukasz", address_base="ben.lukasz")

    assert found(typed) == ["Anna Maria Müller-Lüdenscheidt"]


@pytest.mark.parametrize(
    ("typed", "number"), [("obrien", 1), ("O’Brien", 1), ("lukasz", 1), ("ukasz", 0)]
)
def test_only_beginnings_count(typed, number):
    PersonFactory(given_name="Łukasz", family_name="O'Brien", call_name="Luk")

    assert len(found(typed)) == number


def test_other_scripts_are_found_as_the_address_writes_them():
    PersonFactory(given_name="Анна", family_name="Иванова", address_base="anna.ivanova")

    assert found("Ivan") == ["Анна Иванова"]


def test_every_word_must_fit():
    PersonFactory(given_name="Ada", family_name="Berg")

    assert found("Ada Berg") == ["Ada Berg"]
    assert found("Ada Meyer") == []


def test_a_class_finds_its_members_and_narrows_names():
    session = AcademicSessionFactory(activated_at=NOON)
    group = GroupFactory(kind=GroupKind.CLASS, name="7b", session=session)
    MembershipFactory(group=group, person__given_name="Cem")
    MembershipFactory(group=group, person__given_name="Ada")
    PersonFactory(given_name="Dora")

    assert found("7B") == ["Ada Berg", "Cem Berg"]
    assert found("7b cem") == ["Cem Berg"]
    assert found("7c") == []


def test_a_class_may_have_a_name_without_a_number():
    session = AcademicSessionFactory(activated_at=NOON)
    group = GroupFactory(kind=GroupKind.CLASS, name="Igel", session=session)
    MembershipFactory(group=group, person__given_name="Cem")
    PersonFactory(given_name="Igor")

    assert found("ig") == ["Cem Berg", "Igor Berg"]


def test_a_whole_address_finds_its_owner_also_after_it_was_replaced():
    school = SchoolFactory(code="hafen")
    owner = PersonFactory(given_name="Cem", home_school=school)
    AddressFactory(person=owner, base="cem.adler", number=2, replaced_at=NOON)

    assert found("cem.adler2@hafen.hamburg.de") == ["Cem Berg"]
    assert found("cem.adler3@hafen.hamburg.de") == []


def test_the_beginning_of_an_address_finds_namesakes_of_that_school():
    PersonFactory(home_school=SchoolFactory(code="hafen"))
    PersonFactory(home_school=SchoolFactory(code="deich"))

    assert found("ada.berg@ha") == ["Ada Berg"]
    assert len(found("ada.be")) == 2


def test_nothing_typed_is_everybody_and_nonsense_is_nobody():
    PersonFactory()

    assert found("  ") == ["Ada Berg"]
    assert found("!&|:*") == []


def test_names_are_sorted_as_in_a_telephone_book():
    for family in ["Mulde", "Müller", "Muffe", "Ødegaard", "von Adel"]:
        PersonFactory(family_name=family)

    in_order = Person.objects.order_by("sort_name").values_list(
        "family_name", flat=True
    )

    assert list(in_order) == ["Müller", "Muffe", "Mulde", "Ødegaard", "von Adel"]
