"""What a school of the demo city wrote, and what visitors thought of pages."""

from datetime import datetime, timedelta

from eduport.core.actor import Actor
from eduport.core.audience import Audience
from eduport.pages.models import InfoPage
from eduport.pages.services.opinions import give_opinion
from eduport.pages.services.tree import add_page, open_school_pages
from eduport.people.models import School

WLAN = """Das WLAN heißt bei uns wie überall **Schul-WLAN**. Es reicht in alle
Klassenräume, in die Bibliothek und in die Mensa, nicht auf den Sportplatz.

## Wer hilft

Montags und donnerstags in der großen Pause sitzt das Medienteam in der Bibliothek.
Bringen Sie das Gerät mit, um das es geht.

## Was bei uns gilt

- In Klassenarbeiten bleibt das WLAN aus.
- Eigene Geräte sind freiwillig. Wer keines hat, leiht eines in der Bibliothek.
"""
OPINIONS = (
    ("e-mail-adresse", True, ""),
    ("e-mail-adresse", True, ""),
    ("e-mail-adresse", False, "Was gilt, wenn ich zwei Nachnamen habe?"),
    ("zugang", True, ""),
    ("zugang", False, "Wo bekomme ich den Code, wenn das Schulbüro zu hat?"),
)


def write_pages(*, by: Actor, at: datetime) -> None:
    """A page of the first school, and answers of the last days."""
    school = School.objects.order_by("pk").first()
    if not school:
        return
    branch = open_school_pages(school, by=by, at=at)
    if branch.numchild:
        return
    page = InfoPage(
        title="WLAN bei uns",
        slug="wlan",
        audience=Audience.SIGNED_IN,
        summary="Wo unser WLAN reicht, und wer bei Geräten hilft.",
    )
    page.body = page.body.stream_block.to_python([{"type": "text", "value": WLAN}])
    add_page(branch, page)
    for day, (slug, is_helpful, text) in enumerate(OPINIONS):
        found = InfoPage.objects.filter(slug=slug).first()
        if found:
            give_opinion(
                found,
                visitor=("demo", day),
                is_helpful=is_helpful,
                text=text,
                at=at - timedelta(days=day),
            )
