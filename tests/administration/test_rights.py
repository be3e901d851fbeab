"""The pages about rights."""

import pytest
from django.urls import reverse

from eduport.administration.templatetags.administration_tags import group_origin
from eduport.people.models import AdminRole, Grant, GroupKind, Role
from eduport.people.queries.rights import rights_of_group
from tests.administration.test_appointments import admin_client
from tests.factories.accounts import AccountFactory, sign_in
from tests.factories.people import (
    AffiliationFactory,
    GroupFactory,
    GroupNestingFactory,
    SchoolFactory,
)

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


GROUPS = reverse("administration:group_rights")


@pytest.fixture
def editors(school):
    return GroupFactory(school=school, kind=GroupKind.TEAM, name="Redaktion")


def shown(client, group):
    """The rights of a group as its page shows them, with where they come from."""
    page = client.get(GROUPS, {"school": group.school_id, "group": group.uid})
    rows = page.context["rights"]
    return {str(row.right): group_origin(row.decision) for row in rows}


def test_all_rights_of_a_group_are_decided_on_one_page(admin, editors):
    page = reverse("administration:decide_group_rights", args=[editors.uid])
    before = shown(admin, editors)
    form = admin.get(page).context["form"]

    response = admin.post(page, {"publish_news": "allowed"}, follow=True)

    assert list(form.fields) == ["publish_news"]
    assert "Die Rechte sind geändert." in response.text
    assert before["publish_news"] == "nicht gesetzt: Es gilt, was die Rollen haben"
    assert shown(admin, editors)["publish_news"] == "erlaubt: Redaktion"
    assert shown(admin, editors)["reset_passwords"] == (
        "steht fest: folgt allein aus der Rolle, keine Gruppe kann es bekommen"
    )


def test_what_concerns_the_service_desk_is_decided_by_the_central_team(
    admin, team, school, editors
):
    at_school = {"school": school.pk}
    page = reverse("administration:decide_group_rights", args=[editors.uid])
    online = reverse("administration:decide_right", args=["report_faults_online"])

    assert admin.get(online).status_code == 404
    assert admin.post(page, {"report_faults_online": "allowed"}).status_code == 302
    assert not Grant.objects.exists()
    assert "Über dieses Recht entscheidet das zentrale" in admin.get(TABLE).text

    form = team.get(page).context["form"]
    assert list(form.fields) == ["report_faults_online", "publish_news"]
    assert team.get(online, at_school).status_code == 200
    team.post(page, {"report_faults_online": "allowed"})
    assert Grant.objects.get().right == "report_faults_online"


def test_what_a_group_has_by_another_one_is_shown_with_it(admin, school, editors):
    council = GroupFactory(school=school, kind=GroupKind.TEAM, name="Konferenz")
    board = GroupFactory(school=school, kind=GroupKind.TEAM, name="Vorstand")
    GroupNestingFactory(parent=council, child=editors)
    GroupNestingFactory(parent=board, child=council)
    for group, effect in ((editors, "allowed"), (board, "forbidden")):
        page = reverse("administration:decide_group_rights", args=[group.uid])
        admin.post(page, {"publish_news": effect})

    assert shown(admin, editors)["publish_news"] == "verboten: Redaktion, Vorstand"
    assert shown(admin, council)["publish_news"] == "verboten: Vorstand"


def test_a_group_of_another_school_is_not_there(admin, team, school):
    other = GroupFactory(school=SchoolFactory(), kind=GroupKind.TEAM)
    page = reverse("administration:decide_group_rights", args=[other.uid])

    assert admin.get(GROUPS, {"group": other.uid}).status_code == 404
    assert admin.get(GROUPS, {"group": "nonsense"}).status_code == 404
    assert admin.post(page, {"publish_news": "allowed"}).status_code == 404
    assert next(iter(shown(team, other).values())).startswith("steht fest")


def test_the_central_team_chooses_a_school_first(team, editors):
    page = team.get(GROUPS)
    chosen = team.get(GROUPS, {"school": editors.school_id})

    assert (page.context["group_form"], page.context["rights"]) == (None, [])
    assert list(chosen.context["group_form"].fields["group"].queryset) == [editors]


def test_the_page_of_the_own_account_leads_to_the_own_rights(client, school):
    home = AffiliationFactory(school=school, person__home_school=school)
    sign_in(client, AccountFactory(person=home.person, username="a.b@s.hamburg.de"))

    page = client.get(reverse("accounts:profile"))

    assert f'href="{reverse("administration:own_rights")}"' in page.text
    assert "Meine Rechte" in page.text


@pytest.mark.parametrize("number", [1, 3])
def test_the_rights_of_a_group_take_the_same_queries(
    admin, editors, number, django_assert_num_queries
):
    for _ in range(number):
        GroupNestingFactory(child=editors)

    with django_assert_num_queries(3):
        rights_of_group(editors)
