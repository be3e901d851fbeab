"""The feeds that are configured."""

from datetime import datetime
from pathlib import Path

from eduport.config.settings import EDUPORT
from eduport.core.actor import Actor
from eduport.people.models import SourceKind
from eduport.people.services.sources import get_or_create_source
from eduport.sync.models import SyncRun
from eduport.sync.services.runs import RunOptions, sync_roster


def sync_feed(slug: str, name: str, path: Path, *, by: Actor, at: datetime) -> SyncRun:
    """Read a feed in by the operator's settings. Raises what `sync_roster` raises."""
    source = get_or_create_source(
        slug,
        name=name,
        authority_name=EDUPORT.authority_name,
        mail_domain=EDUPORT.mail_domain,
        kind=SourceKind.FEED,
    )
    options = RunOptions(EDUPORT.brake_percent, EDUPORT.switch_on_new_schools)
    return sync_roster(source, path, options=options, by=by, at=at)
