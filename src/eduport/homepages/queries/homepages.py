"""Homepages: which are shown, and which somebody may edit."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from eduport.core.actor import Actor
from eduport.homepages.models import Homepage, HomepagePicture, HomepageVersion
from eduport.people.models import AdminRole, Right, School, folded
from eduport.people.queries.rights import places_of_right


def shown_homepages() -> QuerySet[Homepage]:
    """What anybody may see: switched on, published, and of a school that is open."""
    published = HomepageVersion.objects.filter(
        homepage=OuterRef("pk"), published_at__isnull=False
    )
    rows = Homepage.objects.filter(Exists(published), switched_on_at__isnull=False)
    return rows.filter(school__closed_at=None).select_related("school")


def shown_version(homepage: Homepage) -> HomepageVersion:
    """The version that is shown; the picture without its content."""
    rows = homepage.homepageversion_set.filter(published_at__isnull=False)
    rows = rows.select_related("picture").defer("picture__content")
    return rows.latest("published_at", "pk")


def find_draft(school: School) -> HomepageVersion | None:
    """What was written and is not published."""
    rows = HomepageVersion.objects.filter(homepage__school=school, published_at=None)
    return rows.select_related("picture").defer("picture__content").first()


def published_versions(school: School) -> QuerySet[HomepageVersion]:
    """All that was published, the newest first."""
    rows = HomepageVersion.objects.filter(homepage__school=school)
    rows = rows.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    return rows.select_related("picture").defer("picture__content")


def editable_schools(actor: Actor) -> QuerySet[School]:
    """The schools whose page the actor may edit, in order."""
    open_ones = School.objects.filter(closed_at=None).order_by(folded("name"))
    places = places_of_right(actor, Right.PUBLISH_NEWS)
    if None in places or AdminRole.CENTRAL_TEAM in actor.roles:
        return open_ones
    own = actor.school_ids if AdminRole.SCHOOL_ADMIN in actor.roles else frozenset()
    return open_ones.filter(pk__in={*own, *(place for place in places if place)})


def readable_pictures(actor: Actor) -> QuerySet[HomepagePicture]:
    """Those of pages that are shown, and those of the actor's own drafts."""
    shown = HomepageVersion.objects.filter(
        picture=OuterRef("pk"),
        published_at__isnull=False,
        homepage__in=shown_homepages(),
    )
    may = Exists(shown)
    if actor.is_signed_in:
        schools = editable_schools(actor).order_by()
        return HomepagePicture.objects.filter(may | Q(homepage__school__in=schools))
    return HomepagePicture.objects.filter(may)


def schools_by_host() -> dict[str, str]:
    """The code of the school for each host name: one query."""
    rows = shown_homepages().exclude(host_name=None)
    named = rows.values_list("host_name", "school__code")
    return {host: code for host, code in named if host}
