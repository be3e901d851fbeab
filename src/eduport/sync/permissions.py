"""Who may see and steer the sync: the central team with its Admin-Account."""

from eduport.core.actor import Actor
from eduport.people.models import AdminRole
from eduport.sync.models import SyncRun


def can_manage_sync(actor: Actor) -> bool:
    """The central team. An everyday account never has this role."""
    return AdminRole.CENTRAL_TEAM in actor.roles


def can_manage_run(actor: Actor, run: SyncRun) -> bool:
    """Runs concern all schools at once, hence the same people for each."""
    return can_manage_sync(actor)


def can_see_feeds(actor: Actor) -> bool:
    """Whoever waits for new accounts sees when the last ones came."""
    return bool(actor.roles & {AdminRole.CENTRAL_TEAM, AdminRole.SCHOOL_ADMIN})
