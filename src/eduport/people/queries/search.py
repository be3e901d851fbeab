"""Finding persons by what is typed: names as they sound, an address, a class."""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, QuerySet, Value

from eduport.people.models import Address, Group, Membership, Person
from eduport.people.models.persons import NAME_WORDS
from eduport.people.rules.searching import SearchWord, TypedAddress, search_words


def persons_matching(
    persons: QuerySet[Person], text: str, *, classes: QuerySet[Group]
) -> QuerySet[Person]:
    """Those of the persons whom every word of the text means.

    A word is the beginning of one of the names (Müller is found by `müller`, `mueller`
    and `muller`), of an address, present or former, or of the name of one of the
    `classes`. One letter alone is the beginning of the surname.
    """
    words = search_words(text)
    if not words:
        return persons.none() if text.strip() else persons
    labelled = _classes_by_word(words, classes)
    only_names = [word for word in words if not labelled[word] and not word.address]
    if only_names:
        persons = _named(persons, only_names)
    for word in words:
        if word not in only_names:
            persons = persons.filter(_meant_by(word, labelled[word]))
    return persons


def _named(persons: QuerySet[Person], words: Sequence[SearchWord]) -> QuerySet[Person]:
    if not all(word.names for word in words):
        return persons.none()
    names = [name for word in words for name in word.names]
    if len(names) == 1 and len(names[0]) == 1:
        after = chr(ord(names[0]) + 1)
        return persons.filter(sort_name__gte=names[0], sort_name__lt=after)
    return _with_names(persons, names)


def _with_names(persons: QuerySet[Person], names: Iterable[str]) -> QuerySet[Person]:
    # Only a–z come out of `search_words`, so nothing can be an operator.
    query = SearchQuery(
        Value(" & ".join(f"{name}:*" for name in names)),
        config="simple",
        search_type="raw",
    )
    return persons.alias(name_words=NAME_WORDS).filter(name_words=query)


def _meant_by(word: SearchWord, class_ids: Sequence[int]) -> Q:
    if word.address:
        return _with_address(word.names, word.address)
    members = Membership.objects.filter(group__in=class_ids).values("person")
    if not word.names:
        return Q(pk__in=members)
    named = _with_names(Person.objects.all(), word.names).values("pk")
    return Q(pk__in=named.union(members))


def _with_address(names: Sequence[str], address: TypedAddress) -> Q:
    """Whoever has or had exactly this address; else the names at that school."""
    exact = Address.objects.filter(
        base=address.base, number=address.number, domain=address.domain
    )
    if person_id := exact.values_list("person", flat=True).first():
        return Q(pk=person_id)
    if not names:
        return Q(pk__in=[])
    code = address.domain.partition(".")[0]
    at_school = Q(home_school__code__startswith=code) if code else Q()
    named = _with_names(Person.objects.all(), names).values("pk")
    return Q(pk__in=named) & at_school


def _classes_by_word(
    words: Iterable[SearchWord], classes: QuerySet[Group]
) -> dict[SearchWord, list[int]]:
    """The classes whose name each word begins: one query."""
    begins = [Q(name__istartswith=word.label) for word in words if word.label]
    found = classes.filter(reduce(or_, begins)).order_by() if begins else classes.none()
    rows = [(pk, name.lower()) for pk, name in found.values_list("pk", "name")]
    return {
        word: [pk for pk, name in rows if word.label and name.startswith(word.label)]
        for word in words
    }
