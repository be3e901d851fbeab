"""Reading how it goes with Zammad."""

from dataclasses import dataclass

from django.conf import settings

from eduport.gateway.models import ZammadTicket


@dataclass(frozen=True, slots=True)
class ZammadOutlook:
    """Where the desk works, how many reports wait for it, and why the last one does."""

    url: str
    waiting: int
    fault: str


def zammad_outlook() -> ZammadOutlook | None:
    """Two queries; None if the desk works here."""
    url = settings.EDUPORT.zammad_url
    if not url:
        return None
    late = ZammadTicket.objects.filter(push_at__isnull=False)
    faults = late.exclude(fault="").order_by("-pk").values_list("fault", flat=True)
    return ZammadOutlook(url, late.count(), faults.first() or "")
