"""Files with questions, reports, replies and notes: kept, fetched, forgotten."""

import datetime as dt
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from eduport.privacy.formats.own_data import as_archive, files_of
from eduport.privacy.queries.own_data import stored_about
from eduport.support.errors import TicketIsFullError, TooManyFilesError
from eduport.support.models import Attachment, Message, Side, Ticket
from eduport.support.services.files import attach_files
from eduport.support.services.personal_data import erase
from eduport.support.services.talk import Said, say_in_ticket
from eduport.support.services.tickets import purge_tickets
from eduport.support.types import MediaType, Upload
from tests.factories.accounts import sign_in
from tests.factories.people import NOON
from tests.factories.status import ComponentFactory
from tests.factories.support import (
    AttachmentFactory,
    FaultFactory,
    MessageFactory,
    QuestionFactory,
)
from tests.support.pictures import PDF, photo, screenshot, upload

pytestmark = pytest.mark.django_db
ASK = reverse("support:ask")


def sent(name="bild.png", content=None):
    return SimpleUploadedFile(name, screenshot() if content is None else content)


def question(cast, **values):
    common = {"school": cast.school.pk, "addressee": "school_admin", "subject": "WLAN"}
    return common | {"text": "Es ist weg."} | values


def fetched(client, account, file):
    sign_in(client, account)
    return client.get(reverse("support:attachment", args=[file.uid]))


def test_a_question_brings_its_files(client, cast):
    sign_in(client, cast.pupil)
    client.post(ASK, question(cast, attachments=[sent(), sent("log.txt", b"Zeile")]))

    files = Attachment.objects.filter(message__ticket=Ticket.objects.get())
    assert [(one.name, one.media_type) for one in files] == [
        ("bild.png", MediaType.PNG),
        ("log.txt", MediaType.TEXT),
    ]


def test_a_refused_file_loses_nothing_else(client, cast):
    sign_in(client, cast.pupil)

    response = client.post(
        ASK, question(cast, attachments=[sent(), sent("virus.exe", b"MZ")])
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert "„virus.exe“ kann nicht gesendet werden." in page
    assert 'href="#id_attachments"' in page
    assert "Es ist weg." in page
    assert (Ticket.objects.count(), Attachment.objects.count()) == (0, 0)


def test_too_large_and_too_many_are_said_at_the_field(client, cast, settings):
    sign_in(client, cast.pupil)
    settings.EDUPORT.attachment_mb = 1
    large = b"a" * (1024**2 + 1)

    first = client.post(ASK, question(cast, attachments=[sent("lang.log", large)]))
    many = [sent(f"{number}.txt", b"a") for number in range(11)]
    second = client.post(ASK, question(cast, attachments=many)).content.decode()

    settings.EDUPORT.attachment_mb, settings.EDUPORT.ticket_files_mb = 10, 1
    third = client.post(ASK, question(cast, attachments=[sent("lang.log", large)]))

    settings.EDUPORT.ticket_files_mb = 50
    assert "zusammen größer als 1 MB" in third.content.decode()
    assert (
        "„lang.log“ ist zu groß: höchstens 1 MB sind erlaubt." in first.content.decode()
    )
    assert "Höchstens 10 Dateien" in second


def test_a_report_and_both_sides_of_the_conversation_bring_files(client, cast, desk):
    admin = cast.admin
    sign_in(client, admin)
    values = {"subject": "Mail", "text": "Steht.", "spread": "one", "effect": "minor"}
    values |= {"component": ComponentFactory().pk, "school": cast.school.pk}
    client.post(
        reverse("support:report"), values | {"attachments": [sent("a.jpg", photo())]}
    )
    ticket = Ticket.objects.get()
    here = reverse("support:ticket", args=[ticket.uid])
    client.post(here, {"text": "Noch eins.", "attachments": [sent("b.pdf", PDF)]})

    page = client.get(here).content.decode()

    assert [name in page for name in ("a.jpg", "b.pdf")] == [True, True]
    assert "PDF, 35\xa0Bytes" in page


def test_a_file_is_saved_and_never_shown(client, cast):
    ticket = QuestionFactory(reporter=cast.pupil.person, school=cast.school)
    file = AttachmentFactory(
        message=ticket.message_set.get(), name="Größe.txt", media_type="text/plain"
    )

    response = fetched(client, cast.admin, file)

    assert response.content == file.content
    wanted = {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Disposition": "attachment; filename*=utf-8''Gr%C3%B6%C3%9Fe.txt",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-store",
    }
    assert {name: response.get(name) for name in wanted} == wanted


def test_who_fetches_the_file_of_a_question(client, cast, operator_account):
    ticket = QuestionFactory(reporter=cast.pupil.person, school=cast.school)
    open_one = AttachmentFactory(message=ticket.message_set.get())
    note = MessageFactory(ticket=ticket, side="contact", is_internal=True)
    inside = AttachmentFactory(message=note)
    everybody = [cast.pupil, cast.admin, cast.teacher, cast.stranger, operator_account]

    codes = [fetched(client, one, open_one).status_code for one in everybody]
    internal = [fetched(client, one, inside).status_code for one in everybody]

    assert codes == [200, 200, 404, 404, 404]
    assert internal == [404, 200, 404, 404, 404]


def test_who_fetches_the_file_of_a_report(client, cast, operator_account):
    ticket = FaultFactory(reporter=cast.it_contact.person, school=cast.school)
    open_one = AttachmentFactory(message=ticket.message_set.get())
    note = MessageFactory(ticket=ticket, side="desk", is_internal=True)
    inside = AttachmentFactory(message=note)
    everybody = [cast.it_contact, cast.admin, cast.stranger, operator_account]

    codes = [fetched(client, one, open_one).status_code for one in everybody]
    internal = [fetched(client, one, inside).status_code for one in everybody]

    assert codes == [200, 200, 404, 200]
    assert internal == [404, 404, 404, 200]


def test_an_admin_who_asked_reads_no_note_about_the_own_question(client, cast):
    ticket = QuestionFactory(reporter=cast.admin.person, school=cast.school)
    note = MessageFactory(ticket=ticket, side="contact", is_internal=True)

    assert fetched(client, cast.admin, AttachmentFactory(message=note)).status_code == (
        404
    )


def test_what_is_refused_leaves_no_reply(cast, operator, settings):
    ticket = FaultFactory()
    settings.EDUPORT.ticket_files_mb = 1
    AttachmentFactory(message=ticket.message_set.get(), size=1024**2)
    said = Said(text="Hier.", files=(upload(),))

    with pytest.raises(TicketIsFullError):
        say_in_ticket(ticket.pk, said, side=Side.DESK, by=operator, at=NOON)

    settings.EDUPORT.ticket_files_mb = 50
    assert Message.objects.filter(text="Hier.").count() == 0
    many = [Upload("a.txt", b"a")] * 11
    with pytest.raises(TooManyFilesError):
        attach_files(ticket.message_set.get(), many, by=operator, at=NOON)


def test_files_go_with_their_ticket(cast):
    ticket = QuestionFactory(
        state="closed", solved_at=NOON, closed_at=NOON, reporter=cast.pupil.person
    )
    AttachmentFactory(message=ticket.message_set.get())

    purge_tickets(at=NOON + dt.timedelta(days=181))

    assert Attachment.objects.count() == 0


def test_the_asker_takes_the_files_away_and_they_are_erased(cast):
    ticket = QuestionFactory(reporter=cast.pupil.person, school=cast.school)
    own = AttachmentFactory(message=ticket.message_set.get())
    note = MessageFactory(ticket=ticket, side="contact", author=cast.admin.person)
    Message.objects.filter(pk=note.pk).update(is_internal=True)
    AttachmentFactory(message=note)

    files = files_of(stored_about(cast.pupil.person_id))
    archive = zipfile.ZipFile(io.BytesIO(as_archive(files)))
    erased = erase([cast.pupil.person_id], at=NOON)

    assert archive.namelist() == [f"dateien/{own.pk}.png"]
    assert archive.read(archive.namelist()[0]) == own.content
    assert erased["support.Attachment"] == 2


def test_the_page_of_a_ticket_costs_the_same_however_many_files(
    client, cast, django_assert_max_num_queries
):
    ticket = QuestionFactory(reporter=cast.pupil.person, school=cast.school)
    sign_in(client, cast.pupil)
    here = reverse("support:ticket", args=[ticket.uid])
    client.get(here)

    for number in (1, 3):
        while Attachment.objects.count() < number:
            AttachmentFactory(message=MessageFactory(ticket=ticket))
        with django_assert_max_num_queries(17):
            page = client.get(here).content.decode()
        assert page.count('href="/support/files/') == number
