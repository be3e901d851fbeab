"""The figures of news: on the dashboard, and as a digest for a whole city."""

from collections.abc import Iterator
from statistics import median, quantiles

from tools.bench.figures import Figure
from tools.bench.stage import FailedError, Stage

COPY = "published"
LIMIT, DIGEST_LIMIT = 50, 900


def news_figures(stage: Stage, database: str) -> Iterator[Figure]:
    """Measured in a copy of the imported city, with 20,000 news items."""
    stage.copy_database(database, COPY)
    measured = stage.measure(COPY, "publishing")
    stage.drop_database(COPY)
    shown, digest = measured["dashboard"], measured["digest"]
    if digest["copies"] != digest["readers"]:
        raise FailedError("somebody would get no digest, or two")
    times = shown["times"]
    note = f"{shown['items']:,} items, {shown['queries']} queries at most, median "
    note += f"{median(times):.1f} ms"
    slowest = quantiles(times, n=20)[-1]
    yield Figure(
        "news on the dashboard, 95th percentile", slowest, LIMIT, "ms", note=note
    )
    note = f"{digest['readers']:,} readers, {digest['sets']:,} different mails"
    yield Figure(
        "digest for everybody, queued", digest["seconds"], DIGEST_LIMIT, "s", note=note
    )
