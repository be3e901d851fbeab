"""The pages about rights."""

import pytest
from django.urls import reverse

from eduport.people.models import AdminRole, Grant, GroupKind, Role
from tests.administration.test_appointments import admin_client
from tests.factories.accounts import AccountFactory, sign_in
from tests.factories.people import AffiliationFactory, GroupFactory, SchoolFactory

pytestmark = pytest.mark.django_db
TABLE = reverse("administration:rights")
NEWS = reverse("administration:decide_right", args=["publish_news"])


@pytest.fixture
def school():
    return SchoolFactory(name="Am Hafen")


@pytest.fixture
def admin(school):
    return admin_client(AdminRole.SCHOOL_ADMIN, school)


@pytest.fixture
def team():
    return admin_client(AdminRole.CENTRAL_TEAM)


def test_a_school_admin_lets_teachers_and_a_group_publish_news(admin, school):
    editors = GroupFactory(school=school, kind=GroupKind.TEAM, name="Redaktion")
    choices = {"role-teacher": "allowed", f"group-{editors.pk}": "allowed"}

    response = admin.post(NEWS, choices, follow=True)

    grants = Grant.objects.order_by("role").values_list("role", "group", "effect")
    assert list(grants) == [("", editors.pk, "allowed"), ("teacher", None, "allowed")]
    page = response.content.decode()
    assert "<strong>Erlaubt:</strong> Lehrkraft<" in page
    assert "Gruppe Redaktion" in page


def test_what_is_set_back_is_gone(admin, school):
    admin.post(NEWS, {"role-teacher": "allowed"})

    admin.post(NEWS, {"role-teacher": ""})

    assert Grant.objects.count() == 0


def test_what_the_authority_decided_is_shown_as_such(admin, team):
    team.post(NEWS, {"role-teacher": "forbidden"})

    page = admin.get(TABLE).content.decode()

    assert "<strong>Verboten:</strong> Lehrkraft<" in page


def test_a_school_admin_does_not_decide_elsewhere(admin):
    elsewhere = SchoolFactory()

    refused = admin.post(f"{NEWS}?school={elsewhere.pk}", {"role-teacher": "allowed"})

    assert (refused.status_code, Grant.objects.count()) == (404, 0)


@pytest.mark.parametrize("right", ["reset_passwords", "own_account", "fly"])
def test_what_is_fixed_has_no_form(admin, right):
    address = reverse("administration:decide_right", args=[right])

    assert admin.get(address).status_code == 404


def test_a_pupil_cannot_be_chosen(admin):
    form = admin.get(NEWS).context["form"]

    assert "role-student" not in form.fields
    assert "role-teacher" in form.fields


def test_everybody_sees_the_own_rights_and_where_they_come_from(client, school):
    home = AffiliationFactory(
        role=Role.PRINCIPAL, school=school, person__home_school=school
    )
    sign_in(client, AccountFactory(person=home.person, username="a.b@s.hamburg.de"))

    page = client.get(reverse("administration:own_rights")).content.decode()

    assert "steht fest: als Schulleitung" in page
    assert "voreingestellt für Schulleitung" in page


def test_the_table_takes_few_queries(admin, school, django_assert_num_queries):
    groups = [GroupFactory(school=school, kind=GroupKind.TEAM) for _ in range(3)]
    admin.post(NEWS, {f"group-{group.pk}": "allowed" for group in groups})

    with django_assert_num_queries(7):
        admin.get(TABLE)
