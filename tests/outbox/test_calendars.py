"""A letter that brings an entry for the calendar."""

import uuid
from email import message_from_bytes, policy

from icalendar import Calendar

from eduport.outbox.formats import message_of, read_message, text_of
from eduport.outbox.types import Letter
from tests.factories.people import NOON

ENTRY = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nMETHOD:PUBLISH\r\n"
    "BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Für Österreich\r\nEND:VEVENT\r\n"
    "END:VCALENDAR\r\n"
)


def test_the_entry_is_a_file_that_says_what_it_is():
    letter = Letter("ada@s1.hamburg.de", "Platz", "Sie haben ihn.\n", "de")
    with_entry = Letter(letter.to, letter.subject, letter.text, "de", calendar=ENTRY)

    content = message_of(with_entry, uuid.uuid4(), NOON).message().as_bytes()

    message = message_from_bytes(content, policy=policy.default)
    [part] = message.iter_attachments()
    assert part.get_content_type() == "text/calendar"
    assert part.get_param("method") == "PUBLISH"
    assert part.get_filename() == "termin.ics"
    [event] = Calendar.from_ical(part.get_content()).events
    assert event["SUMMARY"] == "Für Österreich"
    assert text_of(read_message(content)) == "Sie haben ihn.\n"


def test_a_letter_without_one_is_plain_text():
    letter = Letter("ada@s1.hamburg.de", "Platz", "Sie haben ihn.\n", "de")

    content = message_of(letter, uuid.uuid4(), NOON).message().as_bytes()

    message = read_message(content)
    assert message.get_content_type() == "text/plain"
    assert text_of(message) == "Sie haben ihn.\n"
