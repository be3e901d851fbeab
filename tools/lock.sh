#!/bin/sh
# Pins every dependency with its hashes. The files name packages only, no download hosts.
# Extras stay in the names: without them pip before 23.3 looks for a newer release.
#
# pillow-heif stays out: its wheels contain x265 (GPL-2.0), and only pictures in the HEIF
# format would need it. Everything a package needs is in the files, so --no-deps is right.
set -eu
lock() {
  UV_PYTHON_DOWNLOADS=never .venv/bin/python -m uv pip compile --quiet --upgrade --generate-hashes \
    --python-version 3.11 --universal --no-strip-extras --no-annotate --no-header --no-emit-index-url \
    --no-emit-package pillow-heif \
    pyproject.toml "$@"
}
lock --output-file requirements/production.txt
lock --group dev --output-file requirements/development.txt
