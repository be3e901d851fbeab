"""In which order letters are printed."""

from eduport.administration.rules.ordering import Place, in_order


def place(school_class="", sort_name="a", role="Lehrkraft", school="Hafen"):
    return Place(school, school_class, role, sort_name)


def test_letters_go_by_school_class_role_and_name():
    wanted = [
        place("9b", "zander z"),
        place("10a", "aerzen a"),
        place("10a", "ohland a"),
        place("", "aerzen a", role="Lehrkraft"),
        place("", "aerzen a", role="Schulbüro"),
        place("1a", school="Kai"),
    ]

    mixed = [wanted[n] for n in (3, 5, 1, 0, 4, 2)]
    assert sorted(mixed, key=in_order) == wanted
