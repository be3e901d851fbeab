"""`eduport support token`: tokens without a page."""

import pytest
from click.testing import CliRunner
from django.utils import timezone

from eduport.audit.models import LogEntry
from eduport.gateway.errors import TokenRefusedError
from eduport.gateway.models import ApiToken
from eduport.gateway.services.tokens import check_token
from eduport.ops.cli import main

pytestmark = pytest.mark.django_db
HERE = "192.0.2.7"


def token(*arguments):
    return CliRunner().invoke(main, ["support", "token", *arguments])


def test_a_token_is_made_listed_and_revoked():
    made = token("make", "Zammad", "--scope", "notes", "--network", "192.0.2.0/24")

    text = made.output.strip()
    found = check_token(text, HERE, at=timezone.now())
    assert LogEntry.objects.get().actor == "command line"
    listed = token("list").output
    assert f"eduport_{found.prefix}  Zammad\n" in listed
    assert text not in listed
    assert token("revoke", f"eduport_{found.prefix}").exit_code == 0
    with pytest.raises(TokenRefusedError):
        check_token(text, HERE, at=timezone.now())
    assert "opens nothing any more" in token("list").output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["make", "Z", "--scope", "all"], "There is no scope all"),
        (["make", "Z", "--scope", "notes", "--days", "999"], "366"),
        (["make", "Z", "--scope", "notes", "--network", "x"], "“x”"),
        (["revoke", "nothing"], "No token begins with nothing"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(arguments, said):
    refused = token(*arguments)

    assert (refused.exit_code, said in refused.output) == (2, True)
    assert not ApiToken.objects.exists()
