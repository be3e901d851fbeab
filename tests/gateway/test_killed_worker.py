"""A worker that is killed while it tells somebody loses nothing."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from eduport.gateway.models import Delivery
from eduport.gateway.services.delivering import CLAIM, deliver_due
from tests.factories.gateway import DeliveryFactory, EndpointFactory
from tests.gateway.receiver import listening

PATIENCE = 60
WORK = """
import sys
from eduport.ops.startup import prepare
prepare()
from django.utils import timezone
from eduport.gateway.services.delivering import deliver_due
deliver_due(int(sys.argv[1]), at=timezone.now())
"""


def start_worker(endpoint):
    """A process of its own, with the database of the tests."""
    base, _, query = os.environ["DATABASE_URL"].partition("?")
    name = connection.settings_dict["NAME"]
    url = f"{base.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")
    command = [sys.executable, "-c", WORK, str(endpoint.pk)]
    return subprocess.Popen(command, env={**os.environ, "DATABASE_URL": url})


def wait_until(is_so):
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.slow
@pytest.mark.enable_socket
@pytest.mark.django_db(transaction=True)
def test_who_was_told_while_the_worker_was_killed_is_told_again_under_the_same_id():
    now = timezone.now()
    with listening() as receiver:
        endpoint = EndpointFactory(url=receiver.url)
        made = [
            DeliveryFactory(endpoint=endpoint, event__created_at=now, next_try_at=now)
            for _ in range(3)
        ]
        receiver.pause = PATIENCE
        worker = start_worker(endpoint)
        wait_until(lambda: receiver.came)
        worker.send_signal(signal.SIGKILL)
        worker.wait(PATIENCE)
        receiver.pause = 0
        assert not Delivery.objects.filter(delivered_at__isnull=False).exists()

        later = timezone.now() + CLAIM + timedelta(seconds=1)
        deliver_due(endpoint.pk, at=later)

        uids = [str(one.event.uid) for one in made]
        assert [uid for uid, _said in receiver.came] == [uids[0], *uids]
    assert Delivery.objects.exclude(delivered_at=None).count() == len(made)
