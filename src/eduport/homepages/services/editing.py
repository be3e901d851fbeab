"""Writing, publishing and taking back what a school says on its page."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.homepages.errors import (
    NoAlternativeError,
    NothingToPublishError,
    NothingToShowError,
    NothingToUndoError,
)
from eduport.homepages.formats.pictures import clean_picture
from eduport.homepages.models import Homepage, HomepagePicture, HomepageVersion
from eduport.homepages.queries.homepages import published_versions
from eduport.homepages.types import Content, Upload
from eduport.people.models import School

KEPT = 10
"""So many published versions of a page are kept, for taking back."""


def _locked_homepage(school: School) -> Homepage:
    Homepage.objects.get_or_create(school=school)
    return Homepage.objects.select_for_update().get(school=school)


@transaction.atomic
def save_draft(
    school: School,
    content: Content,
    *,
    picture: Upload | None = None,
    is_without_picture: bool = False,
    by: Actor,
    at: datetime,
) -> HomepageVersion:
    """Keep what was written; nobody else sees it before it is published.

    Without a new picture the one of the draft, or of what is shown, stays. Refuses a
    picture without words.
    """
    homepage = _locked_homepage(school)
    drafts = HomepageVersion.objects.filter(homepage=homepage, published_at=None)
    draft = drafts.first() or HomepageVersion(homepage=homepage)
    if draft._state.adding and (shown := published_versions(school).first()):
        draft.picture = shown.picture
    if is_without_picture:
        draft.picture = None
    if picture:
        draft.picture = _stored(homepage, picture)
    if draft.picture and not content.picture_alt:
        raise NoAlternativeError
    for name, value in asdict(content).items():
        setattr(draft, name, value)
    draft.changed_at = at
    draft.save()
    _forget_pictures(homepage)
    return draft


def _stored(homepage: Homepage, picture: Upload) -> HomepagePicture:
    drawn = clean_picture(picture)
    return HomepagePicture.objects.create(
        homepage=homepage,
        media_type=drawn.media_type,
        width=drawn.width,
        height=drawn.height,
        content=drawn.content,
    )


def _forget_pictures(homepage: Homepage) -> None:
    """Delete the pictures that no version shows."""
    pictures = HomepagePicture.objects.filter(homepage=homepage)
    pictures.filter(homepageversion=None).delete()


@transaction.atomic
def publish_draft(school: School, *, by: Actor, at: datetime) -> None:
    """Show the draft from now on. Refuses if there is none."""
    homepage = _locked_homepage(school)
    drafts = HomepageVersion.objects.filter(homepage=homepage, published_at=None)
    if not drafts.update(published_at=at):
        raise NothingToPublishError
    for old in published_versions(school)[KEPT:]:
        old.delete()
    _forget_pictures(homepage)
    record("homepages.homepage.published", school, by=by, at=at)


@transaction.atomic
def take_back(school: School, *, by: Actor, at: datetime) -> None:
    """Show the version before again; what was shown becomes the draft.

    A draft that is there already gives way. Refuses if there is no version before.
    """
    homepage = _locked_homepage(school)
    versions = list(published_versions(school)[:2])
    if len(versions) < 2:  # noqa: PLR2004 -- the one that is shown, and one before
        raise NothingToUndoError
    HomepageVersion.objects.filter(homepage=homepage, published_at=None).delete()
    HomepageVersion.objects.filter(pk=versions[0].pk).update(published_at=None)
    _forget_pictures(homepage)
    record("homepages.homepage.taken_back", school, by=by, at=at)


@transaction.atomic
def discard_draft(school: School, *, by: Actor, at: datetime) -> None:
    """Throw the draft away; what is shown stays."""
    homepage = _locked_homepage(school)
    HomepageVersion.objects.filter(homepage=homepage, published_at=None).delete()
    _forget_pictures(homepage)


@transaction.atomic
def switch_on(school: School, *, by: Actor, at: datetime) -> None:
    """Let everybody see the page, and other homepages read it. Twice keeps the time."""
    homepage = _locked_homepage(school)
    if not published_versions(school).exists():
        raise NothingToShowError
    if not homepage.switched_on_at:
        Homepage.objects.filter(pk=homepage.pk).update(switched_on_at=at)
        record("homepages.homepage.switched_on", school, by=by, at=at)


@transaction.atomic
def switch_off(school: School, *, by: Actor, at: datetime) -> None:
    """Let nobody see the page any more. Twice is the same as once."""
    homepage = _locked_homepage(school)
    if homepage.switched_on_at:
        Homepage.objects.filter(pk=homepage.pk).update(switched_on_at=None)
        record("homepages.homepage.switched_off", school, by=by, at=at)


@transaction.atomic
def name_host(school: School, host_name: str, *, by: Actor, at: datetime) -> None:
    """Let the page be found under a name of its own; an empty name ends that."""
    homepage = _locked_homepage(school)
    wanted = host_name.lower() or None
    if homepage.host_name != wanted:
        homepage.host_name = wanted
        homepage.save(update_fields=["host_name"])
        record("homepages.host.named", school, by=by, at=at)
