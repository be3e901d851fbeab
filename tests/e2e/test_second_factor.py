"""Admin-Accounts sign in with a passkey or with an app, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.accounts.browsing import totp_code
from tests.e2e.browser import complaints_of, new_context
from tests.e2e.portal import DATABASE, run_python, running_portal

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.xdist_group("browser")]
PATIENCE = 30_000  # milliseconds; a busy machine takes its time
NEW = "Möwe-Fähre-Leuchtturm-8"
# A device that recognises its owner's finger.
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    """A portal under a name: browsers take no passkeys at a bare address."""
    directory = tmp_path_factory.mktemp("portal")
    name = f"{DATABASE}_passkeys"
    with running_portal(directory, database=name, host="localhost") as portal:
        yield portal


@pytest.fixture
def page(portal, browser):
    context = new_context(browser, portal.url)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    yield page
    context.close()


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def sign_out(page):
    page.goto("/accounts/logout/")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/")


def test_a_new_school_admin_sets_up_a_passkey_and_signs_in_with_it(portal, page):
    complaints = complaints_of(page)
    teacher = portal.people["teacher"]["login"]
    wanted = ("--role", "school_admin", "--school", "hafen")
    said = run_python("-m", "eduport", "appoint", teacher, *wanted, env=portal.env)
    login, code = re.findall(r"(?:Login|Activation code) +(\S+)", said)

    page.goto("/accounts/activate/")
    page.fill("#id_login", login)
    page.fill("#id_code", code)
    page.fill("#id_new_password", NEW)
    page.fill("#id_repetition", NEW)
    page.check("#id_has_accepted")
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url("**/account/protection/**")
    page.get_by_role("link", name="Passkey einrichten").click()
    page.fill("#id_name", "Laptop")
    button(page, "Passkey hinzufügen").click()
    page.wait_for_url("**/recovery-codes/")
    page.get_by_role("link", name="Fertig").click()
    expect(page.get_by_text("Laptop")).to_be_visible()

    sign_out(page)
    page.goto("/accounts/login/?next=/manage/people/")
    button(page, "Mit Passkey anmelden").click()
    # Not by the address: the one of the page before ends in the same words.
    expect(page.get_by_role("heading", name="Personen", level=1)).to_be_visible()

    assert complaints == []


def test_an_admin_account_signs_in_with_an_app(portal, page):
    admin = portal.people["admin"]

    page.goto("/accounts/login/?next=/manage/people/")
    page.fill("#id_login", admin["login"])
    page.fill("#id_password", admin["password"])
    page.press("#id_password", "Enter")
    page.wait_for_url("**/2fa/authenticate/")
    page.fill("#id_code", totp_code())
    page.press("#id_code", "Enter")

    expect(page.get_by_role("heading", name="Personen", level=1)).to_be_visible()
