"""The OpenAPI document: it is valid, and the API keeps what it says."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.urls import reverse
from openapi_spec_validator import OpenAPIV31SpecValidator, validate

from eduport.gateway.api.documents import document
from eduport.gateway.api.problems import CODES
from eduport.gateway.models import Scope
from tests.factories.gateway import desk_with_all
from tests.factories.status import IncidentFactory
from tests.factories.support import FaultFactory, MessageFactory


def served(client):
    return client.get(reverse("gateway:openapi"))


@pytest.mark.django_db
def test_the_document_is_valid_and_open_to_everybody(client):
    answer = served(client)

    made = json.loads(answer.content)
    validate(made, cls=OpenAPIV31SpecValidator)
    assert made["openapi"].startswith("3.1")
    assert answer["Cache-Control"] == "max-age=300"


def test_every_scope_opens_something_or_is_asked_for_besides():
    used = {
        details["x-scope"]
        for methods in document()["paths"].values()
        for details in methods.values()
    }

    assert {*used, Scope.NOTES, Scope.REPORTERS_READ} == set(Scope)


@pytest.mark.django_db
def test_the_page_shows_every_operation_shape_and_refusal(client):
    page = client.get(reverse("gateway:documents")).content.decode()

    made = document()
    keys = [
        details["operationId"]
        for methods in made["paths"].values()
        for details in methods.values()
    ]
    keys += [f"shape-{name}" for name in made["components"]["schemas"]]
    keys += [code for code, _title in CODES.values()]
    assert [key for key in keys if f'id="{key}"' not in page] == []


@pytest.mark.slow
@pytest.mark.enable_socket
@pytest.mark.django_db(transaction=True)
def test_the_running_api_keeps_what_the_document_says(
    live_server, mail, settings, tmp_path
):
    """Schemathesis sends what the document allows, and what it does not."""
    settings.EDUPORT = settings.EDUPORT.model_copy(
        update={"api_requests_per_minute": 1_000_000}
    )
    other = desk_with_all()
    MessageFactory(ticket=FaultFactory(component=mail))
    IncidentFactory().components.add(mail)
    url = f"{live_server.url}/api/v1/openapi.json"
    command = [Path(sys.executable).with_name("schemathesis"), "run", url]
    command += ["--url", live_server.url, "--seed", "1", "--max-examples", "15"]
    command += ["--header", f"Authorization: Bearer {other.text}", "--no-color"]
    # A cursor that we never gave and a key that was used before are text, and refused.
    command += ["--exclude-checks", "positive_data_acceptance"]
    command += ["--generation-deterministic", "--phases", "examples,coverage,fuzzing"]

    done = subprocess.run(
        command, check=False, capture_output=True, text=True, cwd=tmp_path
    )

    assert done.returncode == 0, done.stdout[-6000:]
    assert "Tested: 13" in done.stdout
