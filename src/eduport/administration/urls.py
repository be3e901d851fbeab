"""URLs of administration, below `manage/`."""

from django.urls import path

from eduport.administration.views import persons

app_name = "administration"
urlpatterns = [
    path("people/", persons.PeopleView.as_view(), name="people"),
    path("people/<uuid:uid>/", persons.PersonView.as_view(), name="person"),
]
