"""URLs of the status page and of managing it."""

from django.urls import path

from eduport.status.views import public

app_name = "status"
urlpatterns = [
    path("", public.StatusView.as_view(), name="page"),
    path("feed.atom", public.atom, name="atom"),
    path("calendar.ics", public.ical, name="ical"),
    path("status.json", public.as_json, name="json"),
    path("banner/", public.banner, name="banner"),
]
