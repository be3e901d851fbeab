"""Who may publish, and where. Reading follows from the audience: see `queries`."""

from eduport.core.actor import Actor
from eduport.news.models import NewsPicture, Publication
from eduport.people.models import AdminRole, Right, Role
from eduport.people.queries.rights import has_right, places_of_right


def can_publish(actor: Actor) -> bool:
    """Whether there is a place where the actor may publish."""
    return bool(places_of_right(actor, Right.PUBLISH_NEWS))


def can_manage(actor: Actor, publication: Publication) -> bool:
    """The central team everything; others what the schools say where they may."""
    if AdminRole.CENTRAL_TEAM in actor.roles:
        return True
    school_id = publication.school_id
    return school_id is not None and has_right(actor, Right.PUBLISH_NEWS, school_id)


def can_read(actor: Actor, _publication: Publication) -> bool:
    """Whatever is among the visible ones may be read."""
    return True


def can_subscribe(actor: Actor) -> bool:
    """Everybody with an everyday account; Admin-Accounts have no mailbox."""
    return actor.is_signed_in and not actor.roles.isdisjoint(Role.values)


def can_manage_picture(actor: Actor, picture: NewsPicture) -> bool:
    """Whoever may change the news changes its pictures."""
    return can_manage(actor, picture.item)
