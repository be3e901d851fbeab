"""Where machines ask how the portal is."""

from django.urls import path

from eduport.ops.health import live, ready

urlpatterns = [
    path("live", live, name="health_live"),
    path("ready", ready, name="health_ready"),
]
