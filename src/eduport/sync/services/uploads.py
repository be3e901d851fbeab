"""Keeping an uploaded roster until it is read, and not much longer."""

import os
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from django.utils.crypto import get_random_string
from django.utils.text import get_valid_filename

KEPT_FOR = timedelta(days=14)
"""A plan that nobody applied by then is stale, and its file holds names."""


def store_upload(
    folder: Path, name: str, chunks: Iterable[bytes], *, at: datetime
) -> Path:
    """Write the upload where only the portal reads it, under a name of its own.

    Removes what earlier uploads left behind.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    remove_stale_uploads(folder, at=at)
    token = get_random_string(4, "abcdefghijkmnpqrstuvwxyz")
    path = folder / f"{at:%Y-%m-%d-%H%M}-{token}-{get_valid_filename(name)[-80:]}"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        for chunk in chunks:
            file.write(chunk)
    return path


def stored_upload(folder: Path, name: str) -> Path | None:
    """The upload that a run was read from, if it is still there."""
    path = folder / Path(name).name
    return path if name and path.is_file() else None


def discard_upload(folder: Path, path: Path) -> None:
    """Remove an upload that was applied. Any other file is left alone."""
    if path.parent == folder:
        path.unlink(missing_ok=True)


def remove_stale_uploads(folder: Path, *, at: datetime) -> None:
    """Remove uploads that nobody applied in time."""
    before = (at - KEPT_FOR).timestamp()
    for path in folder.iterdir() if folder.is_dir() else []:
        if path.is_file() and path.stat().st_mtime < before:
            path.unlink()
