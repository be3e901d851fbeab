"""Two schools with somebody of every role, and one of everything that URLs name."""

import time
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from eduport.accounts.models import Account, AccountKind
from eduport.administration.models import HandoutState
from eduport.gateway.models import Scope
from eduport.inquiries.models import Inquiry
from eduport.people.models import AdminRole, PersonAction, Right, Role, School
from eduport.support.models import MailState
from eduport.sync.models import RunState, SchoolPlan, SyncRun
from tests.access.editor_world import pages_of
from tests.access.matrix import is_editor
from tests.factories.accounts import AccountFactory, give_passkey
from tests.factories.administration import HandoutFactory, HandoutFileFactory
from tests.factories.gateway import DeliveryFactory, token_of
from tests.factories.homepages import (
    HomepageFactory,
    HomepagePictureFactory,
    VersionFactory,
)
from tests.factories.news import CurrentItemFactory, EventFactory, PictureFactory
from tests.factories.people import (
    NOON,
    AffiliationFactory,
    AppointmentFactory,
    GroupFactory,
    GroupNestingFactory,
    MembershipFactory,
    MembershipRuleFactory,
    PersonFactory,
    ProposalFactory,
    RolloverFactory,
    SchoolChangeFactory,
    SchoolFactory,
    SecondmentFactory,
    year_session,
)
from tests.factories.portal import TileReleaseFactory
from tests.factories.privacy import ErasureRunFactory
from tests.factories.status import (
    ComponentFactory,
    FreezeFactory,
    IncidentFactory,
    IncidentTemplateFactory,
    WindowFactory,
)
from tests.factories.status import (
    ProposalFactory as IncidentProposalFactory,
)
from tests.factories.support import (
    AnswerTemplateFactory,
    AttachmentFactory,
    FaultFactory,
    IncomingMailFactory,
    QuestionFactory,
    SavedViewFactory,
    TeamFactory,
)
from tests.factories.training import (
    BookingFactory,
    CertificateFactory,
    DateTrainerFactory,
    InSchoolRequestFactory,
    RequestTrainerFactory,
    TrainingCourseFactory,
    TrainingDateFactory,
    seated,
)

# The pupil is the one whom the URLs of a person, a session or a passkey mean.
OWNER = "pupil"
# A manual that is not for everybody.
OF_GUIDES = {
    "manual": "handbuch-admins",
    "chapter": "gruppen",
    "video": "kacheln-ordnen",
}
EVERYDAY = {
    OWNER: Role.STUDENT,
    "teacher": Role.TEACHER,
    "principal": Role.PRINCIPAL,
    "office": Role.OFFICE,
    "specialist": Role.SPECIALIST,
    "external": Role.EXTERNAL,
}
ADMINS = [AdminRole.SCHOOL_ADMIN, AdminRole.CENTRAL_TEAM, AdminRole.SERVICE_DESK]


@dataclass
class World:
    """The session cookie of each role ("" of the visitor), and keys for the URLs."""

    cookies: dict[str, str]
    keys: dict[str, object]
    fixed: dict[str, dict[str, object]] = field(default_factory=dict)
    editor: dict[str, object] = field(default_factory=dict)

    def client_of(self, role: str) -> Client:
        """A fresh browser in which the role is signed in."""
        client = Client(raise_request_exception=False)
        if cookie := self.cookies[role]:
            client.cookies[settings.SESSION_COOKIE_NAME] = cookie
        return client

    def arguments(self, name: str, wanted: set[str]) -> dict[str, object]:
        """What stands in the places of a URL."""
        shared = self.editor if is_editor(name) else self.keys
        known = shared | self.fixed.get(name, {})
        if is_editor(name):
            # What only an approval, an upload in parts or an open page would have.
            known = dict.fromkeys(wanted, 0) | known
        return {key: known[key] for key in wanted}

    def editor_url(self, name: str, wanted: set[str]) -> str:
        """An address of the editor; one of them has places without names."""
        if name == "wagtailadmin_pages:revisions_compare":
            return reverse(name, args=(self.editor["page_id"], "earliest", "live"))
        return reverse(name, kwargs=self.arguments(name, wanted))


def build() -> World:
    """Fill the database."""
    school, elsewhere = SchoolFactory(code="hafen"), SchoolFactory(code="deich")
    accounts = cast_of(school)
    accounts["foreign_teacher"] = everyday(elsewhere, Role.TEACHER, "foreign_teacher")
    accounts["foreign_school_admin"] = admin(elsewhere, AdminRole.SCHOOL_ADMIN, "f")
    cookies = {role: signed_in(account) for role, account in accounts.items()}
    world = World({"visitor": ""} | cookies, dict(OF_GUIDES))
    fill(world, accounts[OWNER], school)
    fill_groups(world, accounts, school)
    hand_out(world, accounts[AdminRole.SCHOOL_ADMIN])
    fill_status(world)
    fill_support(world, accounts, school)
    fixed, world.editor = pages_of(school)
    world.fixed |= fixed
    fill_gateway(world)
    fill_training(world, accounts)
    fill_news(world, school)
    fill_tiles(world)
    fill_homepages(world, school)
    return world


def cast_of(school: School) -> dict[str, Account]:
    """Somebody of every role at the school, and the two teams above it."""
    accounts = {name: everyday(school, role, name) for name, role in EVERYDAY.items()}
    accounts["it_contact"] = everyday(school, Role.TEACHER, "it")
    person = accounts["it_contact"].person
    AppointmentFactory(person=person, school=school, role=AdminRole.IT_CONTACT)
    return accounts | {role.value: admin(school, role, role.value) for role in ADMINS}


def everyday(school: School, role: Role, name: str) -> Account:
    person = PersonFactory(home_school=school)
    AffiliationFactory(person=person, role=role)
    name = f"{name}@hafen.hamburg.de"
    return AccountFactory(person=person, username=name, password=password())


def admin(school: School, role: AdminRole, name: str) -> Account:
    person = PersonFactory(home_school=school)
    at = school if role == AdminRole.SCHOOL_ADMIN else None
    AppointmentFactory(person=person, school=at, role=role)
    name = f"admin.{name}@hafen.hamburg.de"
    return AccountFactory(
        person=person, kind=AccountKind.ADMIN, username=name, password=password()
    )


@cache
def password() -> str:
    """One hash for everybody: without a password nobody can prove who they are."""
    return make_password("vier warme Brezeln")


def signed_in(account: Account) -> str:
    """A session that began just now, so that no page asks for the password again."""
    client = Client()
    client.force_login(account, backend=settings.AUTHENTICATION_BACKENDS[0])
    session = client.session
    proof = {"method": "mfa", "type": "totp", "at": time.time()}
    session["account_authentication_methods"] = [proof]
    session["account_authentication_methods_user"] = str(account.pk)
    session.save()
    return str(session.session_key)


def fill(world: World, owner: Account, school: School) -> None:
    """Make what the URLs name: the owner's session and passkey, a held run."""
    session = UserSession.objects.create(user=owner, ip="127.0.0.1", session_key="x")
    passkey = give_passkey(owner)
    run = SyncRun.objects.create(
        source=school.source, state=RunState.HELD, started_at=NOON, finished_at=NOON
    )
    hold = {"code": "leavers", "params": {}}
    SchoolPlan.objects.create(run=run, unit=1, name=school.name, hold_reason=hold)
    person = owner.person
    world.keys |= {"pk": run.pk, "unit": 1, "outcome": "created", "suffix": "csv"}
    world.keys |= {"token": "unknown"}
    world.keys |= {"person__uid": person and person.uid}
    world.keys |= {"uid": person and person.uid}
    newcomer = admin(school, AdminRole.SCHOOL_ADMIN, "newcomer")
    Account.objects.filter(pk=newcomer.pk).update(activated_at=None)
    appointment = newcomer.person.appointment_set.get()
    world.keys |= {"right": Right.PUBLISH_NEWS}
    action = PersonAction.objects.create(kind="lock", done_by="nobody", done_at=NOON)
    world.keys |= {"action_uid": action.uid}
    inquiry = Inquiry.objects.create(
        person=person, reason="test", asked_by=newcomer.person, asked_at=NOON
    )
    decided_on = {"pk": ProposalFactory(person=person).pk}
    decisions = ("proposal", "accept_proposal", "decline_proposal")
    world.fixed |= {f"administration:{name}": decided_on for name in decisions}
    # Asked of the school by one that nobody here looks after.
    wanted = SchoolChangeFactory(to_school=school)
    moves = ("school_change", "agree_to_move", "withdraw_move")
    world.fixed |= {f"administration:{name}": {"uid": wanted.uid} for name in moves}
    made = SchoolChangeFactory(
        to_school=school, to_agreed_at=NOON, done_at=NOON, action=action
    )
    # Offered to the school by another one.
    offered = SecondmentFactory(guest_school=school)
    buttons = ("secondment", "agree_to_secondment", "withdraw_secondment")
    world.fixed |= {f"administration:{name}": {"uid": offered.uid} for name in buttons}
    world.fixed |= {"administration:end_secondment": {"uid": offered.uid}}
    world.fixed |= {
        "administration:undo_move": {"uid": made.uid},
        "administration:ask_undo": {"uid": made.uid},
        "administration:drop_undo_wish": {"uid": made.uid},
        "inquiries:inquiry": {"pk": inquiry.pk},
        "inquiries:approve": {"pk": inquiry.pk},
        "inquiries:decline": {"pk": inquiry.pk},
        "inquiries:entries": {"pk": inquiry.pk},
        "administration:admin_code": {"person__uid": newcomer.person.uid},
        "administration:withdraw": {"pk": appointment.pk},
        "administration:take_up": {"pk": appointment.pk},
        "administration:change_end": {"pk": appointment.pk},
        "accounts:end_session": {"pk": session.pk},
        "mfa_edit_webauthn": {"pk": passkey.pk},
        "mfa_remove_webauthn": {"pk": passkey.pk},
        "outbox:mail": {"name": "unknown"},
        "privacy:certificate": {"pk": ErasureRunFactory().pk},
    }


def fill_groups(world: World, accounts: dict[str, Account], school: School) -> None:
    """Make what the URLs of groups and school years name; the teacher leads the team.

    The pupil is in it, the principal can become a member.
    """
    year_session(2026, activated_at=NOON)
    team = GroupFactory(school=school)
    persons = {role: account.person for role, account in accounts.items()}
    MembershipFactory(group=team, person=persons["teacher"], role="leader")
    MembershipFactory(group=team, person=persons[OWNER])
    nesting = GroupNestingFactory(parent=team)
    rule = MembershipRuleFactory(group=team)
    member = {"person_uid": persons[OWNER].uid}
    further: dict[str, dict[str, object]] = {
        "add_member": {"person_uid": persons["principal"].uid},
        "remove_member": member,
        "appoint_leader": member,
        "withdraw_leader": member,
        "add_part": {"child_uid": GroupFactory(school=school).uid},
        "remove_part": {"pk": nesting.pk},
        "remove_rule": {"pk": rule.pk},
    }
    names = ["group", "rename_group", "end_group", "release_group", "reopen_group"]
    names += ["find_members", "find_parts", "add_rule", *further]
    world.fixed |= {
        f"people:{name}": {"uid": team.uid} | further.get(name, {}) for name in names
    }
    world.fixed["administration:decide_group_rights"] = {"uid": team.uid}
    world.fixed["people:activate_year"] = {"year": 2027}
    world.fixed["people:undo_rollover"] = {"pk": RolloverFactory(school=school).pk}


def hand_out(world: World, asker: Account) -> None:
    """A file that waits for the school admin; nobody here has its key."""
    handout = HandoutFactory(
        asked_by=asker, state=HandoutState.READY, ready_at=timezone.now()
    )
    HandoutFileFactory(handout=handout)
    names = ("handout", "handout_progress", "cancel_handout", "fetch_handout")
    world.fixed |= {f"administration:{name}": {"uid": handout.uid} for name in names}


def fill_status(world: World) -> None:
    """Make what the URLs of the status desk name; the window is still to come."""
    start = (timezone.now() + timedelta(days=1)).replace(microsecond=0)
    window = WindowFactory(starts_at=start, ends_at=start + timedelta(hours=1))
    incident = {"uid": IncidentFactory().uid}
    occurrence = {"uid": window.uid, "start": int(start.timestamp())}
    template = {"pk": IncidentTemplateFactory().pk}
    world.fixed |= {
        "status:decline": {"pk": IncidentProposalFactory().pk},
        "status:incident": incident,
        "status:scope": incident,
        "status:window": {"uid": window.uid},
        "status:cancel_window": {"uid": window.uid},
        "status:cancel_occurrence": occurrence,
        "status:extend": occurrence,
        "status:remove_freeze": {"pk": FreezeFactory().pk},
        "status:component": {"slug": ComponentFactory().slug},
        "status:check": {"slug": "mail"},
        "status:stop_watching": {"slug": "mail"},
        "status:template": template,
        "status:remove_template": template,
    }


def fill_support(world: World, accounts: dict[str, Account], school: School) -> None:
    """A question of the pupil, a report of the school admin, an incident."""
    question = QuestionFactory(reporter=accounts[OWNER].person, school=school)
    reporter = accounts[AdminRole.SCHOOL_ADMIN].person
    report = FaultFactory(reporter=reporter, school=school)
    names = ("ticket", "solve", "reopen", "presence")
    world.fixed |= {f"support:{name}": {"uid": question.uid} for name in names}
    names = ("take", "put_back", "merge", "give")
    world.fixed |= {f"support:{name}": {"uid": report.uid} for name in names}
    file = AttachmentFactory(message=question.message_set.get())
    world.fixed["support:attachment"] = {"uid": file.uid}
    owner = accounts[AdminRole.SERVICE_DESK].person
    view = SavedViewFactory(owner=owner, is_shared=True)
    world.fixed["support:remove_view"] = {"pk": view.pk}
    team, template = TeamFactory(), AnswerTemplateFactory()
    of_team = ("team", "remove_team")
    world.fixed |= {f"support:{name}": {"pk": team.pk} for name in of_team}
    of_template = ("template", "remove_template")
    world.fixed |= {f"support:{name}": {"pk": template.pk} for name in of_template}
    mail = IncomingMailFactory(
        ticket=question, state=MailState.HELD, reason="sender", text="Danke."
    )
    names = ("mail", "accept_mail", "throw_away_mail", "download_mail")
    world.fixed |= {f"support:{name}": {"uid": mail.uid} for name in names}
    world.fixed["support:follow"] = {"uid": IncidentFactory().uid}


def fill_homepages(world: World, school: School) -> None:
    """The page of the school with a picture, and a draft."""
    homepage = HomepageFactory(school=school)
    picture = HomepagePictureFactory(homepage=homepage)
    shown = {"homepage": homepage, "picture": picture, "picture_alt": "Der Hafen"}
    VersionFactory(**shown)
    VersionFactory(**shown, published_at=None)
    names = ("page", "json", "choose", "desk", "write", "preview", "publish", "host")
    names += ("take_back", "discard", "switch_on", "switch_off", "snippet")
    world.fixed |= {f"homepages:{name}": {"code": school.code} for name in names}
    world.fixed["homepages:picture"] = {"code": school.code, "uid": picture.uid}


def fill_tiles(world: World) -> None:
    """A tile for everybody, to another website."""
    release = TileReleaseFactory()
    world.fixed["portal:open"] = {"slug": release.tile.slug}


def fill_gateway(world: World) -> None:
    """A token, and a system that is told something."""
    token, _text = token_of(Scope.TICKETS_READ)
    world.fixed["gateway:revoke_token"] = {"uid": token.uid}
    delivery = DeliveryFactory()
    endpoint = {"uid": delivery.endpoint.uid}
    names = ("endpoint", "change_endpoint", "renew_secret", "test_endpoint")
    names += ("disable_endpoint", "enable_endpoint")
    world.fixed |= {f"gateway:{name}": endpoint for name in names}
    world.fixed["gateway:send_again"] = {"pk": delivery.pk}
    world.fixed["gateway:component"] = {"slug": "mail"}


def fill_training(world: World, accounts: dict[str, Account]) -> None:
    """The teacher has a seat, was offered one, and waits for the own head."""
    person = accounts["teacher"].person
    start = timezone.now() + timedelta(days=20)
    dates = [TrainingDateFactory(starts_at=start) for _kind in range(3)]
    own = seated(dates[0], person=person)
    ends_at = start - timedelta(days=1)
    offered = seated(dates[1], person=person, state="offered", offer_ends_at=ends_at)
    asked = BookingFactory(date=dates[2], person=person, state="asked")
    past = TrainingDateFactory(starts_at=timezone.now() - timedelta(days=1))
    DateTrainerFactory(date=past, person=person)
    was_there = seated(past, person=person, state="attended")
    certificate = CertificateFactory(booking=was_there)
    request = InSchoolRequestFactory(school=person.home_school)
    RequestTrainerFactory(request=request, person=accounts["specialist"].person)
    in_school = {"uid": request.uid}
    date, course = {"uid": dates[0].uid}, {"uid": dates[0].course.uid}
    names = ("course", "change_course", "publish_course", "withdraw_course", "add_date")
    world.fixed |= {f"training:{name}": course for name in names}
    names = ("book", "change_date", "cancel_date")
    world.fixed |= {f"training:{name}": date for name in names}
    world.fixed |= {
        "training:calendar": {"uid": own.uid},
        "training:give_up": {"uid": own.uid},
        "training:take": {"uid": offered.uid},
        "training:approve": {"uid": asked.uid},
        "training:decline": {"uid": asked.uid},
        "training:participants": {"uid": past.uid},
        "training:attendance": {"uid": past.uid},
        "training:take_away": {"uid": was_there.uid},
        "training:feedback": {"uid": was_there.uid},
        "training:certificate": {"uid": certificate.uid},
        "training:ask": {"uid": TrainingCourseFactory(kind="in_school").uid},
    }
    names = ("request", "propose", "agree", "held")
    names += ("decline_request", "withdraw_request", "name_trainers")
    world.fixed |= {f"training:{name}": in_school for name in names}


def fill_news(world: World, school: School) -> None:
    """News with a picture and a repeated event, for everybody at the school."""
    item = CurrentItemFactory(school=school, is_important=True)
    picture = {"uid": PictureFactory(item=item).uid}
    event = {"uid": EventFactory(school=school, rule="FREQ=WEEKLY", over_on=None).uid}
    operations = ("manage", "change", "publish", "withdraw", "trash", "restore")
    world.fixed |= {f"news:{name}_item": {"uid": item.uid} for name in operations}
    world.fixed |= {f"news:{name}_event": event for name in operations}
    world.fixed |= {
        "news:item": {"uid": item.uid},
        "news:confirm": {"uid": item.uid},
        "news:stop_digest": {"key": UUID(int=0)},
        "news:school_atom": {"code": school.code},
        "news:school_json": {"code": school.code},
        "news:school_ics": {"code": school.code},
        "news:add_picture": {"uid": item.uid},
        "news:picture": picture,
        "news:draft_picture": picture,
        "news:remove_picture": picture,
        "news:restore_picture": picture,
        "news:event": event,
        "news:skip_day": event,
        "news:change_day": event | {"day": "2026-12-08"},
        "news:restore_day": event | {"day": "2026-12-08"},
    }
