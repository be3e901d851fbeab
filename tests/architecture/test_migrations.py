"""The migrations say what the models say."""

from io import StringIO

import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_no_model_differs_from_its_migrations():
    output = StringIO()

    call_command("makemigrations", dry_run=True, stdout=output)

    assert output.getvalue() == "No changes detected\n"
