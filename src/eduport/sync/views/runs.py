"""The list of runs and the upload of a roster."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from eduport.people.models import Source, SourceKind
from eduport.people.services.sources import get_or_create_source
from eduport.sync.forms import RunFilter, UploadForm
from eduport.sync.models import SyncRun
from eduport.sync.panels import feed_panel
from eduport.sync.permissions import can_manage_sync
from eduport.sync.queries import has_work_waiting
from eduport.sync.queries.report import runs_with_numbers
from eduport.sync.services.uploads import store_upload
from eduport.sync.tasks import read_upload_task, uploads_folder
from eduport.web.lists import Column, ListPageView
from eduport.web.views import FormPageView


class RunsView(ListPageView[SyncRun]):
    """All runs, the latest first, below the state of every source."""

    permission = staticmethod(can_manage_sync)
    template_name = "sync/runs.html"
    results_template_name = "sync/_runs.html"
    page_title = _("Sync")
    columns = (
        Column("started", _("Started"), ("started_at",)),
        Column("source", _("Source"), ("source__name",)),
        Column("state", _("State")),
        Column("joins", _("Joins"), css="ep-num"),
        Column("leaves", _("Leaves"), css="ep-num"),
        Column("renames", _("Renamed"), css="ep-num"),
        Column("by", _("Started by"), css="ep-hide-s"),
    )
    default_sort = "-started"
    default_page_size = 25
    filter_form_class = RunFilter

    def rows(self) -> QuerySet[SyncRun]:
        return runs_with_numbers(self.actor)

    def filtered(
        self, rows: QuerySet[SyncRun], values: dict[str, Any]
    ) -> QuerySet[SyncRun]:
        if source := values.get("source"):
            rows = rows.filter(source=source)
        if state := values.get("state"):
            rows = rows.filter(state=state)
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            feeds=feed_panel(self.actor),
            is_working=has_work_waiting(),
            crumbs=[(self.page_title, "")],
            **kwargs,
        )


class UploadView(FormPageView):
    """Hand in a roster: to be planned only, or to be applied as well."""

    permission = staticmethod(can_manage_sync)
    needs_step_up = True
    form_class = UploadForm
    template_name = "sync/upload.html"
    page_title = _("Upload a roster")
    intro = _(
        "The plan shows what would change. Nothing is changed before it is applied, "
        "and what is unusual waits for your approval in any case."
    )
    success_message = _("The file is in the queue. Its run appears here in a moment.")
    next_url = reverse_lazy("sync:runs")

    def perform(self, form: UploadForm, /) -> None:
        file = form.cleaned_data["file"]
        source = form.cleaned_data["source"] or _source(form.cleaned_data["new_source"])
        path = store_upload(
            uploads_folder(), file.name, file.chunks(), at=timezone.now()
        )
        read_upload_task.enqueue(
            source_id=source.pk,
            path=str(path),
            is_applied="apply" in self.request.POST,
            by=self.actor.label,
            account_id=self.actor.account_id,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = [(_("Sync"), self.next_url), (self.page_title, "")]
        return super().get_context_data(crumbs=crumbs, **kwargs)


def _source(slug: str) -> Source:
    return get_or_create_source(
        slugify(slug),
        authority_name=settings.EDUPORT.authority_name,
        mail_domain=settings.EDUPORT.mail_domain,
        kind=SourceKind.FILE,
    )
