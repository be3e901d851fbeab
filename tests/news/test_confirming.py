"""Important news: confirmed under a pseudonym, counted, and forgotten."""

import pytest
from django.urls import reverse
from django.utils import timezone

from eduport.news.errors import NotImportantError
from eduport.news.models import Confirmation
from eduport.news.queries import board_for
from eduport.news.queries.confirmations import counts_of
from eduport.news.queries.readers import reader_hash
from eduport.news.rules.counting import Saying
from eduport.news.services.confirming import confirm_item
from eduport.news.services.personal_data import erase, export
from eduport.people.models import AdminRole, Role
from tests.factories.news import CurrentItemFactory, ItemFactory
from tests.factories.people import (
    NOON,
    AffiliationFactory,
    GroupFactory,
    MembershipFactory,
)
from tests.news.conftest import account_at, admin_at

pytestmark = pytest.mark.django_db


def test_confirming_is_remembered_without_a_name(school, teacher):
    item = ItemFactory(school=school, is_important=True)

    for _ in range(2):
        confirm_item(item, by=teacher.actor, at=NOON)

    row = Confirmation.objects.get()
    assert (row.cell, row.reader) == ("teacher", reader_hash(teacher.pk))
    assert str(teacher.pk) != row.reader
    assert {field.name for field in Confirmation._meta.get_fields()} == {
        *("id", "item", "reader", "cell"),
    }
    found = board_for(teacher.actor, NOON).news
    assert (found.to_confirm, [one.title for one in found.newest]) == ([], [item.title])


def test_what_is_not_important_or_expired_is_not_confirmed(school, teacher):
    with pytest.raises(NotImportantError):
        confirm_item(ItemFactory(school=school), by=teacher.actor, at=NOON)
    expired = ItemFactory(school=school, is_important=True, ends_at=NOON)
    with pytest.raises(NotImportantError):
        confirm_item(expired, by=teacher.actor, at=NOON)


def test_publishers_see_counts_by_role_and_none_below_five(school, principal):
    teachers = [account_at(school, Role.TEACHER) for _ in range(12)]
    office = [account_at(school, Role.OFFICE) for _ in range(6)]
    item = ItemFactory(school=school, is_important=True)
    for account in [*teachers[:7], *office[:3]]:
        confirm_item(item, by=account.actor, at=NOON)

    found, names = counts_of(item)

    shown = {cell.key: (cell.saying, cell.number, cell.size) for cell in found.cells}
    assert shown == {
        "teacher": (Saying.EXACT, 7, 12),
        "office": (Saying.FEW, 0, 6),
        "principal": (Saying.FEW, 0, 0),
    }
    assert found.total is None
    assert names["teacher"] == "Lehrkraft"


def test_who_has_two_roles_counts_once(school):
    for _ in range(10):
        account = account_at(school, Role.TEACHER)
        AffiliationFactory(person=account.person, role=Role.PRINCIPAL)
    item = ItemFactory(school=school, is_important=True)

    found, _names = counts_of(item)

    assert [(cell.key, cell.size) for cell in found.cells] == [("teacher", 10)]


def test_what_is_meant_for_groups_is_counted_by_group(school):
    first, second = GroupFactory(school=school), GroupFactory(school=school)
    accounts = [account_at(school, Role.STUDENT) for _ in range(11)]
    for account in accounts:
        MembershipFactory(group=first, person=account.person)
    for account in accounts[:6]:
        MembershipFactory(group=second, person=account.person)
    item = ItemFactory(
        school=school,
        is_important=True,
        audience=[(school, "", first), (school, "", second)],
    )
    for account in accounts[:5]:
        confirm_item(item, by=account.actor, at=NOON)

    found, names = counts_of(item)

    # Each counts in the first group only: two tables could be subtracted.
    assert [(cell.number, cell.size) for cell in found.cells] == [(5, 11), (0, 0)]
    assert [names[cell.key] for cell in found.cells] == [str(first), str(second)]


def test_an_admin_account_counts_among_the_others(school):
    admin = admin_at(school, AdminRole.SCHOOL_ADMIN)
    item = ItemFactory(school=school, is_important=True)

    confirm_item(item, by=admin.actor, at=NOON)

    found, _names = counts_of(item)
    assert [(cell.key, cell.saying) for cell in found.cells] == [
        ("school_admin", Saying.FEW)
    ]


def test_the_page_asks_until_it_is_confirmed(client, school, teacher, elsewhere):
    item = CurrentItemFactory(school=school, is_important=True)
    page = reverse("news:item", args=[item.uid])
    client.force_login(teacher)
    asked = client.get(page).context["is_to_confirm"]

    client.post(reverse("news:confirm", args=[item.uid]))

    assert (asked, client.get(page).context["is_to_confirm"]) == (True, False)
    stranger = account_at(elsewhere, Role.TEACHER)
    client.force_login(stranger)
    response = client.post(reverse("news:confirm", args=[item.uid]))
    assert response.status_code == 404
    assert Confirmation.objects.count() == 1


def test_the_publisher_reads_counts_and_no_names(client, school, principal):
    teachers = [account_at(school, Role.TEACHER) for _ in range(10)]
    item = CurrentItemFactory(
        school=school, is_important=True, audience=[(school, "teacher", None)]
    )
    for account in teachers[:5]:
        confirm_item(item, by=account.actor, at=timezone.now())
    client.force_login(principal)

    text = client.get(reverse("news:manage_item", args=[item.uid])).content.decode()

    assert "5 von 10" in text
    assert (
        "Ada Berg</"
        not in text.partition("news-counts")[2].partition("news-preview")[0]
    )


def test_a_person_reads_and_loses_what_is_kept(school, teacher):
    item = ItemFactory(school=school, is_important=True)
    confirm_item(item, by=teacher.actor, at=NOON)

    [confirmed, *_rest] = export(teacher.person_id)
    counts = erase([teacher.person_id], at=NOON)

    assert confirmed.rows == [[item.title]]
    assert counts["news.Confirmation"] == 1
    assert not Confirmation.objects.exists()
