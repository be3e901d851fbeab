"""Start-up of `people`."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Tells Django where `people` is."""

    name = "eduport.people"

    def ready(self) -> None:
        from eduport.people import panels  # noqa: F401, PLC0415 -- registers
