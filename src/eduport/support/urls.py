"""URLs of questions and tickets."""

from django.urls import path

from eduport.support.views import (
    desk,
    faults,
    figures,
    files,
    mail,
    parts,
    presence,
    questions,
    reporters,
    saved_views,
    setup,
    tickets,
)

app_name = "support"
urlpatterns = [
    path("", tickets.OwnTicketsView.as_view(), name="own"),
    path("ask/", questions.AskSchoolView.as_view(), name="ask"),
    path("questions/", questions.QuestionsView.as_view(), name="questions"),
    path("desk/", reporters.ServiceDeskView.as_view(), name="service_desk"),
    path("report/", faults.ReportFaultView.as_view(), name="report"),
    path("report/known/", parts.KnownView.as_view(), name="known"),
    path(
        "report/follow/<uuid:uid>/", parts.FollowIncidentView.as_view(), name="follow"
    ),
    path("report/people/", parts.FindPeopleView.as_view(), name="find_people"),
    path("report/draft/", parts.SaveDraftView.as_view(), name="save_draft"),
    path(
        "report/draft/discard/",
        parts.DiscardDraftView.as_view(),
        name="discard_draft",
    ),
    path("desk/call/", faults.ReportCallView.as_view(), name="report_call"),
    path("desk/queue/", desk.DeskQueueView.as_view(), name="queue"),
    path("desk/figures/", figures.FiguresView.as_view(), name="figures"),
    path("desk/queue/incident/", desk.NewIncidentView.as_view(), name="new_incident"),
    path("desk/views/save/", saved_views.SaveViewView.as_view(), name="save_view"),
    path(
        "desk/views/<int:pk>/remove/",
        saved_views.RemoveViewView.as_view(),
        name="remove_view",
    ),
    path("desk/queue/link/", desk.LinkToIncidentView.as_view(), name="link"),
    path("desk/setup/", setup.SetupView.as_view(), name="setup"),
    path("desk/teams/new/", setup.AddTeamView.as_view(), name="add_team"),
    path("desk/teams/<int:pk>/", setup.TeamView.as_view(), name="team"),
    path(
        "desk/teams/<int:pk>/remove/",
        setup.RemoveTeamView.as_view(),
        name="remove_team",
    ),
    path(
        "desk/answers/new/",
        setup.AddAnswerTemplateView.as_view(),
        name="add_template",
    ),
    path("desk/answers/<int:pk>/", setup.AnswerTemplateView.as_view(), name="template"),
    path(
        "desk/answers/<int:pk>/remove/",
        setup.RemoveAnswerTemplateView.as_view(),
        name="remove_template",
    ),
    path("mail/", mail.MailListView.as_view(), name="mails"),
    path("mail/<uuid:uid>/", mail.MailView.as_view(), name="mail"),
    path("mail/<uuid:uid>/accept/", mail.AcceptMailView.as_view(), name="accept_mail"),
    path(
        "mail/<uuid:uid>/throw-away/",
        mail.ThrowAwayMailView.as_view(),
        name="throw_away_mail",
    ),
    path(
        "mail/<uuid:uid>/download/",
        mail.DownloadMailView.as_view(),
        name="download_mail",
    ),
    path("desk/caller/", reporters.CheckCallerView.as_view(), name="check_caller"),
    path("files/<uuid:uid>/", files.AttachmentView.as_view(), name="attachment"),
    path("tickets/<uuid:uid>/", tickets.TicketView.as_view(), name="ticket"),
    path("tickets/<uuid:uid>/solve/", tickets.SolveView.as_view(), name="solve"),
    path("tickets/<uuid:uid>/reopen/", tickets.ReopenView.as_view(), name="reopen"),
    path("tickets/<uuid:uid>/team/", setup.GiveToTeamView.as_view(), name="give"),
    path(
        "tickets/<uuid:uid>/presence/",
        presence.PresenceView.as_view(),
        name="presence",
    ),
    path("tickets/<uuid:uid>/take/", desk.TakeView.as_view(), name="take"),
    path("tickets/<uuid:uid>/put-back/", desk.PutBackView.as_view(), name="put_back"),
    path("tickets/<uuid:uid>/merge/", desk.MergeView.as_view(), name="merge"),
]
