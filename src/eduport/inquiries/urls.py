"""URLs of the pages on which two people read the log together."""

from django.urls import path

from eduport.inquiries import views
from eduport.inquiries.models import InquiryDecision

app_name = "inquiries"
APPROVED = InquiryDecision.APPROVED
DECLINED = InquiryDecision.DECLINED

urlpatterns = [
    path("", views.InquiriesView.as_view(), name="inquiries"),
    path("new/", views.AskView.as_view(), name="ask"),
    path("<int:pk>/", views.InquiryView.as_view(), name="inquiry"),
    path(
        "<int:pk>/approve/",
        views.DecideView.as_view(decision=APPROVED),
        name="approve",
    ),
    path(
        "<int:pk>/decline/",
        views.DecideView.as_view(decision=DECLINED),
        name="decline",
    ),
    path("<int:pk>/entries/", views.EntriesView.as_view(), name="entries"),
]
