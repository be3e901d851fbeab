"""Addresses of the pages of the sync."""

from django.urls import path

from eduport.sync.models import Decision
from eduport.sync.views import decisions, plans, reports, runs

app_name = "sync"
APPROVE, REJECT = {"decision": Decision.APPROVED}, {"decision": Decision.REJECTED}

urlpatterns = [
    path("", runs.RunsView.as_view(), name="runs"),
    path("upload/", runs.UploadView.as_view(), name="upload"),
    path("proposals/", reports.ProposalsView.as_view(), name="proposals"),
    path("<int:pk>/", plans.RunView.as_view(), name="run"),
    path("<int:pk>/progress/", plans.ProgressView.as_view(), name="progress"),
    path("<int:pk>/schools/<int:unit>/", plans.SchoolView.as_view(), name="school"),
    path("<int:pk>/plan.csv", reports.PlanExportView.as_view(), name="plan_csv"),
    path("<int:pk>/report/", reports.ReportView.as_view(), name="report"),
    path("<int:pk>/report.csv", reports.ReportExportView.as_view(), name="report_csv"),
    path("<int:pk>/rows/<str:outcome>/", reports.RowsView.as_view(), name="rows"),
    path("<int:pk>/apply/", decisions.ApplyView.as_view(), name="apply"),
    path("<int:pk>/undo/", decisions.UndoView.as_view(), name="undo"),
    path("<int:pk>/approve/", decisions.DecideView.as_view(**APPROVE), name="approve"),
    path("<int:pk>/reject/", decisions.DecideView.as_view(**REJECT), name="reject"),
    path(
        "<int:pk>/schools/<int:unit>/approve/",
        decisions.DecideView.as_view(**APPROVE),
        name="approve_school",
    ),
    path(
        "<int:pk>/schools/<int:unit>/reject/",
        decisions.DecideView.as_view(**REJECT),
        name="reject_school",
    ),
]
