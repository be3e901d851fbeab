"""URLs of training."""

from django.urls import path

from eduport.training.views import approvals, catalogue, desk, own

app_name = "training"
urlpatterns = [
    path("", catalogue.CatalogueView.as_view(), name="catalogue"),
    path("courses/<uuid:uid>/", catalogue.CourseView.as_view(), name="course"),
    path("dates/<uuid:uid>/book/", catalogue.BookView.as_view(), name="book"),
    path("mine/", own.OwnView.as_view(), name="own"),
    path("mine/<uuid:uid>/take/", own.TakeOfferView.as_view(), name="take"),
    path("mine/<uuid:uid>/give-up/", own.GiveUpView.as_view(), name="give_up"),
    path("mine/<uuid:uid>/calendar/", own.CalendarView.as_view(), name="calendar"),
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
