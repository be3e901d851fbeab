"""URLs of training."""

from django.urls import path

from eduport.training.views import (
    approvals,
    catalogue,
    certificates,
    desk,
    feedback,
    in_school,
    invoices,
    own,
    trainers,
)

app_name = "training"
urlpatterns = [
    path("", catalogue.CatalogueView.as_view(), name="catalogue"),
    path("courses/<uuid:uid>/", catalogue.CourseView.as_view(), name="course"),
    path("dates/<uuid:uid>/book/", catalogue.BookView.as_view(), name="book"),
    path("mine/", own.OwnView.as_view(), name="own"),
    path("mine/<uuid:uid>/take/", own.TakeOfferView.as_view(), name="take"),
    path("mine/<uuid:uid>/give-up/", own.GiveUpView.as_view(), name="give_up"),
    path("mine/<uuid:uid>/calendar/", own.CalendarView.as_view(), name="calendar"),
    path("mine/<uuid:uid>/feedback/", feedback.FeedbackView.as_view(), name="feedback"),
    path(
        "certificates/<uuid:uid>/",
        certificates.CertificateView.as_view(),
        name="certificate",
    ),
    path("certificates/check/", certificates.CheckView.as_view(), name="check"),
    path("given/", trainers.GivenView.as_view(), name="given"),
    path("dates/<uuid:uid>/", trainers.ParticipantsView.as_view(), name="participants"),
    path(
        "dates/<uuid:uid>/attendance/",
        trainers.AttendanceView.as_view(),
        name="attendance",
    ),
    path(
        "bookings/<uuid:uid>/take-away/",
        trainers.TakeAwayView.as_view(),
        name="take_away",
    ),
    path("in-school/", in_school.RequestsView.as_view(), name="requests"),
    path("courses/<uuid:uid>/ask/", in_school.AskView.as_view(), name="ask"),
    path("in-school/<uuid:uid>/", in_school.RequestView.as_view(), name="request"),
    path(
        "in-school/<uuid:uid>/propose/",
        in_school.ProposeView.as_view(),
        name="propose",
    ),
    path("in-school/<uuid:uid>/agree/", in_school.AgreeView.as_view(), name="agree"),
    path(
        "in-school/<uuid:uid>/decline/",
        in_school.DeclineTrainingView.as_view(),
        name="decline_request",
    ),
    path(
        "in-school/<uuid:uid>/withdraw/",
        in_school.WithdrawRequestView.as_view(),
        name="withdraw_request",
    ),
    path(
        "in-school/<uuid:uid>/trainers/",
        in_school.NameTrainersView.as_view(),
        name="name_trainers",
    ),
    path("in-school/<uuid:uid>/held/", in_school.HeldView.as_view(), name="held"),
    path("approvals/", approvals.ApprovalsView.as_view(), name="approvals"),
    path(
        "approvals/<uuid:uid>/approve/",
        approvals.ApproveView.as_view(),
        name="approve",
    ),
    path(
        "approvals/<uuid:uid>/decline/",
        approvals.DeclineRequestView.as_view(),
        name="decline",
    ),
    path("desk/", desk.PlanningView.as_view(), name="desk"),
    path("desk/invoices/", invoices.InvoicesView.as_view(), name="invoices"),
    path("desk/courses/new/", desk.AddCourseView.as_view(), name="add_course"),
    path(
        "desk/courses/<uuid:uid>/",
        desk.ChangeCourseView.as_view(),
        name="change_course",
    ),
    path(
        "desk/courses/<uuid:uid>/publish/",
        desk.PublishCourseView.as_view(),
        name="publish_course",
    ),
    path(
        "desk/courses/<uuid:uid>/withdraw/",
        desk.WithdrawCourseView.as_view(),
        name="withdraw_course",
    ),
    path(
        "desk/courses/<uuid:uid>/dates/new/",
        desk.AddDateView.as_view(),
        name="add_date",
    ),
    path("desk/dates/<uuid:uid>/", desk.ChangeDateView.as_view(), name="change_date"),
    path(
        "desk/dates/<uuid:uid>/cancel/",
        desk.CancelDateView.as_view(),
        name="cancel_date",
    ),
]
