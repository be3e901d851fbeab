"""Who may edit a school's page."""

from eduport.core.actor import Actor
from eduport.homepages.models import Homepage
from eduport.people.models import AdminRole, Right, School
from eduport.people.queries.rights import places_of_right


def can_edit_homepages(actor: Actor) -> bool:
    """Whoever may publish news of a school, and its school admins."""
    return AdminRole.SCHOOL_ADMIN in actor.roles or bool(
        places_of_right(actor, Right.PUBLISH_NEWS)
    )


def can_edit_homepage(actor: Actor, _school: School) -> bool:
    """Whatever is among the schools that somebody may edit."""
    return can_edit_homepages(actor)


def can_name_hosts(actor: Actor, _school: School) -> bool:
    """A host name needs an entry in the name service: the central team knows it."""
    return AdminRole.CENTRAL_TEAM in actor.roles


def can_see(actor: Actor, _homepage: Homepage) -> bool:
    """Everybody; what is not switched on is not found."""
    return True
