"""What a page weighs on a bad connection, as the browser counts it."""

import pytest

from tests.e2e.browser import new_context

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
FIRST_VISIT = 150_000
AGAIN = 30_000


def transferred(page, path):
    """The bytes that came over the network while a page was opened."""
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    sizes = []
    client.on("Network.loadingFinished", lambda e: sizes.append(e["encodedDataLength"]))
    page.goto(path, wait_until="networkidle")
    page.wait_for_timeout(300)
    client.detach()
    assert sizes
    return sum(sizes)


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("", "/"),
        ("", "/help/"),
        ("teacher", "/portal/"),
        ("teacher", "/portal/customise/"),
        ("admin", "/portal/"),
    ],
)
def test_a_page_is_light_at_first_and_lighter_again(portal, browser, who, path):
    session = portal.session_of(who) if who else ""
    context = new_context(browser, portal.url, session=session, width=360)
    page = context.new_page()

    first = transferred(page, path)
    again = transferred(page, path)
    context.close()

    assert first < FIRST_VISIT
    assert again < AGAIN
    # Both are measured at all: the first visit fetches fonts, the second none.
    assert first > again > 0
