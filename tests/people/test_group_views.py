"""The pages about groups: who sees what, and what the buttons do."""

import pytest
from django.test import Client

from eduport.people.models import (
    AdminRole,
    Group,
    GroupKind,
    GroupNesting,
    Membership,
    MembershipRule,
    Role,
    SourceKind,
)
from tests.factories.accounts import AccountFactory, sign_in
from tests.factories.people import (
    NOON,
    AddressFactory,
    AffiliationFactory,
    AppointmentFactory,
    GroupFactory,
    MembershipFactory,
    PersonFactory,
    SchoolFactory,
    SourceFactory,
    school_class,
    year_session,
)

pytestmark = pytest.mark.django_db
GROUPS = "/manage/groups/"


@pytest.fixture
def school():
    return SchoolFactory(name="Am Hafen", code="hafen")


@pytest.fixture
def year():
    return year_session(2026, activated_at=NOON)


def admin_client(school, role=AdminRole.SCHOOL_ADMIN):
    at = {"school": school if role == AdminRole.SCHOOL_ADMIN else None}
    person = AppointmentFactory(person__home_school=school, role=role, **at).person
    return client_of(AccountFactory(person=person, kind="admin"))


def client_of(account):
    client = Client()
    sign_in(client, account)
    return client


def somebody(school, role=Role.TEACHER, **names):
    person = PersonFactory(home_school=school, **names)
    AffiliationFactory(person=person, role=role)
    return person


@pytest.fixture
def admin(school):
    return admin_client(school)


@pytest.fixture
def team(school):
    return GroupFactory(school=school, name="Chor")


@pytest.fixture
def leader(school, team):
    """A teacher who leads the team, with the everyday account."""
    person = somebody(school)
    MembershipFactory(group=team, person=person, role="leader")
    return client_of(AccountFactory(person=person))


def url(group, *parts):
    return f"{GROUPS}{group.uid}/" + "".join(f"{part}/" for part in parts)


def listed(client, query=""):
    return [group.name for group in client.get(f"{GROUPS}{query}").context["page"]]


def test_a_school_admin_sees_the_groups_of_the_own_school_and_year(admin, school, year):
    school_class(school, "10a", year)
    school_class(school, "7a", year)
    school_class(school, "6a", year_session(2025))
    GroupFactory(school=school, name="Chor")
    GroupFactory(school=school, name="Ended", ended_at=NOON)
    GroupFactory(school=SchoolFactory(), name="Foreign")

    assert listed(admin) == ["7a", "10a", "Chor"]
    assert listed(admin, "?kind=class") == ["7a", "10a"]
    assert listed(admin, "?q=cho") == ["Chor"]
    assert listed(admin, "?state=ended") == ["Ended"]
    assert listed(admin, "?state=released") == []


@pytest.mark.usefixtures("team")
def test_the_central_team_chooses_a_school_first(school):
    SchoolFactory()
    central = admin_client(school, AdminRole.CENTRAL_TEAM)

    assert listed(central) == []
    assert listed(central, f"?school={school.pk}") == ["Chor"]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.usefixtures("year")
def test_the_list_asks_the_database_evenly(
    admin, school, count, django_assert_num_queries
):
    for _ in range(count):
        member = MembershipFactory(group__school=school, person=somebody(school))
        MembershipFactory(group=member.group, person=somebody(school), role="leader")
    admin.get(GROUPS)

    with django_assert_num_queries(13):
        page = admin.get(GROUPS).context["page"]
    shown = [(group.size, group.leaders) for group in page]
    assert shown == [(2, ["Ada Berg"])] * count


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.usefixtures("year")
def test_the_page_of_a_group_asks_the_database_evenly(
    admin, team, school, count, django_assert_num_queries
):
    for _ in range(count):
        MembershipFactory(group=team, person=somebody(school))
    admin.get(url(team))

    with django_assert_num_queries(13):
        assert len(admin.get(url(team)).context["page"]) == count


def test_another_year_is_viewed_by_one_administrator_only(admin, school, year):
    school_class(school, "6a", year_session(2025))
    school_class(school, "7a", year)
    colleague = admin_client(school)

    admin.post("/manage/school-year/view/", {"year": "2025"})

    assert (listed(admin), listed(colleague)) == (["6a"], ["7a"])
    admin.post("/manage/school-year/view/", {"year": "2026"})
    assert listed(admin) == ["7a"]


@pytest.mark.usefixtures("year")
def test_a_year_that_does_not_exist_is_not_viewed(admin, team):
    for year in ("1999", "x", ""):
        admin.post("/manage/school-year/view/", {"year": year})

    assert listed(admin) == ["Chor"]


def test_making_a_group(admin, school):
    response = admin.post(
        f"{GROUPS}add/", {"kind": "team", "name": "Chor", "address": "singen"}
    )

    group = Group.objects.get()
    assert response.headers["Location"] == url(group)
    assert (group.school, group.kind, str(group.address)) == (
        school,
        GroupKind.TEAM,
        "singen@hafen.hamburg.de",
    )


def test_a_class_without_a_year_comes_back_with_a_sentence(admin, year):
    response = admin.post(f"{GROUPS}add/", {"kind": "class", "name": "7a"})

    assert response.status_code == 422
    assert response.context["form"].errors == {
        "year": ["Wählen Sie das Schuljahr der Klasse oder des Kurses."]
    }


@pytest.mark.usefixtures("team")
def test_a_refusal_stands_above_the_form(admin, school):
    admin.post(f"{GROUPS}add/", {"kind": "team", "name": "Chor", "address": "chor"})

    response = admin.post(
        f"{GROUPS}add/", {"kind": "team", "name": "Noch ein Chor", "address": "chor"}
    )

    assert response.context["form"].non_field_errors() == [
        "Die Adresse chor@hafen.hamburg.de ist vergeben. Bitte wählen Sie eine andere."
    ]


def test_ending_and_deleting_is_asked_first_and_can_be_taken_back(admin, team):
    asked = admin.get(url(team, "delete"))
    team.refresh_from_db()
    before = team.deletion_released_at

    admin.post(url(team, "delete"))
    team.refresh_from_db()
    released = team.deletion_released_at
    admin.post(url(team, "reopen"))

    team.refresh_from_db()
    assert "30 Tagen" in asked.context["confirmation"].effect
    assert (before, released is None, team.ended_at) == (None, False, None)


def test_a_leader_runs_the_own_team_and_nothing_else(leader, team, school):
    newcomer = somebody(school, Role.STUDENT, given_name="Ida", family_name="Neu")
    other = GroupFactory(school=school)

    found = leader.get(f"{url(team, 'members')}?q=ida neu").context["page"]
    leader.post(url(team, "members", newcomer.uid, "add"))
    leader.post(url(team, "rename"), {"name": "Kammerchor"})

    team.refresh_from_db()
    assert list(found) == [newcomer]
    assert team.name == "Kammerchor"
    assert Membership.objects.filter(group=team, person=newcomer).exists()
    mine = leader.get(f"{GROUPS}mine/").context["groups"]
    assert list(mine) == [team]
    assert leader.get(url(other)).status_code == 404
    assert leader.post(url(team, "delete")).status_code == 403
    assert leader.get(GROUPS).status_code == 403


@pytest.mark.parametrize(
    "typed", ["ida", " Ida.Neu@hafen.hamburg.de ", "NEU ida", "7b"]
)
def test_members_are_found_by_name_address_and_class(admin, team, school, year, typed):
    ida = somebody(
        school,
        Role.STUDENT,
        given_name="Ida",
        family_name="Neu",
        address_base="ida.neu",
    )
    AddressFactory(person=ida)
    MembershipFactory(group=school_class(school, "7b", year), person=ida)
    somebody(school, given_name="Ole", address_base="ole.berg")

    to_add = admin.get(url(team, "members"), {"q": typed}).context["page"]
    found = list(to_add)
    MembershipFactory(group=team, person=ida)
    members = admin.get(url(team), {"q": typed}).context["page"]

    assert (found, list(members)) == ([ida], [ida])


def test_a_leader_takes_members_out(leader, team, school):
    member = MembershipFactory(group=team, person=somebody(school))

    leader.post(url(team, "members", member.person.uid, "remove"))

    assert not Membership.objects.filter(pk=member.pk).exists()


def test_a_class_teacher_sees_the_class_but_does_not_change_it(school, year):
    feed = SourceFactory(slug="sis", kind=SourceKind.FEED)
    group = school_class(school, "7a", year, source=feed)
    teacher = somebody(school)
    MembershipFactory(group=group, person=teacher, role="leader", source=feed)
    client = client_of(AccountFactory(person=teacher))

    assert client.get(url(group)).status_code == 200
    assert client.get(url(group, "members")).status_code == 403
    assert client.post(url(group, "rename"), {"name": "x"}).status_code == 403


def test_a_leader_who_left_the_school_leads_no_more(school, team):
    person = somebody(SchoolFactory())
    MembershipFactory(group=team, person=person, role="leader")

    assert client_of(AccountFactory(person=person)).get(url(team)).status_code == 404


def test_a_pupil_who_leads_by_mistake_sees_nothing(school, team):
    pupil = somebody(school, Role.STUDENT)
    MembershipFactory(group=team, person=pupil, role="leader")

    assert client_of(AccountFactory(person=pupil)).get(url(team)).status_code == 404


def test_a_person_of_another_school_cannot_be_added(admin, team):
    stranger = somebody(SchoolFactory())

    response = admin.post(url(team, "members", stranger.uid, "add"))

    assert response.status_code == 404
    assert not Membership.objects.exists()


def test_leaders_are_made_by_the_school_admin(admin, team, school):
    member = MembershipFactory(group=team, person=somebody(school))

    admin.post(url(team, "members", member.person.uid, "lead"))
    member.refresh_from_db()
    role = member.role
    admin.post(url(team, "members", member.person.uid, "follow"))

    member.refresh_from_db()
    assert (role, member.role) == ("leader", "member")


def test_a_group_is_put_into_another_and_taken_out(admin, team, school, year):
    part = school_class(school, "7a", year)
    found = admin.get(url(team, "parts")).context["page"]

    admin.post(url(team, "parts", part.uid, "add"))
    nesting = GroupNesting.objects.get()
    admin.post(url(team, "parts", nesting.pk, "remove"))

    assert list(found) == [part]
    assert (nesting.parent, nesting.child) == (team, part)
    assert not GroupNesting.objects.exists()


def test_groups_of_other_schools_are_not_put_in(admin, team):
    foreign = GroupFactory(school=SchoolFactory(), name="Fremd")

    assert list(admin.get(f"{url(team, 'parts')}?q=Fremd").context["page"]) == []
    assert admin.post(url(team, "parts", foreign.uid, "add")).status_code == 404


def test_a_rule_is_made_and_removed(admin, team, school):
    admin.post(url(team, "rules"), {"role": "student", "grade": "7"})
    rule = MembershipRule.objects.get()

    admin.post(url(team, "rules", rule.pk, "remove"))

    assert (rule.school, rule.role, rule.grade) == (school, "student", 7)
    assert not MembershipRule.objects.exists()


@pytest.mark.usefixtures("team")
def test_a_rule_never_reaches_into_a_school_of_others(admin, team):
    foreign = SchoolFactory()

    admin.post(url(team, "rules"), {"school": foreign.pk, "role": "teacher"})

    assert MembershipRule.objects.get().school == team.school


def test_a_synced_group_says_where_it_is_changed(admin, school):
    feed = SourceFactory(slug="sis", name="DiViS", kind=SourceKind.FEED)
    group = GroupFactory(school=school, source=feed, name="Chor")

    page = admin.get(url(group)).content.decode()
    admin.post(url(group, "end"))

    group.refresh_from_db()
    assert "Diese Gruppe kommt aus DiViS." in page
    assert group.ended_at is None
