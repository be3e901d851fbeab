"""What waits for editors, and for whom."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from eduport.pages.errors import NothingOfferedError
from eduport.pages.models import Review, Shipped
from eduport.pages.queries.desk import reviews_for
from eduport.pages.services.offers import dismiss_offer, take_over
from eduport.pages.services.reviews import remind_of_reviews
from eduport.people.models import AdminRole, Role
from tests.factories.outbox import letters
from tests.factories.pages import EDITOR, PageFactory, school_page
from tests.factories.people import NOON, AddressFactory
from tests.pages.test_loading import edit, load_texts, text_of

pytestmark = pytest.mark.django_db


def overdue(page):
    today = timezone.localdate()
    Review.objects.filter(page=page).update(
        checked_on=today - dt.timedelta(days=400), due_on=today - dt.timedelta(days=35)
    )
    return page


def test_publishing_counts_as_checking():
    page = PageFactory(slug="wlan", review_months=6)

    today = timezone.localdate()
    assert page.review.checked_on == today
    assert 180 < (page.review.due_on - today).days < 186


def test_each_editor_sees_what_is_due_among_the_own_pages(central, browser_of, school):
    overdue(PageFactory(slug="oben", title="Zentrale Seite"))
    overdue(PageFactory(parent=school_page(school), title="Seite der Schule"))
    admin = browser_of(AdminRole.SCHOOL_ADMIN, school)

    everything = central.get(reverse("pages:desk")).content.decode()
    own = admin.get(reverse("pages:desk")).content.decode()

    assert "Zentrale Seite" in everything
    assert "Seite der Schule" in everything
    assert "Zentrale Seite" not in own
    assert "Seite der Schule" in own


@pytest.mark.parametrize("pages", [1, 3])
def test_the_list_takes_the_same_queries(central, django_assert_num_queries, pages):
    for number in range(pages):
        overdue(PageFactory(slug=f"s-{number}"))

    actor = central.account.actor
    with django_assert_num_queries(1):
        found = [one.page.title for one in reviews_for(actor)]

    assert len(found) >= pages


def test_a_page_that_is_right_is_due_again_later(central):
    page = overdue(PageFactory(slug="wlan"))

    central.post(reverse("pages:confirm", args=(page.review.pk,)))

    assert Review.objects.get(page=page).checked_on == timezone.localdate()


def test_an_offer_is_compared_and_taken_over_by_one_click(central):
    load_texts([text_of()], at=NOON)
    edit()
    load_texts([text_of(body="Ganz neu.")], at=NOON)
    row = Shipped.objects.get()

    shown = central.get(reverse("pages:offer", args=(row.pk,))).content.decode()
    central.post(reverse("pages:take_over", args=(row.pk,)))

    assert "<del>− Unser Text.</del>" in shown
    assert "<ins>+ Ganz neu.</ins>" in shown
    assert [block.value for block in row.page.body] == ["Ganz neu."]


def test_nobody_takes_over_twice():
    load_texts([text_of()], at=NOON)
    row = Shipped.objects.get()

    for again in (take_over, dismiss_offer):
        with pytest.raises(NothingOfferedError):
            again(row, by=EDITOR, at=NOON)


def test_who_is_responsible_is_told_once_in_a_fortnight(browser_of):
    teacher = browser_of(Role.TEACHER)
    person = teacher.account.person
    AddressFactory(person=person, school=person.home_school)
    page = overdue(PageFactory(slug="wlan", title="WLAN"))
    page.responsible = teacher.account.username
    page.save()
    at = timezone.now()
    Review.objects.exclude(page=page).delete()

    told = [
        remind_of_reviews(at=at),
        remind_of_reviews(at=at + dt.timedelta(days=1)),
        remind_of_reviews(at=at + dt.timedelta(days=15)),
    ]

    assert told == [1, 0, 1]
    assert "WLAN" in letters()[0].text
