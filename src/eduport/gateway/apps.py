"""Start-up of `gateway`."""

from django.apps import AppConfig


class GatewayConfig(AppConfig):
    """How other systems reach tickets and incidents."""

    name = "eduport.gateway"

    def ready(self) -> None:
        from eduport.gateway import panels, receivers  # noqa: F401, PLC0415 -- registers
        from eduport.web.middleware import register_methods  # noqa: PLC0415

        # Each address there says itself which methods it answers.
        register_methods("/api/", ["PUT", "PATCH", "DELETE", "OPTIONS"])
