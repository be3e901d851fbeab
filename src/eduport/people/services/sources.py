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


def manual_source(authority: SchoolAuthority) -> Source:
    """The source of what people enter by hand, made on first use."""
    source, _ = Source.objects.get_or_create(
        slug="manual",
        defaults={
            "authority": authority,
            "name": "Von Hand",
            "kind": SourceKind.MANUAL,
        },
    )
    return source
