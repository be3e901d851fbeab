"""Who has which right, and why: the table of rights as a calculation.

A right follows from what somebody is at a school. Some roles always have it, some can
never get it whatever else they are, for some it is preset, and to some it can be given
or denied, by the role or by a group.
"""

from collections.abc import Iterable

from eduport.people.types import Decision, Effect, Granted, Reason, Rule

STUDENT = "student"
STAFF = frozenset({"teacher", "specialist", "principal", "office", "external"})
EVERYDAY = STAFF | {STUDENT, "it_contact"}
REPORTERS = frozenset({"school_admin", "it_contact", "principal", "central_team"})
ADMINS = frozenset({"school_admin", "central_team"})
EVERYBODY = EVERYDAY | ADMINS | {"service_desk"}
PUPILS = frozenset({STUDENT})

RULES = {
    "own_account": Rule(always=EVERYBODY),
    "ask_school_admin": Rule(always=EVERYDAY),
    "report_faults": Rule(always=REPORTERS, never=PUPILS),
    "report_faults_online": Rule(
        always=ADMINS,
        never=PUPILS,
        grantable=frozenset({"it_contact", "principal"}),
        is_central=True,
    ),
    "reset_passwords": Rule(always=ADMINS, never=PUPILS),
    "manage_people": Rule(always=ADMINS, never=PUPILS),
    "switch_school_year": Rule(always=frozenset({"central_team"}), never=PUPILS),
    "publish_news": Rule(
        always=frozenset({"central_team"}),
        never=PUPILS,
        preset=frozenset({"school_admin", "principal"}),
        grantable=frozenset(
            {"teacher", "specialist", "office", "external", "it_contact"}
        ),
    ),
    "work_on_tickets": Rule(always=REPORTERS | {"service_desk"}, never=PUPILS),
    "read_audit": Rule(always=frozenset({"central_team"}), never=PUPILS),
}
"""The rights of the domain, by their codes."""


def decide(rule: Rule, roles: Iterable[str], grants: Iterable[Granted]) -> Decision:
    """Whether somebody with these roles at a school has a right there.

    `grants` are the decisions about these roles and about the groups of the person. A
    denial is stronger than a grant, both are stronger than what is preset; a group
    gives a right only to whom a role would allow it.
    """
    held = tuple(sorted(roles))
    if found := _among(rule.never, held):
        return Decision(Reason.NEVER, found)
    if found := _among(rule.always, held):
        return Decision(Reason.ALWAYS, found)
    settable = _among(rule.preset | rule.grantable, held)
    concerning = [one for one in grants if not one.role or one.role in settable]
    if settable:
        for effect, reason in _STRENGTH:
            if of_effect := tuple(one for one in concerning if one.effect == effect):
                return Decision(reason, settable, of_effect)
    if found := _among(rule.preset, held):
        return Decision(Reason.PRESET, found)
    return Decision(Reason.NOT_SET, settable)


_STRENGTH = (
    (Effect.FORBIDDEN, Reason.FORBIDDEN),
    (Effect.ALLOWED, Reason.ALLOWED),
)


def _among(wanted: frozenset[str], held: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(role for role in held if role in wanted)
