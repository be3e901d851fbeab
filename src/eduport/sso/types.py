"""Values that `sso` hands around."""

import dataclasses
from datetime import datetime


@dataclasses.dataclass(frozen=True, slots=True)
class SignIn:
    """How and when the person in a browser session proved who they are."""

    sid: str  # names the browser session in our tables; services get another one
    authenticated_at: datetime
    methods: tuple[str, ...]  # RFC 8176


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class AppRegistration:
    """What the authority knows about a service that it wants to connect."""

    slug: str
    name_de: str
    name_en: str
    launch_url: str
    redirect_uris: tuple[str, ...]
    sector: str = ""  # the host of the launch URL if not given
    post_logout_redirect_uris: tuple[str, ...] = ()
    back_channel_logout_uri: str = ""
    scopes: tuple[str, ...] = ("openid",)
    claims: tuple[str, ...] = ()
    description_de: str = ""
    description_en: str = ""
    icon: str = "apps"
    hue: str = "blue"
