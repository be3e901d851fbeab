"""Only who serves pages imports the editor of the information site."""

import os
import subprocess
import sys

import pytest

from eduport.config.pages import WITHOUT_EDITOR

LOOK = """
import sys
import django
django.setup()
from django.apps import apps
from django.urls import get_resolver
get_resolver().reverse_dict
print("wagtail.admin.urls" in sys.modules, apps.is_installed("wagtail"))
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("without", "found"), [({}, "True True"), ({WITHOUT_EDITOR: "1"}, "False True")]
)
def test_a_process_without_pages_knows_the_tables_only(without, found):
    done = subprocess.run(
        [sys.executable, "-c", LOOK],
        env=os.environ | without,
        check=True,
        capture_output=True,
        text=True,
    )

    assert done.stdout.strip() == found
