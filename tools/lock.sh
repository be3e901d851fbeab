#!/bin/sh
# Pins every dependency with its hashes. The files name packages only, no download hosts.
# Extras stay in the names: without them pip before 23.3 looks for a newer release.
set -eu
lock() {
  UV_PYTHON_DOWNLOADS=never .venv/bin/python -m uv pip compile --quiet --upgrade --generate-hashes \
    --python-version 3.11 --universal --no-strip-extras --no-annotate --no-header --no-emit-index-url \
    pyproject.toml "$@"
}
lock --output-file requirements/production.txt
lock --group dev --output-file requirements/development.txt
