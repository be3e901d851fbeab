"""A service as the tests need it: asks for codes and tokens as a real one does."""

import base64
import hashlib
import json
from urllib.parse import parse_qs, urlsplit

from django.test import Client

from tests.factories.sso import REDIRECT_URI, SECRET

VERIFIER = "v" * 43
CHALLENGE = (
    base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest())
    .decode()
    .rstrip("=")
)


class RelyingParty:
    """Talks to the provider through `browser` and, without cookies, by itself."""

    def __init__(self, app, browser):
        self.app, self.browser, self.server = app, browser, Client()

    def authorize(self, **changes):
        """The answer to an authorization request; None takes a parameter away."""
        parameters = {
            "response_type": "code",
            "client_id": self.app.client_id,
            "redirect_uri": REDIRECT_URI,
            "scope": "openid profile email school groups",
            "state": "some-state",
            "nonce": "some-nonce",
            "code_challenge": CHALLENGE,
            "code_challenge_method": "S256",
        } | changes
        given = {name: value for name, value in parameters.items() if value is not None}
        return self.browser.get("/oidc/authorize", given)

    def answer(self, **changes):
        """What came back to the redirect address."""
        return parameters_of(self.authorize(**changes))

    def exchange(self, code, **changes):
        """The answer of the token endpoint to a code."""
        parameters = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": REDIRECT_URI,
            "code_verifier": VERIFIER,
        }
        return self.token(**parameters | changes)

    def refresh(self, token, **changes):
        return self.token(grant_type="refresh_token", refresh_token=token, **changes)

    def token(self, **parameters):
        return self.post("/oidc/token", parameters)

    def post(self, path, parameters):
        own = {"client_id": self.app.client_id, "client_secret": SECRET}
        given = {k: v for k, v in (own | parameters).items() if v is not None}
        return self.server.post(path, given)

    def sign_in(self, **changes):
        """All tokens of a whole sign-in."""
        answer = self.answer(**changes)
        return self.exchange(answer["code"]).json()

    def userinfo(self, token):
        return self.server.get(
            "/oidc/userinfo", headers={"Authorization": f"Bearer {token}"}
        )

    def introspect(self, token):
        return self.post("/oidc/introspect", {"token": token}).json()


def parameters_of(response):
    """The query of a redirect to the service."""
    assert response.status_code == 302, response.content.decode()[:2000]
    assert response.url.startswith(REDIRECT_URI), response.url
    return {
        name: values[0]
        for name, values in parse_qs(urlsplit(response.url).query).items()
    }


def claims_of(id_token):
    """What an ID token says, without checking who signed it."""
    return part_of(id_token, 1)


def part_of(token, index):
    """The header (0) or the claims (1) of a token."""
    return json.loads(base64.urlsafe_b64decode(token.split(".")[index] + "=="))
