"""Declining is proven by counting: against a running portal, with real requests."""

import os
import sys
import time

import psycopg
import pytest

from eduport.ops.supervisor import PARENT_VARIABLE
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
PLAIN, DECLINED = 23, 9
SUM = "SELECT coalesce(sum(visits), 0)::int FROM stats_visitcount WHERE item = %s"
PATIENCE = 20  # seconds


@pytest.fixture(scope="module")
def counting_portal(tmp_path_factory):
    """A portal that stores what it has counted many times a second."""
    directory = tmp_path_factory.mktemp("portal")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EDUPORT_STATISTICS_SECONDS", "0.2")
        with running_portal(directory, database=f"{DATABASE}_stats", scene="") as one:
            yield one


def counted(portal, item):
    with psycopg.connect(portal.env["DATABASE_URL"]) as connection:
        return connection.execute(SUM, [item]).fetchone()[0]


def counted_in_the_end(portal, item, wanted):
    """The count, as soon as it is what is wanted, and some time after that."""
    end = time.monotonic() + PATIENCE
    while counted(portal, item) < wanted and time.monotonic() < end:
        time.sleep(0.1)
    time.sleep(1)
    return counted(portal, item)


def visit(url, **counts):
    words = [str(word) for pair in counts.items() for word in pair]
    run_python("-m", "tests.e2e.visiting", url, *words, env=dict(os.environ))


def test_the_counts_grow_by_those_who_do_not_decline_and_by_nobody_else(
    counting_portal,
):
    before = counted(counting_portal, "portal:help")

    visit(
        f"{counting_portal.url}/help/",
        plain=PLAIN,
        gpc=DECLINED,
        dnt=DECLINED,
        off=DECLINED,
    )

    found = counted_in_the_end(counting_portal, "portal:help", before + PLAIN)
    assert found == before + PLAIN


def test_declining_on_the_page_ends_the_counting_of_a_browser(counting_portal, browser):
    context = new_context(browser, counting_portal.url)
    page = context.new_page()
    page.goto("/")
    page.get_by_role("link", name="Einstellungen zur Statistik").click()
    before = counted_in_the_end(counting_portal, "stats:settings", 1)
    assert before == 1

    page.get_by_role("button", name="Meine Besuche nicht zählen").click()
    page.get_by_text("Das haben Sie so gewählt.").wait_for()
    page.reload()
    page.goto("/help/")
    cookies = {one["name"]: one["value"] for one in context.cookies()}
    assert counted_in_the_end(counting_portal, "stats:settings", 1) == before
    assert cookies["statistics"] == "off"

    page.goto("/statistics/settings/")
    page.get_by_role("button", name="Meine Besuche wieder zählen").click()
    page.get_by_text("ohne Cookies, Adresse oder Namen.").first.wait_for()
    context.close()

    assert counted_in_the_end(counting_portal, "stats:settings", 2) == before + 1


def test_a_server_that_stops_in_order_stores_what_is_left(counting_portal):
    """As `eduport run` starts it, and long before it would store by itself."""
    before = counted(counting_portal, "portal:help")
    port = free_port()
    env = counting_portal.env | {
        PARENT_VARIABLE: str(os.getpid()),
        "EDUPORT_BIND": f"127.0.0.1:{port}",
        "EDUPORT_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "EDUPORT_STATISTICS_SECONDS": "3600",
        "EDUPORT_WORKERS": "2",
    }
    with running([sys.executable, "-m", "eduport", "run", "--no-worker"], env):
        wait_for(f"http://127.0.0.1:{port}/robots.txt")
        visit(f"http://127.0.0.1:{port}/help/", plain=PLAIN, gpc=DECLINED)
        assert counted(counting_portal, "portal:help") == before

    assert counted(counting_portal, "portal:help") == before + PLAIN
