"""Registering where rows come from."""

from eduport.people.models import SchoolAuthority, Source, SourceKind


def get_or_create_source(
    slug: str,
    *,
    authority_name: str,
    mail_domain: str,
    kind: SourceKind,
    name: str = "",
) -> Source:
    """The source of this short name, made on first use.

    The authority is the one there is; the first source of an installation makes it.
    """
    found = Source.objects.filter(slug=slug).select_related("authority").first()
    if found:
        return found
    authority = SchoolAuthority.objects.order_by(
        "pk"
    ).first() or SchoolAuthority.objects.create(
        name=authority_name, mail_domain=mail_domain
    )
    return Source.objects.create(
        slug=slug, name=name or slug, kind=kind, authority=authority
    )
