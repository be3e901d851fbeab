"""URLs of the UI kit itself."""

from django.conf import settings
from django.urls import path

from eduport.web.keys import choose_keys
from eduport.web.styleguide import StyleguideView
from eduport.web.theming import choose_theme

app_name = "web"
urlpatterns = [
    path("theme/", choose_theme, name="theme"),
    path("keys/", choose_keys, name="keys"),
]
if settings.DEBUG:
    urlpatterns.append(path("styleguide/", StyleguideView.as_view(), name="styleguide"))
