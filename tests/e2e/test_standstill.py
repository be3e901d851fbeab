"""A feed that stands still: a teacher made by hand, and adopted when it delivers.

The school makes the account, the teacher signs in with a code; later the feed brings
the same person, and the school takes it over. Uid, password and session stay.
"""

import json

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import new_context, violations
from tests.e2e.portal import DATABASE, run_python, running_portal

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.xdist_group("browser")]
PATIENCE = 30_000  # milliseconds; a busy machine takes its time
PASSWORD = "Vier-Brezeln-am-Kai-7"
LOGIN = "lise.meitner@meer.hamburg.de"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("feed")


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    directory = tmp_path_factory.mktemp("portal")
    with running_portal(directory, database=f"{DATABASE}_feed") as portal:
        yield portal


@pytest.fixture
def night(stage, folder):
    """Let a night pass: `night("second")`; tells what is known then."""

    def pass_by(step):
        arguments = ["-m", "tests.e2e.standstill", str(folder), step]
        return json.loads(run_python(*arguments, env=stage.env))

    return pass_by


@pytest.fixture
def somebody(stage, browser):
    """Open a browser; `session` signs somebody in."""
    contexts = []

    def page(session=""):
        context = new_context(browser, stage.url, session=session, bypass_csp=True)
        context.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        contexts.append(context)
        return context.new_page()

    yield page
    for context in contexts:
        context.close()


def make_by_hand(page):
    """The school admin makes the teacher, and hands out a code."""
    page.goto("/manage/manual-accounts/new/")
    page.get_by_label("Vornamen").fill("Lise")
    page.get_by_label("Nachname").fill("Meitner")
    page.get_by_label("Rolle").select_option("teacher")
    page.get_by_label("angestellt").check()
    page.get_by_label("Verantwortlich für das Konto").select_option(
        label="Emmy Noether"
    )
    assert violations(page) == []
    page.get_by_role("button", name="Konto anlegen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Meitner")
    assert violations(page) == []
    page.get_by_role("button", name="Neuer Aktivierungscode").click()
    code = page.locator("dt", has_text="Aktivierungscode").locator("+ dd")
    return code.inner_text()


def sign_in_first(page, code):
    page.goto("/accounts/activate/")
    page.get_by_label("Kennung").fill(LOGIN)
    page.get_by_label("Aktivierungscode").fill(code)
    for field in page.locator("input[type=password]").all():
        field.fill(PASSWORD)
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Passwort festlegen und anmelden").click()
    is_signed_in(page)


def is_signed_in(page):
    page.goto("/account/")
    expect(page.get_by_text(LOGIN).first).to_be_visible()


def take_over(page):
    page.goto("/manage/proposals/")
    page.get_by_role("link", name="Meitner, Lise").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Lise Meitner")
    assert violations(page) == []
    page.get_by_role("button", name="Übernehmen: dieselbe Person").click()
    expect(page.get_by_role("button", name="Rückgängig machen")).to_be_visible()
    assert violations(page) == []


def test_a_teacher_made_by_hand_stays_the_same_when_the_feed_delivers(night, somebody):
    admin = somebody(night("first")["session"])
    teacher = somebody()
    sign_in_first(teacher, make_by_hand(admin))
    (before,) = night("look")["persons"]

    (waiting,) = night("second")["persons"]
    take_over(admin)
    (after,) = night("second")["persons"]

    assert waiting == before | {"groups": []}
    assert after == before | {
        "source": "divis",
        "key": "t9",
        "groups": ["Steuergruppe"],
    }
    is_signed_in(teacher)
    teacher.context.clear_cookies()
    teacher.goto("/accounts/login/")
    teacher.get_by_label("Kennung").fill(LOGIN)
    teacher.locator("input[type=password]").fill(PASSWORD)
    teacher.get_by_role("button", name="Anmelden", exact=True).click()
    is_signed_in(teacher)
