"""The pages of a handout: what happens first, who gets to the file, and how often."""

import datetime as dt
import re
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pypdf import PdfReader

from eduport.accounts.models import ActivationCode
from eduport.administration.models import Handout, HandoutEntry, HandoutState
from eduport.administration.services.producing import produce_handout
from eduport.administration.views.handouts import KEY
from eduport.people.models import AdminRole, Role
from tests.factories.accounts import AccountFactory, sign_in
from tests.factories.administration import (
    HandoutEntryFactory,
    HandoutFactory,
)
from tests.factories.people import (
    AffiliationFactory,
    AppointmentFactory,
    SchoolFactory,
)

pytestmark = pytest.mark.django_db
ASK = "/manage/handouts/new/"
ORDER = {"secret_kind": "code", "form": "letters", "address_form": "by_role"}
FILE_PASSWORD = "Elbe-Fähre-Moin-7"


@pytest.fixture
def school():
    return SchoolFactory(name="Am Hafen", code="hafen")


def admin_of(school, **sign_in_options):
    person = AppointmentFactory(
        person__home_school=SchoolFactory(), role=AdminRole.SCHOOL_ADMIN, school=school
    ).person
    name = f"admin.{person.pk}@xy.hamburg.de"
    client = Client()
    account = AccountFactory(person=person, kind="admin", username=name)
    sign_in(client, account, **sign_in_options)
    return client, account


@pytest.fixture
def admin(school):
    return admin_of(school)[0]


def pupil(school, family_name="Berg", **kwargs):
    account = AccountFactory(
        person__home_school=school, person__family_name=family_name, **kwargs
    )
    AffiliationFactory(person=account.person, role=Role.STUDENT)
    return account


def ids(*accounts):
    return {"ids": [str(account.person.uid) for account in accounts]}


def asked(client, *accounts, **order):
    """The handout that somebody asks for."""
    response = client.post(ASK, ids(*accounts) | ORDER | order)
    assert response.status_code == 302, response.content.decode()
    handout = Handout.objects.latest("pk")
    assert response.url == page(handout)
    return handout


def made(client, *accounts, **order):
    handout = asked(client, *accounts, **order)
    produce_handout(handout.pk, clock=timezone.now)
    handout.refresh_from_db()
    return handout


def page(handout, then=""):
    return f"/manage/handouts/{handout.uid}/{then}"


def shown(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_the_first_page_says_what_will_happen_to_whom(admin, school):
    people = [pupil(school, name) for name in ("Aalto", "Berg", "Celik", "Dahl")]
    people.append(pupil(school, "Evers", activated_at=None))
    people.append(pupil(school, "Falk", disabled_at=timezone.now()))
    guest = AccountFactory(person__home_school=SchoolFactory())
    AffiliationFactory(person=guest.person, school=school)

    response = admin.post(ASK, ids(*people, guest))

    assert response.status_code == 200
    text = shown(response)
    assert "5 Personen bekommen Zugangsdaten" in text
    assert "Ada Aalto, Ada Berg, Ada Celik und 2 weitere" in text
    assert "4 davon melden sich schon mit einem Passwort an." in text
    assert "Ada Falk : ist gesperrt" in text.replace("Falk:", "Falk :")
    assert "1 Gast: Die Stammschule gibt die Zugangsdaten aus" in text
    assert "Für 5 Personen erstellen" in text
    assert Handout.objects.count() == 0


def test_a_selection_by_filter_reaches_everybody_it_finds(admin, school):
    pupil(school, "Aalto")
    pupil(school, "Berg")
    pupil(SchoolFactory(), "Aalto")

    response = admin.post(ASK, ORDER | {"all": "1", "filter": "q=Aalto"})

    assert response.status_code == 302
    assert [str(entry.person) for entry in HandoutEntry.objects.all()] == ["Ada Aalto"]


def test_nobody_selected_leads_back_to_the_list_with_a_reason(admin):
    response = admin.post(ASK, {}, follow=True)

    assert response.redirect_chain == [("/manage/people/", 302)]
    assert "Niemand ist ausgewählt." in shown(response)


def test_people_of_other_schools_cannot_be_smuggled_in(admin, school):
    stranger = pupil(SchoolFactory())

    admin.post(ASK, ids(stranger) | ORDER)

    assert Handout.objects.count() == 0


def test_the_worker_gets_the_task_and_the_browser_the_key(
    admin, school, django_capture_on_commit_callbacks
):
    account = pupil(school)

    with django_capture_on_commit_callbacks(execute=True):
        response = admin.post(ASK, ids(account) | ORDER)

    handout = Handout.objects.get()
    assert DBTaskResult.objects.get().args_kwargs["kwargs"] == {
        "handout_id": handout.pk
    }
    cookie = response.cookies[KEY]
    kept = {name: cookie[name] for name in ("path", "httponly", "samesite")}
    assert kept == {"path": page(handout), "httponly": True, "samesite": "Strict"}
    assert cookie.value not in str(Handout.objects.values().get())
    assert cookie.value not in str(dict(admin.session))


def test_whoever_confirmed_long_ago_is_asked_again(school):
    client, _ = admin_of(school, ago=16)
    account = pupil(school)

    response = client.post(ASK, ids(account) | ORDER)

    assert response.status_code == 403
    assert Handout.objects.count() == 0


def test_a_file_is_fetched_once(admin, school):
    account = pupil(school)
    handout = made(admin, account)

    first = admin.post(page(handout, "file/"))
    second = admin.post(page(handout, "file/"))

    assert (first.status_code, second.status_code) == (200, 410)
    assert first["Content-Type"] == "application/pdf"
    assert first["Content-Disposition"] == (
        f'attachment; filename="eduport-{handout.asked_at:%Y-%m-%d}.pdf"'
    )
    assert first["Cache-Control"] == "no-store"
    assert first.cookies[KEY].value == ""
    letter = PdfReader(BytesIO(first.content)).pages[1].extract_text()
    assert account.username in letter
    assert "Diese Datei kann nicht mehr abgeholt werden." in shown(second)


@pytest.mark.parametrize("then", ["", "progress/"])
def test_only_the_asker_sees_a_handout(admin, school, then):
    handout = asked(admin, pupil(school))
    colleague, _ = admin_of(school)

    assert admin.get(page(handout, then)).status_code == 200
    assert colleague.get(page(handout, then)).status_code == 404


@pytest.mark.parametrize("then", ["file/", "cancel/"])
def test_nobody_else_fetches_or_cancels(admin, school, then):
    handout = made(admin, pupil(school))
    colleague, _ = admin_of(school)
    colleague.cookies[KEY] = admin.cookies[KEY].value

    assert colleague.post(page(handout, then)).status_code == 404

    handout.refresh_from_db()
    assert handout.state == HandoutState.READY


def test_another_browser_of_the_asker_is_told_why(school):
    client, account = admin_of(school)
    handout = made(client, pupil(school))
    other = Client()
    sign_in(other, account)

    response = other.post(page(handout, "file/"), follow=True)

    assert "Nur der Browser, mit dem Sie die Datei angefordert" in shown(response)
    assert client.post(page(handout, "file/")).status_code == 200


@pytest.mark.slow
def test_a_workbook_gets_the_password_that_is_typed_twice(admin, school):
    handout = made(admin, pupil(school), form="workbook")
    typed = {"file_password": FILE_PASSWORD, "file_repetition": FILE_PASSWORD}

    response = admin.post(page(handout, "file/"), typed)

    assert response.status_code == 200
    assert response.content.startswith(b"\xd0\xcf\x11\xe0")


@pytest.mark.parametrize(
    ("password", "repetition", "reason"),
    [
        ("", "", "Dieses Feld muss ausgefüllt werden."),
        ("kurz", "kurz", "Das Passwort ist zu kurz."),
        ("a" * 20, "a" * 20, "Das Passwort wiederholt wenige Zeichen."),
        (FILE_PASSWORD, "Elbe-Fähre-Moin-8", "Die beiden Passwörter sind verschieden."),
    ],
)
def test_a_weak_password_for_the_file_is_refused_and_the_file_stays(
    admin, school, password, repetition, reason
):
    handout = made(admin, pupil(school), form="archive")
    typed = {"file_password": password, "file_repetition": repetition}

    response = admin.post(page(handout, "file/"), typed)

    assert response.status_code == 422
    assert reason in shown(response)
    handout.refresh_from_db()
    assert handout.state == HandoutState.READY


def test_a_handout_is_cancelled_and_says_so(admin, school):
    handout = asked(admin, pupil(school))

    response = admin.post(page(handout, "cancel/"), follow=True)

    assert "Es wurde abgebrochen." in shown(response)
    assert "Nichts hat sich geändert" in shown(response)


def test_the_page_shows_how_far_it_is(admin, school):
    handout = asked(admin, pupil(school))

    response = admin.get(page(handout))

    assert "0 von 1 sind fertig." in shown(response)
    assert b'hx-trigger="every 1s"' in response.content


def test_the_part_that_asks_is_silent_while_a_file_waits(admin, school):
    handout = made(admin, pupil(school))

    waiting = admin.get(page(handout, "progress/?state=ready"))
    changed = admin.get(page(handout, "progress/?state=running"))

    assert (waiting.status_code, waiting.content) == (204, b"")
    assert "Datei abholen" in shown(changed)


def test_the_result_names_everybody_and_can_be_asked_for_once_more(admin, school):
    account = pupil(school)
    handout = made(admin, account, pupil(school, "Falk", disabled_at=timezone.now()))
    admin.post(page(handout, "file/"))

    result = admin.get(page(handout))
    again = admin.get(f"{ASK}?again={handout.uid}")

    text = shown(result)
    assert "Berg, Ada Hat einen neuen Code" in text
    assert "Falk, Ada Ausgelassen: ist gesperrt" in text
    assert f'href="{ASK}?again={handout.uid}"' in result.content.decode()
    assert "1 Person bekommt Zugangsdaten Ada Berg" in shown(again)


def test_what_somebody_else_asked_for_is_not_asked_for_again(admin):
    other = HandoutEntryFactory()

    response = admin.get(f"{ASK}?again={other.handout.uid}")

    assert response.status_code == 404
    assert admin.get(f"{ASK}?again=nonsense").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_shows_the_own_handouts_in_few_queries(
    school, number, django_assert_num_queries
):
    client, account = admin_of(school)
    for _ in range(number):
        HandoutFactory(asked_by=account, state=HandoutState.EXPIRED)
    HandoutFactory()

    with django_assert_num_queries(8):
        response = client.get("/manage/handouts/")

    assert response.content.decode().count("Nicht rechtzeitig abgeholt") == number


def test_a_late_file_is_not_offered(admin, school):
    handout = made(admin, pupil(school))
    Handout.objects.update(ready_at=timezone.now() - dt.timedelta(minutes=31))

    assert admin.post(page(handout, "file/")).status_code == 410
    assert ActivationCode.objects.count() == 0
