"""URLs of the pages of schools, of what other homepages read, and of editing."""

from django.urls import path

from eduport.homepages import views

app_name = "homepages"
urlpatterns = [
    path("s/<slug:code>/", views.HomepageView.as_view(), name="page"),
    path("s/<slug:code>/school.json", views.as_json, name="json"),
    path(
        "s/<slug:code>/pictures/<uuid:uid>/",
        views.PictureView.as_view(),
        name="picture",
    ),
    path("embed/v1/eduport-school.js", views.script, name="script"),
    path("homepages/", views.ChooseView.as_view(), name="choose"),
    path("homepages/<slug:code>/", views.DeskView.as_view(), name="desk"),
    path("homepages/<slug:code>/write/", views.WriteView.as_view(), name="write"),
    path("homepages/<slug:code>/preview/", views.PreviewView.as_view(), name="preview"),
    path("homepages/<slug:code>/publish/", views.PublishView.as_view(), name="publish"),
    path(
        "homepages/<slug:code>/take-back/",
        views.TakeBackView.as_view(),
        name="take_back",
    ),
    path("homepages/<slug:code>/discard/", views.DiscardView.as_view(), name="discard"),
    path(
        "homepages/<slug:code>/switch-on/",
        views.SwitchOnView.as_view(),
        name="switch_on",
    ),
    path(
        "homepages/<slug:code>/switch-off/",
        views.SwitchOffView.as_view(),
        name="switch_off",
    ),
    path("homepages/<slug:code>/host/", views.NameHostView.as_view(), name="host"),
    path("homepages/<slug:code>/snippet/", views.SnippetView.as_view(), name="snippet"),
]
