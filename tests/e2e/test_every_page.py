"""No page that anybody gets has a fault that axe can find, wide or small."""

from itertools import cycle

import pytest
from playwright.sync_api import Error

from tests.e2e.browser import complaints_of, new_context, sideways_scroll, violations
from tests.e2e.portal import DATABASE, running_portal

# In one process: the portal takes a while to be filled.
pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.xdist_group("every_page")]
WIDE, SMALL = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
# From page to page it is the turn of another one: all of them on each take too long.
LOOKS = [(WIDE, "light"), (SMALL, "dark"), (WIDE, "dark"), (SMALL, "light")]
# Stands inside the homepage of a school, below its headings.
EMBEDDED = "/status/banner/"
OF_WHOLE_PAGES = {"page-has-heading-one", "landmark-one-main", "region"}
ROLES = [
    "visitor",
    "pupil",
    "teacher",
    "principal",
    "office",
    "specialist",
    "external",
    "it_contact",
    "school_admin",
    "central_team",
    "service_desk",
]
# As a page does that is left without anything filled in, or with what is chosen.
SEND = """
([url, fields]) => {
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const form = document.createElement("form");
  form.method = "post";
  form.action = url;
  const all = {csrfmiddlewaretoken: [token], ...fields};
  for (const [name, values] of Object.entries(all))
    for (const value of values) {
      const input = document.createElement("input");
      [input.type, input.name, input.value] = ["hidden", name, value];
      form.append(input);
    }
  document.body.append(form);
  form.submit();
}
"""
# Files have no type of document, and parts of a page are seen in that page.
IS_PAGE = "document.contentType === 'text/html' && document.doctype !== null"


@pytest.fixture(scope="module")
def full_portal(tmp_path_factory):
    """A portal with one of everything, also with what is for developers only."""
    running = running_portal(
        tmp_path_factory.mktemp("portal"),
        database=f"{DATABASE}_full",
        development="true",
        scene="tests.e2e.every_page",
    )
    with running as portal:
        yield portal


def open_page(page, wanted):
    """Whether what was asked for is a page to look at."""
    try:
        if wanted["method"] == "GET":
            response = page.goto(wanted["url"])
            assert response.status == 200
            assert page.url.endswith(wanted["url"])
        else:
            with page.expect_navigation() as navigation:
                page.evaluate(SEND, [wanted["url"], wanted.get("fields", {})])
            assert navigation.value.status in {200, 400, 401, 422}
    except Error as error:
        if "Download is starting" not in error.message:
            raise
        return False
    return page.evaluate(IS_PAGE)


def faults_of(page, size, theme):
    """What axe finds in a window of this size, and whether a small one scrolls."""
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size(size)
    is_part = page.url.endswith(EMBEDDED)
    for fault in violations(page):
        if not is_part or fault.rule not in OF_WHOLE_PAGES:
            yield fault
    page.set_viewport_size(SMALL)
    if pixels := sideways_scroll(page):
        yield f"scrolls sideways by {pixels} px"


def test_every_role_that_gets_a_page_opens_some(full_portal):
    assert full_portal.people.keys() == set(ROLES)


@pytest.mark.parametrize("role", ROLES)
def test_no_page_that_a_role_gets_has_a_fault(full_portal, browser, role):
    session = full_portal.session_of(role)
    context = new_context(browser, full_portal.url, session=session, theme="")
    page = context.new_page()
    complaints = complaints_of(page)
    pages, seen, faults = full_portal.people[role]["pages"], [], []
    for wanted, look in zip(pages, cycle(LOOKS), strict=False):
        if open_page(page, wanted):
            seen.append(page.url)
            found = [*complaints, *faults_of(page, *look)]
            faults += [(wanted["method"], wanted["url"], fault) for fault in found]
        else:
            page.goto("/help/")
        complaints.clear()
    context.close()

    assert faults == []
    assert f"{full_portal.url}/help/" in seen
