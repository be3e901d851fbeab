"""`eduport officer`: schools with a data protection officer of their own."""

import pytest
from click.testing import CliRunner

from eduport.audit.models import LogEntry
from eduport.ops.cli import main
from tests.factories.people import SchoolFactory

pytestmark = pytest.mark.django_db


def eduport(*arguments):
    return CliRunner().invoke(main, ("officer", *arguments))


def test_a_school_gets_an_officer_and_loses_it_again():
    school = SchoolFactory(code="hafen")

    given = eduport("set", "hafen", "dsb@hafen.example")
    again = eduport("set", "hafen", "dsb@hafen.example")
    listed = eduport("list").output
    taken = eduport("remove", "hafen")

    school.refresh_from_db()
    assert [one.exit_code for one in (given, again, taken)] == [0, 0, 0]
    assert listed.splitlines()[0] == "hafen  dsb@hafen.example"
    assert school.data_protection_mail == ""
    actions = LogEntry.objects.values_list("action", "subject_id")
    assert list(actions) == [("people.school.officer_set", school.pk)] * 2


@pytest.mark.parametrize(
    ("code", "address", "sentence"),
    [
        ("hafen", "dsb at hafen", "“dsb at hafen” is no mail address."),
        ("deich", "dsb@x.example", "There is no school with the code “deich”."),
    ],
)
def test_wrong_input_ends_with_2_and_a_sentence(code, address, sentence):
    school = SchoolFactory(code="hafen")

    result = eduport("set", code, address)

    school.refresh_from_db()
    assert result.exit_code == 2
    assert sentence in result.output
    assert school.data_protection_mail == ""
