"""What runs by itself, and when: all regular background work in one list.

And what runs side by side: the tracks, so that no kind of work waits for another.
"""

from dataclasses import dataclass, field
from datetime import time, timedelta

from eduport.config.schema import Settings


@dataclass(frozen=True)
class Job:
    """A task that the worker starts every night at the same time.

    `task` is the path of a task of `django-tasks`; the layers below know nothing of us.
    Missed by more than `catch_up`, it waits for the next night: no sync at noon.
    """

    task: str
    at: time  # Europe/Berlin
    arguments: dict[str, str] = field(default_factory=dict)
    catch_up: timedelta = timedelta(hours=6)


@dataclass(frozen=True)
class Track:
    """A queue of tasks, and how many of them run at a time in one worker.

    A task names its queue: `@task(queue_name="mail")`; without a name, `default`.
    """

    queue: str
    threads: int = 1


QUEUES = [
    "default",
    "mail",
    "notices",
    "letters",
    "sync",
    "checks",
    "circulars",
    "intake",
    "webhooks",
]
"""All that tasks may name."""


def tracks(settings: Settings) -> list[Track]:
    """What a worker does at the same time."""
    return [
        Track("default"),
        Track("mail", settings.mail_threads),
        Track("notices", settings.notice_threads),
        Track("letters", settings.letter_threads),
        # One run of the sync, or the erasure, at a time, whoever begins it.
        Track("sync"),
        # Servers that do not answer hold up nobody else.
        Track("checks"),
        # What is told to a whole city waits behind nobody, and nobody behind it.
        Track("circulars"),
        # Mail from anybody, which may take long to read.
        Track("intake"),
        Track("webhooks", settings.webhook_threads),
    ]


HOURLY = [
    Job("eduport.outbox.tasks.deliver_due_mail_task", time(hour, 5))
    for hour in range(24)
]
HOURLY += [
    Job("eduport.support.tasks.escalate_late_tickets_task", time(hour, 15))
    for hour in range(24)
]
HOURLY += [
    Job("eduport.gateway.tasks.look_at_zammad_task", time(hour, 25))
    for hour in range(24)
]
EVERY_BEAT = [
    "eduport.administration.tasks.resume_handouts",
    "eduport.gateway.tasks.resume_webhooks",
    "eduport.gateway.tasks.resume_zammad",
    "eduport.news.tasks.index_news",
    "eduport.news.tasks.send_digests",
    "eduport.outbox.tasks.resume_copies",
    "eduport.pages.tasks.publish_due_pages",
    "eduport.status.tasks.announce",
    "eduport.status.tasks.start_due_checks",
    "eduport.status.tasks.keep_board_fresh",
    "eduport.support.tasks.resume_mail",
    "eduport.training.tasks.resume_training",
]
"""What each worker calls every quarter of a minute: cheap, harmless when done twice."""

NIGHTLY = [
    Job("eduport.people.tasks.follow_appointments_task", time(0, 5)),
    # Looks every day whether the year has changed: on 1 August it has, and a worker
    # that was away then does it when it comes back, at whatever hour.
    Job("eduport.people.tasks.switch_year_task", time(0), catch_up=timedelta(days=1)),
    Job("eduport.accounts.tasks.purge_sign_ins_task", time(3, 10)),
    Job("eduport.ops.tasks.purge_tokens_task", time(3, 20)),
    Job("eduport.ops.tasks.rotate_keys_task", time(3, 25)),
    Job("eduport.ops.tasks.purge_task_results_task", time(3, 30)),
    Job("eduport.sync.tasks.purge_journals_task", time(3, 40)),
    Job("eduport.audit.tasks.purge_logs_task", time(3, 50)),
    Job("eduport.inquiries.tasks.purge_inquiries_task", time(3, 52)),
    Job("eduport.audit.tasks.verify_logs_task", time(3, 55)),
    Job("eduport.people.tasks.carry_out_school_changes_task", time(0, 3)),
    Job("eduport.people.tasks.follow_secondments_task", time(0, 4)),
    Job("eduport.people.tasks.end_manual_accounts_task", time(0, 5)),
    Job("eduport.administration.tasks.warn_of_ends_task", time(6, 30)),
    Job("eduport.people.tasks.purge_actions_task", time(3, 45)),
    Job("eduport.administration.tasks.expire_handouts_task", time(3, 15)),
    Job("eduport.outbox.tasks.purge_failed_mail_task", time(4, 0)),
    Job("eduport.search.tasks.refresh_words_task", time(4, 10)),
    Job("eduport.people.tasks.purge_groups_task", time(3, 50)),
    Job("eduport.people.tasks.reserve_addresses_task", time(4, 30)),
    Job("eduport.privacy.tasks.erase_due_task", time(4, 20)),
    Job("eduport.pages.tasks.purge_opinions_task", time(0, 20)),
    Job("eduport.pages.tasks.check_links_task", time(5, 10)),
    Job("eduport.pages.tasks.remind_of_reviews_task", time(6, 40)),
    Job("eduport.status.tasks.purge_reports_task", time(3, 35)),
    Job("eduport.news.tasks.purge_news_task", time(3, 37)),
    Job("eduport.support.tasks.close_solved_tickets_task", time(2, 30)),
    Job("eduport.support.tasks.purge_tickets_task", time(2, 35)),
    Job("eduport.support.tasks.purge_drafts_task", time(2, 40)),
    Job("eduport.support.tasks.purge_mail_task", time(2, 45)),
    Job("eduport.training.tasks.purge_bookings_task", time(2, 50)),
    Job("eduport.training.tasks.purge_certificates_task", time(2, 52)),
    Job("eduport.gateway.tasks.purge_accepted_requests_task", time(2, 42)),
    Job("eduport.gateway.tasks.purge_events_task", time(2, 46)),
    Job("eduport.stats.tasks.close_days_task", time(1, 10)),
    Job("eduport.stats.tasks.store_figures_task", time(1, 20)),
]


def jobs(settings: Settings) -> list[Job]:
    """All jobs, with one for each feed that is configured."""
    return [*HOURLY, *NIGHTLY, *feed_jobs(settings)]


def feed_jobs(settings: Settings) -> list[Job]:
    return [
        Job(
            "eduport.ops.tasks.sync_feed_task",
            feed.time,
            {"slug": feed.slug, "name": feed.name, "path": str(feed.path)},
        )
        for feed in settings.feeds
    ]
