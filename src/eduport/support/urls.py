"""URLs of questions and tickets."""

from django.urls import path

from eduport.support.views import questions, reporters, tickets

app_name = "support"
urlpatterns = [
    path("", tickets.OwnTicketsView.as_view(), name="own"),
    path("ask/", questions.AskSchoolView.as_view(), name="ask"),
    path("questions/", questions.QuestionsView.as_view(), name="questions"),
    path("desk/", reporters.ServiceDeskView.as_view(), name="service_desk"),
    path("desk/online/", reporters.FormOpeningView.as_view(), name="form_openings"),
    path("desk/caller/", reporters.CheckCallerView.as_view(), name="check_caller"),
    path("tickets/<uuid:uid>/", tickets.TicketView.as_view(), name="ticket"),
    path("tickets/<uuid:uid>/solve/", tickets.SolveView.as_view(), name="solve"),
    path("tickets/<uuid:uid>/reopen/", tickets.ReopenView.as_view(), name="reopen"),
]
