"""The list of held training for those who write invoices."""

from typing import Any

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy

from eduport.core.safe_csv import csv_lines
from eduport.core.workbook import workbook_of
from eduport.training.forms import InvoiceForm
from eduport.training.permissions import can_plan
from eduport.training.queries.invoices import HEADINGS, WIDTHS, invoice_rows
from eduport.training.views.bases import FORM, desk_crumbs
from eduport.web.views import FormPageView

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class InvoicesView(FormPageView):
    """Choose a period, get a file: what was held, where, how long, at what price."""

    permission = staticmethod(can_plan)
    template_name = FORM
    form_class = InvoiceForm
    page_title = gettext_lazy("List for invoices")
    submit_label = gettext_lazy("Get the file")
    intro = gettext_lazy(
        "All dates of the period that have taken place. Nobody's name stands in it."
    )

    def get_initial(self) -> dict[str, Any]:
        today = timezone.localdate()
        return {"first_on": today.replace(day=1), "last_on": today, "form": "xlsx"}

    def form_valid(self, form: InvoiceForm) -> HttpResponse:
        return self.file_of(form)  # type: ignore[return-value]  # streams are answers too

    def file_of(self, form: InvoiceForm) -> HttpResponseBase:
        values = form.cleaned_data
        rows = invoice_rows(values["first_on"], values["last_on"])
        headings = [str(heading) for heading in HEADINGS]
        name = f"fortbildungen-{values['first_on']}-{values['last_on']}"
        response: HttpResponseBase
        if values["form"] == "csv":
            response = StreamingHttpResponse(
                csv_lines(headings, rows), content_type="text/csv; charset=utf-8"
            )
            response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
            return response
        file = workbook_of(str(self.page_title), headings, rows, widths=WIDTHS)
        return FileResponse(
            file, as_attachment=True, filename=f"{name}.xlsx", content_type=EXCEL
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = desk_crumbs((self.page_title, ""))
        return super().get_context_data(crumbs=crumbs, **kwargs)
