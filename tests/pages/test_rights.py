"""Who edits which pages, as the editor itself enforces it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.models import Collection, GroupPagePermission, Page

from eduport.pages.formats.shipped import read_folder
from eduport.pages.models import InfoPage, Picture
from eduport.pages.services.loading import load_texts
from eduport.pages.services.tree import collection_name
from eduport.people.models import AdminRole, Appointment, Role
from tests.factories.pages import (
    DocumentFactory,
    PageFactory,
    PictureFactory,
    collection_of,
    picture_file,
    school_page,
)
from tests.factories.people import NOON, SchoolFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(browser_of, school):
    return browser_of(AdminRole.SCHOOL_ADMIN, school)


@pytest.fixture
def foreign(browser_of):
    return browser_of(AdminRole.SCHOOL_ADMIN, SchoolFactory(code="deich"))


def form_of(page, **changes):
    """What the editor's form sends."""
    return {
        "title": page.title,
        "slug": page.slug,
        "summary": page.summary,
        "audience": page.audience,
        "menu_title": "",
        "keywords": "",
        "responsible": "",
        "review_months": 12,
        "show_in_menus": "on",
        "body-count": 1,
        "body-0-deleted": "",
        "body-0-order": 0,
        "body-0-type": "text",
        "body-0-id": "",
        "body-0-value": "Neuer Text.",
        "action-publish": "yes",
    } | changes


def edit(browser, page, **changes):
    url = reverse("wagtailadmin_pages:edit", args=(page.pk,))
    return browser.post(url, form_of(page, **changes))


def text_of(page):
    return [block.value for block in InfoPage.objects.get(pk=page.pk).body]


def test_the_central_team_edits_every_page(central, school):
    pages = [PageFactory(slug="oben"), PageFactory(parent=school_page(school))]

    for page in pages:
        edit(central, page)

    assert [text_of(page) for page in pages] == [["Neuer Text."]] * 2


def test_a_school_admin_edits_the_pages_of_the_own_school(admin, school):
    page = PageFactory(parent=school_page(school), text="Alt.")

    edit(admin, page)

    assert text_of(page) == ["Neuer Text."]


@pytest.mark.parametrize("at", ["oben", "fremd"])
def test_a_school_admin_changes_no_other_page(foreign, school, at):
    parent = None if at == "oben" else school_page(school)
    page = PageFactory(parent=parent, text="Alt.", slug="wlan")
    own = InfoPage.objects.filter(school=None)

    asked = {
        reverse(f"wagtailadmin_pages:{name}", args=(page.pk,))
        for name in ("delete", "unpublish", "lock")
    }
    above = page.get_parent().pk
    asked |= {reverse("wagtailadmin_pages:move_confirm", args=(page.pk, above))}
    answers = [
        edit(foreign, page).status_code,
        *[foreign.post(url).status_code for url in asked],
        *[
            foreign.post(
                reverse(f"wagtailadmin_pages:{name}", args=(page.pk,))
            ).status_code
            for name in ("delete", "unpublish", "lock")
        ],
        foreign.post(
            reverse(
                "wagtailadmin_pages:move_confirm", args=(page.pk, page.get_parent().pk)
            )
        ).status_code,
    ]

    page.refresh_from_db()
    assert set(answers) <= {302, 403}
    assert (page.live, page.locked, text_of(page)) == (True, False, ["Alt."])
    assert own.filter(slug="wlan").count() == 1


def test_a_school_admin_puts_no_page_elsewhere(foreign, school):
    branch = school_page(school)
    url = reverse("wagtailadmin_pages:add", args=("pages", "infopage", branch.pk))

    foreign.post(url, form_of(InfoPage(title="Neu", slug="neu", audience="public")))

    assert not Page.objects.filter(slug="neu").exists()


def test_a_school_admin_sees_no_draft_of_another_school(foreign, school):
    page = PageFactory(parent=school_page(school), text="Geheim.")

    for name in ("edit", "view_draft", "history", "preview_on_edit"):
        answer = foreign.get(reverse(f"wagtailadmin_pages:{name}", args=(page.pk,)))
        assert answer.status_code in (302, 403), name


def test_the_place_of_a_school_is_made_when_somebody_first_edits(admin, school):
    assert not InfoPage.objects.filter(school=school).exists()

    answer = admin.get(reverse("wagtailadmin_home"))

    branch = InfoPage.objects.get(school=school)
    assert answer.status_code == 200
    assert (branch.url_path, branch.reach) == ("/info/schulen/hafen/", "signed_in")
    assert Collection.objects.filter(name=collection_name(school)).count() == 1


def test_a_right_ends_with_the_appointment_and_is_stored_nowhere(admin, school):
    page = PageFactory(parent=school_page(school), text="Alt.")
    edit(admin, page)
    Appointment.objects.all().delete()

    answer = edit(admin, page, **{"body-0-value": "Danach."})

    assert answer.status_code == 403
    assert text_of(page) == ["Neuer Text."]
    assert not GroupPagePermission.objects.filter(page__in=[page, page.get_parent()])


@pytest.mark.parametrize("role", [Role.TEACHER, Role.STUDENT, AdminRole.SERVICE_DESK])
def test_everybody_else_gets_403_and_no_loop(browser_of, role):
    answer = browser_of(role).get(reverse("wagtailadmin_home"))

    assert answer.status_code == 403


def test_the_place_of_a_school_is_not_removed(admin, central, school):
    branch = school_page(school)

    for browser in (admin, central):
        browser.post(reverse("wagtailadmin_pages:delete", args=(branch.pk,)))
        browser.post(reverse("wagtailadmin_pages:unpublish", args=(branch.pk,)))

    branch.refresh_from_db()
    assert branch.live


def test_files_of_another_school_are_not_changed_or_shown(foreign, school):
    picture, document = PictureFactory(school), DocumentFactory(school)

    answers = [
        foreign.post(reverse("wagtailimages:delete", args=(picture.pk,))),
        foreign.post(reverse("wagtaildocs:delete", args=(document.pk,))),
        foreign.get(reverse("wagtail_media", args=(picture.file.name,))),
        foreign.get(reverse("wagtaildocs_serve", args=(document.pk, "plan.pdf"))),
    ]

    assert [answer.status_code for answer in answers] == [302, 302, 403, 403]
    assert type(picture).objects.filter(pk=picture.pk).exists()
    assert type(document).objects.filter(pk=document.pk).exists()


def test_the_own_files_are_shown_to_the_school_admin(admin, school):
    picture = PictureFactory(school)

    answer = admin.get(reverse("wagtail_media", args=(picture.file.name,)))

    assert answer.status_code == 200
    assert answer.content[1:4] == b"PNG"


@pytest.mark.parametrize(
    ("address", "prefix"),
    [
        ("wagtailimages_chooser:create", "image-chooser-upload-"),
        ("wagtailimages:add", ""),
    ],
)
def test_a_school_uploads_a_picture_with_its_description(
    admin, school, address, prefix
):
    sent = {
        "title": "Mensa",
        "description": "Die Mensa von außen",
        "collection": collection_of(school).pk,
        "file": picture_file("mensa.jpg", (1200, 800), "JPEG"),
    }

    # As the page that chooses shows it, which draws it small.
    answer = admin.post(
        reverse(address), {f"{prefix}{name}": value for name, value in sent.items()}
    )

    picture = Picture.objects.get()
    assert answer.status_code in {200, 302}
    assert (picture.title, picture.collection_id) == ("Mensa", sent["collection"])
    admin.get(reverse("wagtailimages:index"))
    assert picture.renditions.exists()


def test_several_pictures_are_uploaded_at_once(admin, school):
    answer = admin.post(
        reverse("wagtailimages:add_multiple"),
        {
            "title": "Hof",
            "collection": collection_of(school).pk,
            "files[]": picture_file("hof.png", (90, 60), "PNG"),
        },
        headers={"X-Requested-With": "XMLHttpRequest"},
    )

    assert answer.json()["success"] is True


def test_a_school_uploads_a_document(admin, school):
    answer = admin.post(
        reverse("wagtaildocs_chooser:create"),
        {
            "document-chooser-upload-title": "Plan",
            "document-chooser-upload-collection": collection_of(school).pk,
            "document-chooser-upload-file": SimpleUploadedFile("p.pdf", b"%PDF-1.7"),
        },
    )

    assert answer.status_code == 200
    assert get_document_model().objects.get().title == "Plan"


def test_the_editor_has_a_policy_of_its_own_and_the_pages_the_strict_one(central):
    PageFactory(slug="wlan")

    editor = central.get(reverse("wagtailadmin_home"))["Content-Security-Policy"]
    page = central.get("/info/wlan/")["Content-Security-Policy"]

    assert "'unsafe-inline'" in editor
    assert "'unsafe-inline'" not in page
    assert "https:" not in editor


def test_what_came_with_the_software_can_be_taken_back_from_the_history(central):
    load_texts(read_folder()[:1], at=NOON)
    page = InfoPage.objects.get(shipped__isnull=False)
    title = page.title
    central.post(
        reverse("wagtailadmin_pages:edit", args=(page.pk,)), form_of(page, title="Neu")
    )
    first = page.revisions.earliest("created_at")
    back = reverse("wagtailadmin_pages:revisions_revert", args=(page.pk, first.pk))

    history = central.get(reverse("wagtailadmin_pages:history", args=(page.pk,)))

    page.refresh_from_db()
    assert page.title == "Neu"
    assert back in history.content.decode()
    assert f'value="{title}"' in central.get(back).content.decode()
