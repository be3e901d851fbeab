"""Who may read what, and how one gets from page to page."""

import pytest
from django.test import Client
from django.urls import reverse

from eduport.accounts.models import AccountKind
from eduport.guides.queries import all_manuals, find_manual
from eduport.people.models import AdminRole, Role
from tests.factories.accounts import AccountFactory, sign_in
from tests.factories.people import (
    AffiliationFactory,
    AppointmentFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db
STAFF_ONLY = reverse("guides:chapter", args=["handbuch-admins", "passwoerter"])


def reader(role):
    person = PersonFactory()
    AffiliationFactory(person=person, role=role)
    client = Client()
    sign_in(client, AccountFactory(person=person))
    return client


def administrator(role):
    person = PersonFactory()
    AppointmentFactory(person=person, school=None, role=role)
    client = Client()
    sign_in(client, AccountFactory(person=person, kind=AccountKind.ADMIN))
    return client


def test_everybody_reads_the_handbook():
    page = Client().get(reverse("guides:chapter", args=["handbuch", "passwort"]))

    assert page.status_code == 200
    assert "Wiederherstellungsadresse" in page.content.decode()


def test_visitors_sign_in_before_they_read_what_is_for_staff():
    answer = Client().get(STAFF_ONLY)

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize(
    ("role", "status"), [(Role.STUDENT, 403), (Role.TEACHER, 200), (Role.OFFICE, 200)]
)
@pytest.mark.parametrize("name", ["manual", "whole", "pdf"])
def test_what_is_for_staff_is_not_for_pupils(role, status, name):
    answer = reader(role).get(reverse(f"guides:{name}", args=["handbuch-admins"]))

    assert answer.status_code == status


def test_what_is_for_the_teams_is_for_admin_accounts():
    url = reverse("guides:chapter", args=["handbuch-projektteam", "servicestelle"])

    assert reader(Role.TEACHER).get(url).status_code == 403
    assert administrator(AdminRole.SERVICE_DESK).get(url).status_code == 200


@pytest.mark.parametrize("path", ["nichts/", "handbuch/nichts/", "videos/nichts/"])
def test_what_does_not_exist_is_absent(path):
    assert reader(Role.TEACHER).get(f"/guides/{path}").status_code == 404


def test_the_index_lists_only_what_one_may_read():
    titles = {manual.slug: f">{manual.title}</a></h3>" for manual in all_manuals()}

    def listed(client):
        page = client.get(reverse("guides:index")).content.decode()
        return {slug for slug, title in titles.items() if title in page}

    assert listed(Client()) == {"handbuch", "anleitungen"}
    assert listed(reader(Role.STUDENT)) == {"handbuch", "anleitungen"}
    team = {"handbuch-projektteam"}
    assert listed(reader(Role.TEACHER)) == titles.keys() - team


def test_one_can_leaf_through_a_manual():
    manual = find_manual("handbuch")
    url = reverse("guides:chapter", args=[manual.slug, manual.chapters[0].slug])
    seen = []

    while url:
        seen.append(url)
        page = Client().get(url)
        following = page.context["following"]
        args = [manual.slug, following.slug] if following else None
        url = reverse("guides:chapter", args=args) if args else ""
        assert f'href="{url}"' in page.content.decode() if url else True

    assert seen == [
        reverse("guides:chapter", args=[manual.slug, chapter.slug])
        for chapter in manual.chapters
    ]


def test_all_on_one_page_has_every_chapter():
    page = Client().get(reverse("guides:whole", args=["handbuch"])).content.decode()

    for chapter in find_manual("handbuch").chapters:
        assert f'<h2 id="{chapter.slug}">{chapter.title}</h2>' in page


def test_the_pdf_is_handed_out_by_its_name():
    answer = Client().get(reverse("guides:pdf", args=["handbuch"]))

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'inline; filename="eduport-handbuch.pdf"'
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")


def test_only_the_page_of_a_video_may_play_media():
    video = Client().get(reverse("guides:video", args=["kacheln-ordnen"]))
    other = Client().get(reverse("guides:index"))

    assert "media-src 'self'" in video["Content-Security-Policy"]
    assert "media-src" not in other["Content-Security-Policy"]


def test_help_leads_to_the_guides():
    page = Client().get(reverse("portal:help")).content.decode()

    assert f'href="{reverse("guides:index")}"' in page


def test_the_menu_leads_to_the_guides():
    page = reader(Role.TEACHER).get(reverse("portal:dashboard")).content.decode()

    assert f'href="{reverse("guides:index")}"' in page


def test_a_page_asks_the_database_no_more_for_more_chapters(
    django_assert_max_num_queries,
):
    client = Client()
    with django_assert_max_num_queries(3):
        client.get(reverse("guides:manual", args=["handbuch"]))
    with django_assert_max_num_queries(3):
        client.get(reverse("guides:whole", args=["handbuch"]))
