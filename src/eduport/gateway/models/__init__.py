"""Tables of what other systems may."""

from eduport.gateway.models.tokens import AcceptedRequest, ApiToken, Scope

__all__ = ["AcceptedRequest", "ApiToken", "Scope"]
