"""The trunk of the tree: the start of the site, and a branch for each school."""

from datetime import datetime

from django.db import transaction
from wagtail.models import Collection, Page, Site

from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.core.audience import Audience
from eduport.pages.models import InfoPage
from eduport.pages.models.pages import HOME, SCHOOLS
from eduport.people.models import School

_WELCOME = "home"  # what Wagtail's own migrations make


@transaction.atomic
def get_home() -> InfoPage:
    """The page above all others; made on the first call."""
    found: InfoPage | None = InfoPage.objects.filter(depth=2, slug=HOME).first()
    if found:
        return found
    root = Page.objects.select_for_update().get(depth=1)
    root = Page.objects.get(pk=root.pk)
    home: InfoPage = root.add_child(
        instance=InfoPage(
            title="Informationen zu eduPort", slug=HOME, audience=Audience.PUBLIC
        )
    )
    home.save_revision(log_action=True).publish()
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "root_page": home},
    )
    Page.objects.filter(depth=2, slug=_WELCOME).delete()
    return home


def get_schools_page() -> InfoPage:
    """The page above those of the schools."""
    home = get_home()
    found = InfoPage.objects.child_of(home).filter(slug=SCHOOLS).first()
    return found or add_page(
        home,
        InfoPage(
            title="Seiten der Schulen",
            slug=SCHOOLS,
            audience=Audience.PUBLIC,
            summary="Was einzelne Schulen über eduPort bei sich schreiben.",
        ),
    )


def add_page(parent: InfoPage, page: InfoPage) -> InfoPage:
    """Put a new page below another one and publish it."""
    parent.refresh_from_db()
    added: InfoPage = parent.add_child(instance=page)
    added.save_revision(log_action=True).publish()
    added.refresh_from_db()
    return added


@transaction.atomic
def open_school_pages(school: School, *, by: Actor, at: datetime) -> InfoPage:
    """The branch in which a school writes; made the first time it is asked for."""
    # Two editors at once make one branch: the second waits and finds it.
    School.objects.select_for_update(no_key=True).get(pk=school.pk)
    found: InfoPage | None = InfoPage.objects.filter(school=school).first()
    if found:
        return found
    page = add_page(
        get_schools_page(),
        InfoPage(
            title=school.name,
            slug=school.code,
            audience=Audience.SIGNED_IN,
            school=school,
        ),
    )
    if not Collection.objects.filter(name=collection_name(school)).exists():
        root = Collection.objects.get(depth=1)
        root.add_child(name=collection_name(school))
    record("pages.school.opened", school, by=by, at=at)
    return page


def collection_name(school: School) -> str:
    """How the pictures and files of a school are called in the editor."""
    return f"{school.code}: {school.name}"[:255]
