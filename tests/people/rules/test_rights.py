"""Who has a right: always, never, preset, given, denied."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eduport.people.rules.rights import EVERYBODY, RULES, decide
from eduport.people.types import Decision, Effect, Granted, Reason

NEWS = RULES["publish_news"]
FORM = RULES["report_faults_online"]
ALLOWED = Granted(Effect.ALLOWED, role="teacher")
FORBIDDEN = Granted(Effect.FORBIDDEN, role="teacher")
TEAM = Granted(Effect.ALLOWED, group="Editors")

# The table of rights: everyone who has the right before anybody decides anything.
REPORTERS = {"school_admin", "it_contact", "principal", "central_team"}
TABLE = {
    "own_account": EVERYBODY,
    "ask_school_admin": {
        "student",
        "teacher",
        "specialist",
        "principal",
        "office",
        "external",
        "it_contact",
    },
    "report_faults": REPORTERS,
    "report_faults_online": {"school_admin", "central_team"},
    "reset_passwords": {"school_admin", "central_team"},
    "manage_people": {"school_admin", "central_team"},
    "switch_school_year": {"central_team"},
    "publish_news": {"school_admin", "principal", "central_team"},
    "work_on_tickets": REPORTERS | {"service_desk"},
    "read_audit": {"central_team"},
}


@pytest.mark.parametrize("right", RULES)
def test_before_any_decision_the_table_holds(right):
    allowed = {
        role for role in EVERYBODY if decide(RULES[right], [role], []).is_allowed
    }

    assert allowed == set(TABLE[right])


def test_a_right_that_nobody_set_is_not_there():
    assert decide(NEWS, ["teacher"], []) == Decision(Reason.NOT_SET, ("teacher",))


def test_a_right_is_given_to_a_role():
    expected = Decision(Reason.ALLOWED, ("teacher",), (ALLOWED,))

    assert decide(NEWS, ["teacher"], [ALLOWED]) == expected


def test_a_right_is_given_to_a_group():
    expected = Decision(Reason.ALLOWED, ("teacher",), (TEAM,))

    assert decide(NEWS, ["teacher"], [TEAM]) == expected


def test_a_denial_is_stronger_than_a_grant_and_than_what_is_preset():
    denied = Granted(Effect.FORBIDDEN, role="principal")

    decision = decide(NEWS, ["principal", "teacher"], [TEAM, denied, ALLOWED])

    assert decision == Decision(Reason.FORBIDDEN, ("principal", "teacher"), (denied,))


def test_a_grant_to_another_role_says_nothing():
    assert decide(NEWS, ["office"], [ALLOWED]) == Decision(Reason.NOT_SET, ("office",))


def test_what_is_fixed_cannot_be_denied():
    denied = Granted(Effect.FORBIDDEN, role="central_team")

    decision = decide(NEWS, ["central_team"], [denied])

    assert decision == Decision(Reason.ALWAYS, ("central_team",))


def test_a_teacher_who_is_it_contact_may_report_faults():
    decision = decide(RULES["report_faults"], ["teacher", "it_contact"], [])

    assert decision == Decision(Reason.ALWAYS, ("it_contact",))


def test_a_group_gives_nothing_to_whom_no_role_could_get_it():
    assert decide(FORM, ["teacher"], [TEAM]) == Decision(Reason.NOT_SET, ())


@given(
    st.sampled_from(sorted(set(RULES) - {"own_account", "ask_school_admin"})),
    st.sets(st.sampled_from(sorted(EVERYBODY))),
    st.lists(st.sampled_from([ALLOWED, FORBIDDEN, TEAM])),
)
def test_a_pupil_never_administers(right, roles, grants):
    decision = decide(RULES[right], {*roles, "student"}, grants)

    assert (decision.is_allowed, decision.is_fixed) == (False, True)
