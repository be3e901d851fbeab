"""URLs of the portal's own pages."""

from django.urls import path

from eduport.portal.views import StartView

app_name = "portal"
urlpatterns = [path("", StartView.as_view(), name="start")]
