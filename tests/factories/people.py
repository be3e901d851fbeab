"""Factories of `people`: one a model, no surprises."""

import datetime as dt

import factory

from eduport.people import models

NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


class SchoolAuthorityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.SchoolAuthority
        django_get_or_create = ("mail_domain",)

    name = "School authority"
    mail_domain = "hamburg.de"


class SourceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Source
        django_get_or_create = ("slug",)

    authority = factory.SubFactory(SchoolAuthorityFactory)
    slug = "manual"
    name = "By hand"
    kind = models.SourceKind.MANUAL


class SchoolFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.School

    authority = factory.SubFactory(SchoolAuthorityFactory)
    source = factory.SubFactory(SourceFactory)
    name = factory.Sequence(lambda n: f"School {n}")
    code = factory.Sequence(lambda n: f"s{n}")


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Person

    source = factory.SubFactory(SourceFactory)
    given_name = "Ada"
    family_name = "Berg"
    address_base = "ada.berg"
    home_school = factory.SubFactory(SchoolFactory)
    created_at = NOON


class AffiliationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Affiliation

    person = factory.SubFactory(PersonFactory)
    school = factory.SelfAttribute("person.home_school")
    role = models.Role.TEACHER
    source = factory.SelfAttribute("person.source")
    started_at = NOON


class AppointmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Appointment

    person = factory.SubFactory(PersonFactory)
    school = factory.SelfAttribute("person.home_school")
    role = models.AdminRole.SCHOOL_ADMIN
    starts_at = NOON - dt.timedelta(days=1)


class AcademicSessionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.AcademicSession

    authority = factory.SubFactory(SchoolAuthorityFactory)
    source = factory.SubFactory(SourceFactory)
    kind = models.SessionKind.SCHOOL_YEAR
    name = "2026/27"
    starts_on = dt.date(2026, 8, 1)
    ends_on = dt.date(2027, 8, 1)


class GroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Group

    school = factory.SubFactory(SchoolFactory)
    kind = models.GroupKind.TEAM
    name = factory.Sequence(lambda n: f"Team {n}")
    source = factory.SelfAttribute("school.source")
    created_at = NOON


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Membership

    group = factory.SubFactory(GroupFactory)
    person = factory.SubFactory(PersonFactory)
    source = factory.SelfAttribute("group.source")
    role = models.MembershipRole.MEMBER


class AddressFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Address

    person = factory.SubFactory(PersonFactory)
    school = factory.SelfAttribute("person.home_school")
    base = factory.SelfAttribute("person.address_base")
    number = 1
    domain = factory.SelfAttribute("school.mail_domain")
    given_at = NOON


class ProposalFactory(factory.django.DjangoModelFactory):
    """A row of the feed that may be a person whom a school made by hand."""

    class Meta:
        model = models.Proposal

    kind = models.ProposalKind.ADOPTION
    person = factory.SubFactory(PersonFactory)
    school = factory.SelfAttribute("person.home_school")
    source = factory.SubFactory(
        SourceFactory, slug="divis", name="DiViS", kind=models.SourceKind.FEED
    )
    source_key = factory.Sequence(lambda n: f"t{n}")
    given_name = factory.SelfAttribute("person.given_name")
    family_name = factory.SelfAttribute("person.family_name")
    proposed_at = NOON


class SchoolChangeFactory(factory.django.DjangoModelFactory):
    """Asked for by the old school, with `person` as the only one who goes."""

    class Meta:
        model = models.SchoolChange
        exclude = ("person",)
        skip_postgeneration_save = True

    person = factory.SubFactory(PersonFactory)
    from_school = factory.SelfAttribute("person.home_school")
    to_school = factory.SubFactory(SchoolFactory)
    asked_by = "the office"
    asked_at = NOON
    from_agreed_at = NOON
    line = factory.RelatedFactory(
        "tests.factories.people.SchoolChangeLineFactory",
        factory_related_name="change",
        person=factory.SelfAttribute("..person"),
    )


class SchoolChangeLineFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.SchoolChangeLine

    person = factory.SubFactory(PersonFactory)


class SecondmentFactory(factory.django.DjangoModelFactory):
    """Asked for by the home school until the end of the year; not agreed to yet."""

    class Meta:
        model = models.Secondment

    person = factory.SubFactory(PersonFactory)
    home_school = factory.SelfAttribute("person.home_school")
    guest_school = factory.SubFactory(SchoolFactory)
    role = models.Role.TEACHER
    starts_on = NOON.date()
    last_day_on = dt.date(2026, 12, 31)
    asked_at = NOON


class SponsorshipFactory(factory.django.DjangoModelFactory):
    """A person made by hand, for whom a colleague answers until New Year's Eve."""

    class Meta:
        model = models.Sponsorship

    affiliation = factory.SubFactory(AffiliationFactory)
    owner = factory.SubFactory(PersonFactory)
    agreed_on = NOON.date()
    last_day_on = dt.date(2026, 12, 31)


class GroupNestingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.GroupNesting

    parent = factory.SubFactory(GroupFactory)
    child = factory.SubFactory(
        GroupFactory, school=factory.SelfAttribute("..parent.school")
    )


class MembershipRuleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.MembershipRule

    group = factory.SubFactory(GroupFactory)
    school = factory.SelfAttribute("group.school")
    role = models.Role.TEACHER


class GroupAddressFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.GroupAddress

    group = factory.SubFactory(GroupFactory)
    school = factory.SelfAttribute("group.school")
    name = factory.Sequence(lambda n: f"team-{n}")
    domain = factory.SelfAttribute("school.mail_domain")
    given_at = NOON


class RolloverFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Rollover

    school = factory.SubFactory(SchoolFactory)
    from_year = 2026
    to_year = 2027
    decided_at = NOON


def school_class(school, name, session, **values):
    """A class of a school in a year."""
    kind = models.GroupKind.CLASS
    return GroupFactory(school=school, name=name, session=session, kind=kind, **values)


def year_session(year, **values):
    """The school year that starts in a calendar year, made by hand."""
    return AcademicSessionFactory(
        name=f"{year}/{(year + 1) % 100:02}",
        starts_on=dt.date(year, 8, 1),
        ends_on=dt.date(year + 1, 8, 1),
        **values,
    )
