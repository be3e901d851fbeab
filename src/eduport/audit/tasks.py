"""What happens to the logs every night."""

import logging
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from eduport.audit.models import LogEntry, SecurityEvent
from eduport.audit.services.retention import purge_log
from eduport.audit.services.sealing import verify_all

logger = logging.getLogger("eduport.audit")


@task()
def purge_logs_task() -> None:
    """Remove entries whose time is over."""
    now = timezone.now()
    audit = timedelta(days=settings.EDUPORT.audit_days)
    security = timedelta(days=settings.EDUPORT.security_log_days)
    purge_log(LogEntry, before=now - audit)
    purge_log(SecurityEvent, before=now - security)


@task()
def verify_logs_task() -> None:
    """Check the chains, and write their ends where the database cannot change them."""
    for finding in verify_all():
        if finding.problem:
            logger.critical("%s: %s", finding.log, finding.problem)
        else:
            end = (finding.last_place, finding.last_seal)
            logger.info("%s ends with number %d, seal %s", finding.log, *end)
