"""URLs of the statistics."""

from django.urls import path

from eduport.stats import views

app_name = "stats"
urlpatterns = [
    path("statistics/", views.ReportView.as_view(), name="report"),
    path(
        "statistics/answer.xlsx",
        views.AnswerView.as_view(),
        {"suffix": "xlsx"},
        name="answer_xlsx",
    ),
    path(
        "statistics/answer.csv",
        views.AnswerView.as_view(),
        {"suffix": "csv"},
        name="answer_csv",
    ),
    path("statistics/settings/", views.SettingsView.as_view(), name="settings"),
    path("statistics/settings/choose/", views.choose, name="choose"),
    path(".well-known/gpc.json", views.gpc, name="gpc"),
]
