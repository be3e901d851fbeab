"""A teacher signs in once, and is signed in at a service on another server.

The service is Debian's Apache with mod_auth_openidc, which we did not write and which
checks every signature, nonce and address itself.
"""

import json
import shutil
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import expect

from eduport.ops.demo_service import is_installed
from tests.e2e.browser import new_context
from tests.e2e.portal import (
    DATABASE,
    free_port,
    run_python,
    running,
    running_portal,
    wait_for,
)

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.xdist_group("browser")]
PATIENCE = 30_000  # milliseconds; a busy machine takes its time


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    """A portal with its worker, and the service; gives both."""
    assert is_installed(), "The test needs apache2 and libapache2-mod-auth-openidc."
    # Not pytest's own directory: Apache's user could not enter it.
    directory = Path(tempfile.mkdtemp(prefix="eduport-apache-"))
    directory.chmod(0o755)
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, directory)
        portal = stack.enter_context(
            running_portal(
                tmp_path_factory.mktemp("portal"),
                database=f"{DATABASE}_apache",
                development="true",
            )
        )
        worker = [sys.executable, "-m", "eduport", "worker"]
        stack.enter_context(running(worker, env=portal.env))
        port = free_port()
        register = ("-m", "tests.e2e.demo_service", str(directory), port)
        command = json.loads(run_python(*register, env=portal.env))
        stack.enter_context(running(command))
        service = f"http://127.0.0.1:{port}"
        wait_for(f"{service}/bye/")
        yield portal, service


@pytest.fixture
def page(stage, browser):
    portal, _ = stage
    context = new_context(browser, portal.url)
    context.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    yield context.new_page()
    context.close()


def fill_in(page, person):
    page.fill("input[name=login]", person["login"])
    page.fill("input[name=password]", person["password"])
    page.press("input[name=password]", "Enter")


def sign_out(page, portal):
    page.goto(f"{portal.url}/accounts/logout/")
    page.click("main form button[type=submit]")
    page.wait_for_url(f"{portal.url}/")


def test_a_tile_leads_to_the_service_without_another_password(page, stage):
    portal, service = stage
    page.goto(portal.url)
    fill_in(page, portal.people["teacher"])

    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Demo-Dienst").first.click()

    tab = opened.value
    tab.wait_for_url(f"{service}/")
    expect(tab.locator("#name")).to_have_text("Sema Yılmaz")
    expect(tab.locator("#roles")).to_have_text("Lehr")
    expect(tab.locator("#school")).to_have_text("hafen")
    assert portal.people["teacher"]["login"] not in tab.content()


def test_the_service_sends_visitors_to_the_portal_and_back(page, stage):
    portal, service = stage

    page.goto(service)
    page.wait_for_url(f"{portal.url}/accounts/login/**")
    fill_in(page, portal.people["teacher"])

    page.wait_for_url(f"{service}/")
    expect(page.locator("#name")).to_have_text("Sema Yılmaz")


def test_who_leaves_the_portal_is_out_of_the_service(page, stage):
    portal, service = stage
    page.goto(service)
    fill_in(page, portal.people["teacher"])
    page.wait_for_url(f"{service}/")

    sign_out(page, portal)

    def is_out():
        page.goto(service)
        return page.url.startswith(f"{portal.url}/accounts/login/")

    # The portal's worker tells the service a moment later.
    assert any(is_out() or page.wait_for_timeout(500) for _ in range(60))


def test_who_leaves_the_service_is_out_of_the_portal(page, stage):
    portal, service = stage
    page.goto(service)
    fill_in(page, portal.people["teacher"])
    page.wait_for_url(f"{service}/")

    page.get_by_role("link", name="Abmelden").click()

    page.wait_for_url(f"{service}/bye/")
    page.goto(service)
    page.wait_for_url(f"{portal.url}/accounts/login/**")


def test_two_people_are_two_at_the_service(page, stage):
    portal, service = stage
    found = []
    for who in ("teacher", "pupil"):
        page.goto(service)
        fill_in(page, portal.people[who])
        page.wait_for_url(f"{service}/")
        found.append([page.locator(f"#{x}").inner_text() for x in ("name", "sub")])
        page.get_by_role("link", name="Abmelden").click()
        page.wait_for_url(f"{service}/bye/")

    assert [name for name, _ in found] == ["Sema Yılmaz", "Đức Nguyễn"]
    assert len({sub for _, sub in found}) == 2
