"""How many queries the requests take, counted by Django in this process."""

import json
import sys

from eduport.ops.startup import prepare

prepare()

# Django first: models cannot be imported before it has started.
# ruff: noqa: E402
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from eduport.accounts.models import Account
from tools.bench.browser import CHALLENGE, REDIRECT_URI, VERIFIER


def main() -> None:
    """Print the counts as JSON; arguments are login, client id and secret."""
    login, client_id, client_secret = sys.argv[1:]
    settings.ALLOWED_HOSTS = ["*"]
    browser, service = Client(), Client()
    account = Account.objects.get(username=login)
    browser.force_login(account, backend=settings.AUTHENTICATION_BACKENDS[0])

    def dashboard() -> None:
        status = browser.get("/portal/").status_code
        if status != 200:  # noqa: PLR2004 -- OK
            raise SystemExit(f"the dashboard answered {status}")

    def sign_in_at_service() -> None:
        query = {
            "response_type": "code",
            "client_id": client_id,
            "redirect_uri": REDIRECT_URI,
            "scope": "openid profile email",
            "code_challenge": CHALLENGE,
            "code_challenge_method": "S256",
        }
        answer = browser.get("/oidc/authorize", query)
        code = answer.headers["Location"].partition("code=")[2].partition("&")[0]
        fields = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": REDIRECT_URI,
            "code_verifier": VERIFIER,
            "client_id": client_id,
            "client_secret": client_secret,
        }
        if "id_token" not in service.post("/oidc/token", fields).json():
            raise SystemExit("there was no ID token")

    counts = {}
    for request in (dashboard, sign_in_at_service):
        # The first one fills what a process keeps.
        request()
        with CaptureQueriesContext(connection) as captured:
            request()
        counts[request.__name__] = len(captured)
    json.dump(counts, sys.stdout)
