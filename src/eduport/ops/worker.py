"""The background worker: runs tasks, starts the nightly ones, shows that it lives."""

import logging
import threading
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.db import Error, close_old_connections, connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from eduport.audit.services.sealing import seal_all
from eduport.config.schedule import EVERY_BEAT, Job, jobs, tracks
from eduport.config.settings import EDUPORT
from eduport.ops.tracks import Tracks

logger = logging.getLogger("eduport.worker")
BERLIN = ZoneInfo("Europe/Berlin")
HEARTBEAT = "ops:worker"
HEARTBEAT_SECONDS = 15
SCHEDULE_LOCK = 7_358_001


def work() -> None:
    """Run tasks of every kind side by side, until a signal comes."""
    stopping = threading.Event()
    pulse = threading.Thread(target=_beat, args=[stopping], daemon=True)
    pulse.start()
    try:
        Tracks(tracks(EDUPORT)).run()
    finally:
        stopping.set()


def is_worker_alive() -> bool:
    """Whether any worker gave a sign of life in the last minute."""
    return cache.get(HEARTBEAT) is not None


def due_at(job: Job, now: datetime) -> datetime:
    """When the job was last to run, at or before `now`."""
    today = now.astimezone(BERLIN).date()
    due = datetime.combine(today, job.at, BERLIN)
    if due > now:
        due = datetime.combine(today - timedelta(days=1), job.at, BERLIN)
    return due


def start_due_jobs(schedule: list[Job], *, at: datetime) -> list[Job]:
    """Enqueue what is due and was not yet. Several workers enqueue each job once."""
    with transaction.atomic():
        if not _is_alone():
            return []
        due = [job for job in schedule if _is_due(job, at)]
        for job in due:
            import_string(job.task).enqueue(**job.arguments)
    return due


def _is_due(job: Job, at: datetime) -> bool:
    due = due_at(job, at)
    if at - due > job.catch_up:
        return False
    arguments = {"args": [], "kwargs": job.arguments}
    return not DBTaskResult.objects.filter(
        task_path=job.task, args_kwargs=arguments, enqueued_at__gte=due
    ).exists()


def _is_alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SCHEDULE_LOCK])
        return bool(cursor.fetchone()[0])


def _beat(stopping: threading.Event) -> None:
    schedule = jobs(EDUPORT)
    while True:
        close_old_connections()
        try:
            cache.set(HEARTBEAT, timezone.now().isoformat(), 4 * HEARTBEAT_SECONDS)
            start_due_jobs(schedule, at=timezone.now())
            for path in EVERY_BEAT:
                import_string(path)()
            seal_all()
        except Error:
            # The database is away for a moment; the next beat tries again.
            logger.exception("The schedule could not be read")
        if stopping.wait(HEARTBEAT_SECONDS):
            return
