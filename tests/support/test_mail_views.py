"""Pages of mail that came in, as people get them."""

import pytest
from django.urls import reverse

from eduport.support.models import IncomingMail, MailState
from tests.factories.accounts import sign_in
from tests.factories.people import NOON
from tests.factories.support import FaultFactory, IncomingMailFactory, QuestionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def question(cast):
    return QuestionFactory(reporter=cast.teacher.person, school=cast.school)


def held(ticket, **fields):
    return IncomingMailFactory(
        ticket=ticket,
        state=MailState.HELD,
        reason="sender",
        sender="fremd@example.org",
        subject="AW: WLAN",
        text="Danke.",
        **fields,
    )


def test_the_desk_sees_what_waits(desk, cast):
    mail = held(FaultFactory(reporter=cast.teacher.person, school=cast.school))
    recorded = IncomingMailFactory(
        ticket=mail.ticket,
        state="recorded",
        reason="auto_reply",
        subject="Abwesend",
        settled_at=NOON,
    )

    page = desk.get(reverse("support:mails"))

    assert list(page.context["page"]) == [mail]
    assert "kommt nicht von einer Adresse dieser Person" in page.content.decode()
    page = desk.get(reverse("support:mails"), {"state": "recorded"})
    assert list(page.context["page"]) == [recorded]


def test_an_empty_list_says_what_would_stand_here(desk):
    page = desk.get(reverse("support:mails")).content.decode()

    assert "Hier ist keine Mail" in page


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_many(
    desk, cast, number, django_assert_num_queries
):
    for _ in range(number):
        held(FaultFactory(reporter=cast.teacher.person, school=cast.school))
    # The first page of a process reads what is kept from then on.
    desk.get(reverse("support:mails"))

    with django_assert_num_queries(7):
        desk.get(reverse("support:mails"))


def test_a_mail_shows_what_is_in_it(desk, cast):
    mail = held(FaultFactory(reporter=cast.teacher.person, school=cast.school))

    page = desk.get(reverse("support:mail", args=[mail.uid])).content.decode()

    assert "fremd@example.org" in page
    assert "Danke." in page
    assert "Ins Gespräch übernehmen" in page


def test_the_button_takes_it_over(client, cast, question):
    mail = held(question)
    sign_in(client, cast.admin)

    answer = client.post(reverse("support:accept_mail", args=[mail.uid]), follow=True)

    assert "Die Mail steht jetzt im Gespräch." in answer.content.decode()
    assert IncomingMail.objects.get().message.text == "Danke."


def test_what_cannot_be_taken_over_says_so(client, cast, question):
    mail = held(question)
    IncomingMail.objects.update(text="")
    sign_in(client, cast.admin)

    answer = client.post(reverse("support:accept_mail", args=[mail.uid]), follow=True)

    assert "kann nicht übernommen werden" in answer.content.decode()
    assert IncomingMail.objects.get().state == MailState.HELD


def test_the_other_button_throws_it_away(client, cast, question):
    mail = held(question)
    sign_in(client, cast.admin)

    client.post(reverse("support:throw_away_mail", args=[mail.uid]))

    assert IncomingMail.objects.get().state == MailState.THROWN_AWAY


def test_a_mail_is_downloaded_as_it_came_and_never_shown(client, cast, question):
    content = b"Content-Type: text/html\r\n\r\n<script>alert(1)</script>"
    mail = held(question, content=content)
    sign_in(client, cast.admin)

    answer = client.get(reverse("support:download_mail", args=[mail.uid]))

    assert answer.content == content
    names = ["Content-Type", "Content-Disposition", "X-Content-Type-Options"]
    assert [answer[name] for name in names] == [
        "application/octet-stream",
        f'attachment; filename="mail-{mail.pk}.eml"',
        "nosniff",
    ]


def test_what_stands_in_the_ticket_is_not_downloaded(client, cast, question):
    """It would show the private address from which somebody wrote."""
    mail = held(question)
    IncomingMail.objects.update(state=MailState.TAKEN, settled_at=NOON)
    sign_in(client, cast.admin)

    page = client.get(reverse("support:mail", args=[mail.uid])).content.decode()
    answer = client.get(reverse("support:download_mail", args=[mail.uid]))

    assert ("Im Original herunterladen" in page, answer.status_code) == (False, 404)


@pytest.mark.parametrize("name", ["mail", "download_mail"])
def test_nobody_else_finds_it(client, cast, question, desk, name):
    url = reverse(f"support:{name}", args=[held(question).uid])

    for who in ("pupil", "teacher", "it_contact", "stranger"):
        sign_in(client, getattr(cast, who))
        assert client.get(url).status_code == 404
    # Questions of schools are none of the desk's business.
    assert desk.get(url).status_code == 404


def test_the_ticket_tells_who_answers_of_mail_that_is_not_in_it(client, cast, question):
    held(question)
    url = reverse("support:ticket", args=[question.uid])

    sign_in(client, cast.admin)
    assert "Mails, die hier nicht stehen" in client.get(url).content.decode()
    sign_in(client, cast.teacher)
    assert "Mails, die hier nicht stehen" not in client.get(url).content.decode()


def test_the_menu_names_it_where_mail_is_taken(client, cast, mail_domain):
    sign_in(client, cast.admin)

    page = client.get(reverse("support:questions")).content.decode()

    assert reverse("support:mails") in page
