"""URLs of handbook, guides and videos."""

from django.urls import path

from eduport.guides import views

app_name = "guides"
urlpatterns = [
    path("", views.IndexView.as_view(), name="index"),
    path("videos/<slug:video>/", views.VideoView.as_view(), name="video"),
    path("<slug:manual>/", views.ManualView.as_view(), name="manual"),
    path("<slug:manual>/print/", views.WholeManualView.as_view(), name="whole"),
    path("<slug:manual>/manual.pdf", views.PrintedManualView.as_view(), name="pdf"),
    path("<slug:manual>/<slug:chapter>/", views.ChapterView.as_view(), name="chapter"),
]
