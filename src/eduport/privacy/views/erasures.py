"""What is erased next, and the certificates of what was."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from eduport.privacy.models import ErasureRun
from eduport.privacy.permissions import can_see_certificate, can_see_privacy
from eduport.privacy.queries.erasure import (
    certified_rows,
    configured_cutoffs,
    due_by_school,
    latest_runs,
)
from eduport.privacy.queries.record import overdue
from eduport.web.views import ObjectPageView, PageView


class ErasuresView(PageView):
    """Who is due, in numbers by school; what else goes; the last certificates."""

    permission = staticmethod(can_see_privacy)
    template_name = "privacy/erasures.html"
    page_title = _("Final erasure")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        configured, now = settings.EDUPORT, timezone.now()
        schools = due_by_school(configured_cutoffs(configured, at=now), at=now)
        return super().get_context_data(
            schools=schools,
            total=sum(count for _name, count in schools),
            days=configured.deletion_days,
            runs=latest_runs(),
            overdue=overdue(configured, at=now),
            **kwargs,
        )


class CertificateView(ObjectPageView[ErasureRun]):
    """What went in one night, to be printed and filed."""

    permission = staticmethod(can_see_certificate)
    template_name = "privacy/certificate.html"
    page_title = _("Certificate of erasure")

    def visible_objects(self) -> QuerySet[ErasureRun]:
        return ErasureRun.objects.all()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(rows=certified_rows(self.object), **kwargs)
