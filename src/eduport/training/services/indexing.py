"""Keeping the search in line with the catalogue."""

from datetime import datetime

from django.urls import reverse

from eduport.core.audience import Audience
from eduport.search.services import forget_document, index_document
from eduport.search.types import Document, Kind
from eduport.training.models import TrainingCourse


def index_course(course: TrainingCourse, *, at: datetime) -> None:
    """Let the search find a course as it is described now, or not any more."""
    if course.published_at is None:
        forget_document(Kind.TRAINING, str(course.uid))
        return
    index_document(document_of(course), at=at)


def document_of(course: TrainingCourse) -> Document:
    """What is found of a course: what the public catalogue says."""
    return Document(
        kind=Kind.TRAINING,
        key=str(course.uid),
        url=reverse("training:course", args=[course.uid]),
        title=course.title,
        text=course.text,
        audience=Audience.PUBLIC,
        summary=course.summary,
        keywords=f"Fortbildung Schulung Kurs {course.audience}",
    )
