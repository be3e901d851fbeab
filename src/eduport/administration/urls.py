"""URLs of administration, below `manage/`."""

from django.urls import path

from eduport.administration.views import appointments, persons, rights

app_name = "administration"
urlpatterns = [
    path("people/", persons.PeopleView.as_view(), name="people"),
    path("people/<uuid:uid>/", persons.PersonView.as_view(), name="person"),
    path("people/<uuid:uid>/roles/", appointments.RolesView.as_view(), name="roles"),
    path(
        "people/<uuid:uid>/appoint/", appointments.AppointView.as_view(), name="appoint"
    ),
    path(
        "people/<uuid:person__uid>/admin-code/",
        appointments.AdminCodeView.as_view(),
        name="admin_code",
    ),
    path("appointments/", appointments.AppointmentsView.as_view(), name="appointments"),
    path(
        "appointments/<int:pk>/withdraw/",
        appointments.WithdrawView.as_view(),
        name="withdraw",
    ),
    path(
        "appointments/<int:pk>/take-up/",
        appointments.TakeUpView.as_view(),
        name="take_up",
    ),
    path(
        "appointments/<int:pk>/end/",
        appointments.ChangeEndView.as_view(),
        name="change_end",
    ),
    path("rights/", rights.RightsView.as_view(), name="rights"),
    path("rights/own/", rights.OwnRightsView.as_view(), name="own_rights"),
    path("rights/<slug:right>/", rights.DecideRightView.as_view(), name="decide_right"),
]
