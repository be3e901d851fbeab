"""Who may do what to accounts."""

from eduport.accounts.models import Account, AccountKind
from eduport.core.actor import Actor
from eduport.people.models import AdminRole


def can_issue_code(actor: Actor, account: Account) -> bool:
    """The central team, and the school admins of the person's home school.

    Not those of a school where the person is a guest: a code opens the whole account.
    Codes for Admin-Accounts are the central team's alone.
    """
    if AdminRole.CENTRAL_TEAM in actor.roles:
        return True
    person = account.person
    return (
        AdminRole.SCHOOL_ADMIN in actor.roles
        and account.kind == AccountKind.PERSON
        and person is not None
        and person.home_school_id in actor.school_ids
    )


def can_issue_admin_code(actor: Actor, account: Account) -> bool:
    """The central team, for others: who has forgotten a password goes to somebody."""
    return _is_of_somebody_else(actor, account) and can_issue_code(actor, account)


def can_remove_second_factor(actor: Actor, account: Account) -> bool:
    """Whoever may hand out a code, but nobody may do it to the own accounts.

    With a lost second factor one goes to somebody else, who sees one's face.
    """
    return _is_of_somebody_else(actor, account) and can_issue_code(actor, account)


def _is_of_somebody_else(actor: Actor, account: Account) -> bool:
    return actor.person_id is None or actor.person_id != account.person_id
