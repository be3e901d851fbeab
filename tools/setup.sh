#!/bin/sh
# Makes .venv with exactly the pinned dependencies. Needs Python 3.11+ and a package index.
set -eu
: "${PYTHON:=python3}"
"$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  echo "eduPort needs Python 3.11 or newer; $("$PYTHON" --version) was found." \
    "Set PYTHON=/path/to/python3.11." >&2
  exit 1
}
[ -x .venv/bin/python ] || {
  echo "Making the environment in .venv …"
  "$PYTHON" -m venv .venv 2>/dev/null || {
    # Debian's Python comes without ensurepip; virtualenv brings its own pip.
    rm -rf .venv
    "$PYTHON" -m virtualenv -q .venv 2>/dev/null || {
      echo "Python cannot make environments here. On Debian: apt install python3-venv" >&2
      exit 1
    }
  }
}
echo "Installing the dependencies (about a minute the first time) …"
# Twice quiet: errors are shown, remarks about the configured indexes are not.
.venv/bin/python -m pip install --quiet --quiet --disable-pip-version-check \
  --no-deps --require-hashes -r requirements/development.txt
.venv/bin/python -m pip install --quiet --quiet --disable-pip-version-check --no-deps \
  --no-build-isolation --editable .
touch .venv/installed
