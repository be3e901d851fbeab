"""When nightly work starts."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from eduport.config.schedule import NIGHTLY, Job, jobs
from eduport.config.schema import Feed, Settings
from eduport.ops.worker import due_at, start_due_jobs

BERLIN = ZoneInfo("Europe/Berlin")
JOB = Job("eduport.accounts.tasks.purge_sign_ins_task", dt.time(3, 10))


def berlin(*parts):
    return dt.datetime(*parts, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (berlin(2026, 7, 1, 3, 10), berlin(2026, 7, 1, 3, 10)),
        (berlin(2026, 7, 1, 3, 9), berlin(2026, 6, 30, 3, 10)),
        (berlin(2026, 7, 1, 23, 59), berlin(2026, 7, 1, 3, 10)),
        (dt.datetime(2026, 7, 1, 1, 30, tzinfo=dt.UTC), berlin(2026, 7, 1, 3, 10)),
    ],
)
def test_a_job_is_due_by_the_clock_in_berlin(now, due):
    assert due_at(JOB, now) == due


@pytest.mark.django_db
def test_a_due_job_starts_once():
    now = berlin(*dt.datetime.now(BERLIN).timetuple()[:6])
    job = Job(JOB.task, (now - dt.timedelta(minutes=1)).time())

    assert start_due_jobs([job], at=now) == [job]
    assert start_due_jobs([job], at=now) == []
    assert DBTaskResult.objects.filter(task_path=job.task).count() == 1


@pytest.mark.django_db
def test_long_missed_work_waits_for_the_next_night():
    assert start_due_jobs([JOB], at=berlin(2026, 7, 1, 12)) == []


def test_every_feed_has_its_job():
    feed = Feed(slug="sis", name="SIS", path="/srv/sis", time=dt.time(1, 30))

    (*_, job) = jobs(Settings(feeds=[feed]))

    assert (job.at, job.arguments["slug"]) == (dt.time(1, 30), "sis")


@pytest.mark.parametrize("job", NIGHTLY, ids=lambda job: job.task)
@pytest.mark.django_db
def test_every_job_of_the_schedule_runs(job):
    import_string(job.task).call(**job.arguments)
