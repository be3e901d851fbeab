"""URLs of the demo's outbox."""

from django.urls import path

from eduport.outbox.views import MailView, OutboxView

app_name = "outbox"
urlpatterns = [
    path("", OutboxView.as_view(), name="list"),
    path("<slug:name>/", MailView.as_view(), name="mail"),
]
