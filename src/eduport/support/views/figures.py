"""The page of figures."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eduport.support.permissions import can_work_at_desk
from eduport.support.queries.figures import bars, figures_at
from eduport.web.views import PageView


class FiguresView(PageView):
    """How many reports are open, how old, and how soon they were answered."""

    permission = staticmethod(can_work_at_desk)
    template_name = "support/figures.html"
    page_title = gettext_lazy("Figures of fault reports")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = figures_at(timezone.now())
        steps = [
            _("up to a day"),
            _("up to three days"),
            _("up to a week"),
            _("more than a week"),
        ]
        answers = [
            (_("in time"), found.answered_in_time),
            (_("late"), found.answered_late),
        ]
        charts = [
            (_("Open reports by age"), bars(zip(steps, found.ages, strict=True))),
            (_("First answers of the last 90 days"), bars(answers)),
        ]
        queue = (_("Fault reports"), reverse("support:queue"))
        return super().get_context_data(
            crumbs=[queue, (self.page_title, "")],
            open_count=found.open_count,
            charts=charts,
            tables=[
                (_("By service"), _("Service"), found.by_component),
                (_("By school"), _("School"), found.by_school),
            ],
            **kwargs,
        )
