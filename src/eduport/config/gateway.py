"""The settings of what other systems reach and are told."""

from ipaddress import ip_network

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings


class GatewaySettings(BaseSettings):
    """What an operator can set about other systems."""

    api_token_days: int = Field(
        default=366,
        ge=1,
        description="How long a token of another system may be valid at most.",
    )
    api_requests_per_minute: int = Field(
        default=300,
        ge=1,
        description="How many requests a minute each token may send to the API.",
    )
    webhook_networks: list[str] = Field(
        default=[],
        description="Private networks that webhooks may lead to, such as "
        '["10.1.2.0/24"]. Without them webhooks lead to the Internet only, never to '
        "this machine or its neighbours.",
    )
    webhook_days: int = Field(
        default=30,
        ge=4,
        description="How long it is kept what other systems were told, and how that "
        "went.",
    )
    webhook_threads: int = Field(
        default=2,
        ge=1,
        description="How many systems a worker tells at a time what happened. One that "
        "does not answer takes one of them for some seconds.",
    )

    zammad_url: str = Field(
        default="",
        pattern=r"^(https?://[^/]+(/[^?#]*)?)?$",
        description="The address of a Zammad in which the desk works, such as "
        "https://zammad.example.org. Fault reports that come in from then on go there.",
    )
    zammad_token: SecretStr | None = Field(
        default=None,
        description="The access token of an agent of Zammad (permission ticket.agent).",
    )
    zammad_group: str = Field(
        default="Users", description="The group in Zammad that gets the reports."
    )
    zammad_webhook_secret: SecretStr | None = Field(
        default=None,
        min_length=16,
        description="The HMAC SHA1 signature token of Zammad's webhook. Without it "
        "nobody can call, and answers come in once an hour.",
    )

    @field_validator("webhook_networks")
    @classmethod
    def _are_networks(cls, value: list[str]) -> list[str]:
        return [str(ip_network(one)) for one in value]
