"""URLs of questions and tickets."""

from django.urls import path

from eduport.support.views import questions, tickets

app_name = "support"
urlpatterns = [
    path("", tickets.OwnTicketsView.as_view(), name="own"),
    path("ask/", questions.AskSchoolView.as_view(), name="ask"),
    path("questions/", questions.QuestionsView.as_view(), name="questions"),
    path("tickets/<uuid:uid>/", tickets.TicketView.as_view(), name="ticket"),
    path("tickets/<uuid:uid>/solve/", tickets.SolveView.as_view(), name="solve"),
    path("tickets/<uuid:uid>/reopen/", tickets.ReopenView.as_view(), name="reopen"),
]
