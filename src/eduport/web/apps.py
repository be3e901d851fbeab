"""Start-up of the UI kit."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "eduport.web"
