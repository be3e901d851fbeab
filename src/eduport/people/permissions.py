"""Who may do what to people."""

from eduport.core.actor import Actor
from eduport.people.models import AdminRole, Role

# Heads of school are entered by the central team, as everybody with a say.
AT_A_SCHOOL = (
    Role.TEACHER,
    Role.EXTERNAL,
    Role.SPECIALIST,
    Role.OFFICE,
    Role.STUDENT,
)


def roles_given_by_hand(actor: Actor) -> tuple[Role, ...]:
    """The roles in which the actor may make people whom no feed delivers."""
    if AdminRole.CENTRAL_TEAM in actor.roles:
        return (*AT_A_SCHOOL, Role.PRINCIPAL)
    return AT_A_SCHOOL if AdminRole.SCHOOL_ADMIN in actor.roles else ()
