"""The feeds that are configured."""

from datetime import datetime
from pathlib import Path

from eduport.config.settings import EDUPORT
from eduport.core.actor import Actor
from eduport.people.models import SchoolAuthority, Source, SourceKind
from eduport.sync.models import SyncRun
from eduport.sync.services.runs import RunOptions, sync_roster


class NoAuthorityError(LookupError):
    """A feed needs a school authority to deliver for."""


def sync_feed(slug: str, name: str, path: Path, *, by: Actor, at: datetime) -> SyncRun:
    """Read a feed in by the operator's settings. Raises what `sync_roster` raises."""
    authority = SchoolAuthority.objects.order_by("pk").first()
    if not authority:
        raise NoAuthorityError("Read a first roster with `eduport sync apply`.")
    source, _is_new = Source.objects.get_or_create(
        slug=slug,
        defaults={"name": name, "kind": SourceKind.FEED, "authority": authority},
    )
    options = RunOptions(EDUPORT.brake_percent, EDUPORT.switch_on_new_schools)
    return sync_roster(source, path, options=options, by=by, at=at)
