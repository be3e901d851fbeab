"""URLs of privacy."""

from django.urls import path

from eduport.privacy.views import erasures, own_data, record

app_name = "privacy"
urlpatterns = [
    path("account/data/", own_data.OwnDataView.as_view(), name="own_data"),
    path(
        "account/data/archive/",
        own_data.OwnDataArchiveView.as_view(),
        name="own_data_archive",
    ),
    path("privacy/record/", record.RecordView.as_view(), name="record"),
    path("privacy/record/table/", record.RecordTableView.as_view(), name="record_csv"),
    path("privacy/erasures/", erasures.ErasuresView.as_view(), name="erasures"),
    path(
        "privacy/erasures/<int:pk>/",
        erasures.CertificateView.as_view(),
        name="certificate",
    ),
]
