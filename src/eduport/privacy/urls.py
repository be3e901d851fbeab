"""URLs of privacy."""

from django.urls import path

from eduport.privacy.views import record

app_name = "privacy"
urlpatterns = [
    path("privacy/record/", record.RecordView.as_view(), name="record"),
    path("privacy/record/table/", record.RecordTableView.as_view(), name="record_csv"),
]
