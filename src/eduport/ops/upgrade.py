"""Bringing the database and the static files to this version."""

import hashlib
from collections import Counter
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone


def missing_migrations() -> list[str]:
    """The names of migrations that the database lacks."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def migrate_database() -> int:
    """Apply what is missing. Returns how many migrations that were."""
    missing = len(missing_migrations())
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    find_what_is_shipped()
    return missing


def load_pages() -> Counter[str]:
    """Bring the texts of this version into the information site.

    What an editor changed stays; there the new text is only offered.
    """
    from eduport.pages.formats.shipped import read_folder
    from eduport.pages.services.loading import load_texts

    return load_texts(read_folder(), at=timezone.now())


def find_what_is_shipped() -> None:
    """Let the search find handbook, guides and videos as this version has them."""
    from eduport.guides.services.indexing import index_guides

    index_guides(at=timezone.now())


def collect_static_files() -> bool:
    """Copy, name by content and compress the static files, if any changed."""
    stamp = Path(settings.STATIC_ROOT) / "stamp"
    state = _state_of_static_files()
    if stamp.exists() and stamp.read_text() == state:
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(state)
    return True


def _state_of_static_files() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            details = Path(storage.path(name)).stat()
            digest.update(f"{name} {details.st_size} {details.st_mtime_ns}\n".encode())
    return digest.hexdigest()
