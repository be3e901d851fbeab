"""Registers the demo service at a portal: `demo_service DIRECTORY PORT`.

Writes its Apache's configuration, and prints the command that runs it as JSON.
"""

import datetime as dt
import json
import sys
from pathlib import Path

from eduport.ops.startup import prepare

prepare()

# Django first: models cannot be imported before it has started.
# ruff: noqa: E402
from django.conf import settings

from eduport.ops.demo_service import register_demo_service, write_apache

if __name__ == "__main__":
    directory, port = Path(sys.argv[1]), int(sys.argv[2])
    registered = register_demo_service(port, at=dt.datetime.now(dt.UTC))
    command = write_apache(
        directory,
        issuer=settings.EDUPORT.public_url,
        client_id=registered.client_id,
        client_secret=registered.client_secret,
        port=port,
    )
    json.dump(command, sys.stdout)
