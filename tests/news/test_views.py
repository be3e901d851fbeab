"""The pages of news: who gets what, what they say, and what happens."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from eduport.news.models import NewsItem
from eduport.people.models import Role
from tests.factories.news import (
    CurrentItemFactory,
    EventFactory,
    PictureFactory,
    drawn,
)
from tests.factories.people import (
    AffiliationFactory,
    GroupFactory,
)
from tests.news.browsing import text, typed, url
from tests.news.conftest import account_at

pytestmark = pytest.mark.django_db
MANAGE, WRITE = reverse("news:manage"), reverse("news:write_item")
LIST, CALENDAR = reverse("news:list"), reverse("news:calendar")
DAY = dt.timedelta(days=1)


def test_a_head_writes_previews_and_publishes(client, school, principal):
    client.force_login(principal)

    written = client.post(WRITE, typed(signed_as="Schulleitung"))
    item = NewsItem.objects.get()
    page = text(client, url("manage_item", item))
    client.post(url("publish_item", item))

    assert written.url == url("manage_item", item)
    assert "Entwurf" in page
    assert "<strong>Freitag</strong>" in page
    item.refresh_from_db()
    assert (item.school, item.is_public, item.published_at is not None) == (
        *(school, False),
        True,
    )
    assert "Schulfest" in text(client, LIST)


def test_public_is_never_preset_and_said_again(client, school, principal):
    client.force_login(principal)
    form = text(client, WRITE)
    client.post(WRITE, typed(is_public="on"))
    item = NewsItem.objects.get()

    asked = text(client, url("publish_item", item))
    refused = client.post(url("publish_item", item))
    client.post(url("publish_item", item), {"is_meant_public": "on"})

    assert form.count('name="is_public"') == 1
    assert "checked" not in form.partition('name="is_public"')[2].partition(">")[0]
    assert "Das können alle im Internet lesen" in asked
    assert "Hafenschule" in asked.partition("Gerichtet an")[2].partition("</dl>")[0]
    assert refused.status_code == 422
    item.refresh_from_db()
    assert item.published_at is not None
    client.logout()
    assert "Schulfest" in text(client, url("item", item))


def test_a_form_that_makes_no_sense_comes_back(client, principal):
    client.force_login(principal)

    response = client.post(WRITE, typed(ends_at="2020-01-01T00:00"))

    assert response.status_code == 422
    assert "Das Ende liegt nicht nach dem Beginn." in response.content.decode()
    assert not NewsItem.objects.exists()


def test_groups_and_schools_are_offered_only_of_the_own_places(
    client, school, elsewhere, principal, central_team
):
    group = GroupFactory(school=school, name="7a")
    GroupFactory(school=elsewhere, name="9z")
    client.force_login(principal)
    own = text(client, WRITE)
    client.post(WRITE, typed(groups=[group.pk], roles=["student"]))
    client.force_login(central_team)
    everywhere = text(client, WRITE)
    client.post(WRITE, typed(schools="deich", title="Behörde"))
    unknown = client.post(WRITE, typed(schools="nirgends"))

    assert ("7a" in own, "9z" in own, 'name="schools"' in own) == (True, False, False)
    assert 'name="place"' in everywhere
    item, other = NewsItem.objects.order_by("pk")
    assert list(item.audience.values_list("group", "role")) == [(group.pk, "student")]
    assert (other.school, other.audience.get().school) == (None, elsewhere)
    assert "Es gibt keine Schule mit dem Kürzel nirgends." in unknown.content.decode()


def test_who_publishes_at_two_schools_chooses_one(client, school, elsewhere):
    account = account_at(school, Role.PRINCIPAL)
    AffiliationFactory(person=account.person, school=elsewhere, role=Role.PRINCIPAL)
    client.force_login(account)

    client.post(WRITE, typed(place="deich"))

    assert NewsItem.objects.get().school == elsewhere


def test_changing_keeps_the_audience_and_asks_again_for_public(
    client, school, principal
):
    item = CurrentItemFactory(
        school=school, audience=[(school, "teacher", None), (school, "office", None)]
    )
    client.force_login(principal)

    initial = client.get(url("change_item", item)).context["form"].initial
    client.post(url("change_item", item), typed(roles=["office"], is_public="on"))

    assert initial["roles"] == ["office", "teacher"]
    item.refresh_from_db()
    assert (item.title, item.published_at) == ("Schulfest", None)
    assert item.audience.get().role == "office"


def test_the_trash_has_a_button_that_undoes_it(client, school, principal):
    item = CurrentItemFactory(school=school)
    client.force_login(principal)

    client.post(url("trash_item", item))
    gone = client.get(url("item", item)).status_code
    page = text(client, url("manage_item", item))
    listed = text(client, MANAGE, state="trash")
    client.post(url("restore_item", item))

    assert gone == 404
    assert url("restore_item", item) in page
    assert item.title in listed
    assert client.get(url("item", item)).status_code == 200


@pytest.mark.parametrize("state", ["", "draft", "planned", "active", "expired"])
def test_the_list_is_filtered_by_state(client, school, principal, state):
    now = timezone.now()
    CurrentItemFactory(school=school, title="draft!", published_at=None)
    later = {"starts_at": now + DAY, "published_at": now, "created_at": now}
    CurrentItemFactory(school=school, title="planned!", **later)
    CurrentItemFactory(school=school, title="active!")
    over = {"starts_at": now - 3 * DAY, "ends_at": now - DAY}
    CurrentItemFactory(school=school, title="expired!", **over)
    client.force_login(principal)

    page = client.get(MANAGE, {"state": state})

    titles = {row["object"].title for row in page.context["rows"]}
    everything = {"draft!", "planned!", "active!", "expired!"}
    assert titles == ({f"{state}!"} if state else everything)


@pytest.mark.parametrize("number", [1, 3])
def test_lists_take_as_many_queries_for_one_as_for_three(
    client, school, principal, number, django_assert_max_num_queries
):
    for _ in range(number):
        CurrentItemFactory(school=school)
        EventFactory(school=school, rule="FREQ=WEEKLY", over_on=None)
    client.force_login(principal)
    month = {"on": "2026-12-01"}
    for address, most in ((MANAGE, 11), (LIST, 11), (CALENDAR, 11)):
        client.get(address, month)
        with django_assert_max_num_queries(most):
            client.get(address, month)


def test_the_archive_keeps_what_expired_for_its_readers(client, school, teacher):
    now = timezone.now()
    over = {"starts_at": now - 3 * DAY, "ends_at": now - DAY}
    item = CurrentItemFactory(school=school, title="Altes Fest", **over)
    public = CurrentItemFactory(title="Öffentlich", is_public=True, audience=[], **over)
    client.force_login(teacher)

    assert "Altes Fest" not in text(client, LIST)
    assert "Altes Fest" in text(client, LIST, shown="archive", q="fest")
    assert client.get(url("item", item)).status_code == 200
    assert client.get(url("item", public)).status_code == 404


def test_visitors_read_what_is_public_and_sign_in_for_the_rest(client, school):
    public = CurrentItemFactory(school=school, is_public=True)
    internal = CurrentItemFactory(school=school)
    event = EventFactory(school=school, is_public=True)
    picture, hidden = PictureFactory(item=public), PictureFactory(item=internal)

    assert public.title in text(client, url("item", public))
    assert "Di, 01.12.2026, 19:00 bis 21:00 Uhr" in text(client, url("event", event))
    shown = client.get(url("picture", picture))
    assert shown["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert shown.content == bytes(picture.content)
    for address in (url("item", internal), url("picture", hidden)):
        assert client.get(address).url.startswith(reverse("account_login"))


def test_a_picture_of_what_expired_is_for_its_readers_only(client, school, teacher):
    now = timezone.now()
    over = {"starts_at": now - 3 * DAY, "ends_at": now - DAY}
    item = CurrentItemFactory(school=school, is_public=True, **over)
    address = url("picture", PictureFactory(item=item))
    stranger = client.get(address)
    client.force_login(teacher)

    seen = client.get(address)

    assert stranger.status_code == 302
    assert seen["Cross-Origin-Resource-Policy"] == "same-origin"
    assert seen["Cache-Control"] == "private, max-age=900"


def test_pictures_are_added_with_words_and_removed(client, school, principal):
    item = CurrentItemFactory(school=school)
    client.force_login(principal)
    file = SimpleUploadedFile("chor.png", drawn("PNG", (4, 3)))

    nameless = client.post(url("add_picture", item), {"picture": file})
    file.seek(0)
    client.post(url("add_picture", item), {"picture": file, "alt": "Der Chor"})
    broken = SimpleUploadedFile("x.png", b"nothing")
    refused = client.post(url("add_picture", item), {"picture": broken, "alt": "x"})
    picture = item.pictures.get()
    page = text(client, url("item", item))
    seen = client.get(url("draft_picture", picture))
    client.post(url("remove_picture", picture))
    gone = client.get(url("picture", picture)).status_code
    without = text(client, url("item", item))
    removed = text(client, url("manage_item", item))
    client.post(url("restore_picture", picture))
    client.post(url("restore_picture", picture))

    assert nameless.status_code == 422
    assert "x.png lässt sich nicht als Bild lesen." in refused.content.decode()
    assert f'alt="Der Chor" width="{picture.width}"' in page
    assert seen["Cross-Origin-Resource-Policy"] == "same-origin"
    assert (gone, 'alt="Der Chor"' in without) == (404, False)
    assert url("restore_picture", picture) in removed
    assert 'alt="Der Chor"' in text(client, url("item", item))


def test_what_markdown_cannot_be_is_text(client, school, teacher):
    item = CurrentItemFactory(
        school=school,
        text="# Groß\n<script>x</script> ![](https://e.org/a.png) [k](javascript:x)",
    )
    client.force_login(teacher)

    page = text(client, url("item", item)).partition('<div class="ep-news">')[2]

    shown = page.partition("</article>")[0]
    assert "<h2>Groß</h2>" in shown
    assert "&lt;script&gt;" in shown
    assert "<img" not in shown
    assert "javascript:" not in shown.replace("(javascript:x)", "")


def test_groups_are_folded_by_kind_and_a_group_of_last_year_stays(
    client, school, principal
):
    old = GroupFactory(school=school, name="6a", ended_at=timezone.now())
    GroupFactory(school=school, name="10a")
    GroupFactory(school=school, name="Kunst", kind="department")
    item = CurrentItemFactory(school=school, audience=[(school, "", old)])
    client.force_login(principal)

    page = client.get(url("change_item", item))
    client.post(url("change_item", item), typed(groups=[old.pk]))

    kinds = page.context["form"].group_kinds
    assert [option.choice_label for option in kinds[1].options] == ["6a", "10a"]
    assert [(str(one.label), one.is_open) for one in kinds] == [
        ("Fachbereiche", False),
        ("Teams", True),
    ]
    assert item.audience.get().group == old


def test_news_that_is_planned_says_from_when_it_is_shown(client, school, principal):
    start = timezone.localtime() + DAY
    item = CurrentItemFactory(
        school=school, published_at=None, starts_at=start, created_at=timezone.now()
    )
    client.force_login(principal)

    page = client.post(url("publish_item", item), follow=True)

    assert f"ab {start:%d.%m.%Y} {start:%H:%M}" in page.content.decode()
