"""URLs of the status page and of managing it."""

from django.urls import path

from eduport.status.views import (
    catalogue,
    checks,
    desk,
    incidents,
    mail,
    public,
    windows,
)

app_name = "status"
urlpatterns = [
    path("", public.StatusView.as_view(), name="page"),
    path("feed.atom", public.atom, name="atom"),
    path("calendar.ics", public.ical, name="ical"),
    path("status.json", public.as_json, name="json"),
    path("banner/", public.banner, name="banner"),
    path("hide/", public.hide_notice, name="hide"),
    path("mail/", mail.MailView.as_view(), name="mail"),
    path("desk/", desk.DeskView.as_view(), name="desk"),
    path(
        "desk/proposals/<int:pk>/decline/", desk.DeclineView.as_view(), name="decline"
    ),
    path(
        "desk/incidents/new/",
        incidents.OpenIncidentView.as_view(),
        name="open_incident",
    ),
    path(
        "desk/incidents/<uuid:uid>/", incidents.IncidentView.as_view(), name="incident"
    ),
    path(
        "desk/incidents/<uuid:uid>/scope/", incidents.ScopeView.as_view(), name="scope"
    ),
    path("desk/windows/new/", windows.PlanWindowView.as_view(), name="plan_window"),
    path("desk/windows/<uuid:uid>/", windows.WindowView.as_view(), name="window"),
    path(
        "desk/windows/<uuid:uid>/cancel/",
        windows.CancelWindowView.as_view(),
        name="cancel_window",
    ),
    path(
        "desk/windows/<uuid:uid>/<int:start>/cancel/",
        windows.CancelOccurrenceView.as_view(),
        name="cancel_occurrence",
    ),
    path(
        "desk/windows/<uuid:uid>/<int:start>/extend/",
        windows.ExtendView.as_view(),
        name="extend",
    ),
    path("desk/freezes/", windows.FreezesView.as_view(), name="freezes"),
    path(
        "desk/freezes/<int:pk>/remove/",
        windows.RemoveFreezeView.as_view(),
        name="remove_freeze",
    ),
    path("desk/components/", catalogue.ComponentsView.as_view(), name="components"),
    path(
        "desk/components/new/",
        catalogue.AddComponentView.as_view(),
        name="add_component",
    ),
    path(
        "desk/components/<slug:slug>/",
        catalogue.ComponentView.as_view(),
        name="component",
    ),
    path(
        "desk/components/<slug:slug>/check/", checks.CheckView.as_view(), name="check"
    ),
    path(
        "desk/components/<slug:slug>/check/stop/",
        checks.StopWatchingView.as_view(),
        name="stop_watching",
    ),
    path("desk/templates/", catalogue.TemplatesView.as_view(), name="templates"),
    path(
        "desk/templates/new/", catalogue.AddTemplateView.as_view(), name="add_template"
    ),
    path("desk/templates/<int:pk>/", catalogue.TemplateView.as_view(), name="template"),
    path(
        "desk/templates/<int:pk>/remove/",
        catalogue.RemoveTemplateView.as_view(),
        name="remove_template",
    ),
]
