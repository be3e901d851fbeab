"""Start-up of `inquiries`."""

from django.apps import AppConfig


class InquiriesConfig(AppConfig):
    """Reading the log about a person, two people together."""

    name = "eduport.inquiries"

    def ready(self) -> None:
        from eduport.inquiries import panels  # noqa: F401, PLC0415 -- registers
