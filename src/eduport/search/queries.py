"""Finding texts."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db.models import (
    Case,
    Count,
    F,
    FloatField,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Concat, Length
from rapidfuzz.distance import DamerauLevenshtein

from eduport.core.audience import Audience
from eduport.search.models import SearchDocument, SearchWord
from eduport.search.rules.asking import alternatives, inside, tsquery, words_asked
from eduport.search.rules.excerpts import START, STOP, pieces
from eduport.search.rules.german import (
    SHORTEST_PART,
    Splitter,
    folded,
    trigrams,
)
from eduport.search.types import Found, Hit, Kind, Meant

LIMIT = 20
# An exact title is what was looked for, whatever else repeats the word.
EXACT = 4.0
# Letters that may be wrong, added, missing or swapped in a word of this length.
SHORT, LONG = 5, 9
GUESSES = 3

Groups = Sequence[Sequence[str]]


def find_documents(
    text: str, audiences: Collection[Audience], *, limit: int = LIMIT
) -> Found:
    """What was meant by `text` among what these audiences may read, best first.

    All words must occur, in any form, as part of a compound, or by another name; the
    last letters may be missing. A word that occurs nowhere is taken apart, or for those
    that it is a part of, or for the nearest. If no document has all words, those with
    some are found. At most seven queries, and three for each word that occurs nowhere.
    """
    words = words_asked(text)
    if not words or not audiences:
        return Found()
    groups: list[Sequence[str]] = [alternatives(word) for word in words]
    visible = SearchDocument.objects.filter(audience__in=audiences)
    if (found := _answer(visible, text, tsquery(groups), limit)).hits:
        return found
    meant = _meant(words, visible, audiences)
    instead = {
        one.typed: [form for word in one.words for form in alternatives(word)]
        for one in meant
    }
    groups = [
        instead.get(word, group) for word, group in zip(words, groups, strict=True)
    ]
    if meant and (found := _answer(visible, text, tsquery(groups), limit)).hits:
        return replace(found, meant=meant)
    if len(groups) > 1:
        found = _answer(visible, text, tsquery(groups, " | "), limit)
    return replace(found, meant=meant, is_loose=bool(found.hits))


def question(text: str) -> SearchQuery | None:
    """The same question for texts that stand elsewhere, such as own tickets."""
    words = words_asked(text)
    if not words:
        return None
    groups = [alternatives(word) for word in words]
    return SearchQuery(tsquery(groups), config="german", search_type="raw")


def _answer(
    visible: QuerySet[SearchDocument], text: str, raw: str, limit: int
) -> Found:
    query = SearchQuery(raw, config="german", search_type="raw")
    matching = visible.filter(words=query)
    exact = When(title__iexact=text.strip(), then=Value(EXACT))
    ranked = matching.annotate(
        rank=SearchRank(F("words"), query, normalization=Value(1))
        + Case(exact, default=Value(0.0), output_field=FloatField())
    ).order_by("-rank", "title", "pk")
    best = list(ranked.values_list("pk", flat=True)[:limit])
    if not best:
        return Found()
    total = len(best) if len(best) < limit else matching.count()
    # Excerpts are dear: only of what is shown.
    shown = {
        row.pk: row
        for row in SearchDocument.objects.filter(pk__in=best)
        .defer("words", "parts")
        .annotate(excerpt=_excerpt(query))
    }
    return Found(tuple(_hit(shown[key]) for key in best), total)


def _excerpt(query: SearchQuery) -> SearchHeadline:
    return SearchHeadline(
        Concat("summary", Value(" "), "text", output_field=TextField()),
        query,
        config="german",
        start_sel=START,
        stop_sel=STOP,
        max_words=34,
        min_words=18,
    )


def _hit(row: SearchDocument) -> Hit:
    excerpt: str = getattr(row, "excerpt", "")
    return Hit(Kind(row.kind), row.url, row.title, pieces(excerpt))


def _meant(
    words: Sequence[str],
    visible: QuerySet[SearchDocument],
    audiences: Collection[Audience],
) -> tuple[Meant, ...]:
    """What to look for instead of the words that no document has."""
    known = visible.aggregate(
        **{f"word_{place}": _count_of(word) for place, word in enumerate(words)}
    )
    missing = [word for place, word in enumerate(words) if not known[f"word_{place}"]]
    found = ((word, _instead_of(word, audiences)) for word in missing)
    return tuple(Meant(word, instead) for word, instead in found if instead)


def _count_of(word: str) -> Count:
    raw = tsquery([alternatives(word)])
    query = SearchQuery(raw, config="german", search_type="raw")
    return Count("pk", filter=Q(words=query))


def _instead_of(word: str, audiences: Collection[Audience]) -> tuple[str, ...]:
    known = SearchWord.objects.filter(audience__in=audiences)
    vocabulary = known.filter(word__in=inside(word)).values_list("word", flat=True)
    if parts := Splitter(vocabulary).parts(word):
        return (" ".join(parts),)
    return _compounds_with(word, known) or _nearest(word, known)


def _compounds_with(word: str, known: QuerySet[SearchWord]) -> tuple[str, ...]:
    """Words of which it is a part that never stands alone, the shortest ones."""
    if len(word) < SHORTEST_PART:
        return ()
    longer = known.filter(word__contains=word).values_list("word", flat=True)
    found = longer.distinct().order_by(Length("word"), "word")
    return tuple(found[:GUESSES])


def _nearest(word: str, known: QuerySet[SearchWord]) -> tuple[str, ...]:
    """Up to three words that were probably meant; none for a short one."""
    wrong = _letters_wrong(word)
    if not wrong:
        return ()
    typed = folded(word)
    candidates = (
        known.filter(trigrams__overlap=trigrams(word))
        .annotate(letters=Length("word"))
        .filter(letters__gte=len(word) - wrong - 1, letters__lte=len(typed) + wrong)
        .values_list("word", flat=True)
        .distinct()
    )
    distances = {
        one: DamerauLevenshtein.distance(typed, folded(one), score_cutoff=wrong)
        for one in candidates
    }
    near = [one for one, distance in distances.items() if distance <= wrong]
    return tuple(sorted(near, key=lambda one: (distances[one], one))[:GUESSES])


def _letters_wrong(word: str) -> int:
    if len(word) < SHORT:
        return 1 if len(word) == SHORT - 1 else 0
    return 2 if len(word) >= LONG else 1
