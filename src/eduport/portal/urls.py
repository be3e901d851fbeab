"""URLs of the portal's own pages."""

from django.urls import path

from eduport.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.StartView.as_view(), name="start"),
    path("portal/", views.DashboardView.as_view(), name="dashboard"),
    path("portal/customise/", views.CustomiseView.as_view(), name="customise"),
    path("portal/arrange/", views.ArrangeTilesView.as_view(), name="arrange"),
    path("portal/open/<slug:slug>/", views.OpenTileView.as_view(), name="open"),
    path("help/", views.HelpView.as_view(), name="help"),
    path("search/", views.SearchView.as_view(), name="search"),
    path("imprint/", views.LegalView.as_view(slug="impressum"), name="imprint"),
    path(
        "data-protection/",
        views.LegalView.as_view(slug="datenschutzerklaerung"),
        name="privacy",
    ),
    path(
        "accessibility/",
        views.LegalView.as_view(slug="barrierefreiheit"),
        name="accessibility",
    ),
    path("robots.txt", views.robots, name="robots"),
]
