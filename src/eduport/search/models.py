"""Texts that can be found, and the words in them."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from eduport.core.audience import Audience
from eduport.core.personal_data import NoPersonalData
from eduport.search.types import Kind


class SearchDocument(models.Model):
    """A text as it was when its owner put it in. The owner is another domain."""

    personal_data = NoPersonalData("texts of the authority and of the software")

    kind = models.CharField(max_length=20, choices=Kind)
    key = models.CharField(max_length=200)
    url = models.CharField(max_length=500)
    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    text = models.TextField(blank=True)
    keywords = models.TextField(blank=True)
    # Parts of compounds and other forms of the words above, see `rules.german`.
    parts = models.TextField(blank=True)
    audience = models.CharField(max_length=20, choices=Audience)
    words = SearchVectorField(editable=False)
    indexed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="document_once"),
            models.CheckConstraint(
                condition=Q(audience__in=Audience.values),
                name="document_audience_is_known",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=Kind.values), name="document_kind_is_known"
            ),
        ]
        indexes = [GinIndex(fields=["words"], name="document_words")]


class SearchWord(models.Model):
    """A word that an audience can find, to guess what was meant by another.

    One row for each audience: nobody learns from a guess what others may read.
    """

    personal_data = NoPersonalData("words of texts that have no personal data")

    word = models.CharField(max_length=60)
    audience = models.CharField(max_length=20, choices=Audience)
    trigrams = ArrayField(models.CharField(max_length=3))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["word", "audience"], name="word_once"),
            models.CheckConstraint(
                condition=Q(audience__in=Audience.values),
                name="word_audience_is_known",
            ),
        ]
        indexes = [GinIndex(fields=["trigrams"], name="word_trigrams")]
