"""Reading pages and filling in forms, as tests of several subjects do."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone

DAY = dt.timedelta(days=1)


def url(name, one):
    return reverse(f"news:{name}", args=[one.uid])


def text(client, address, **query):
    response = client.get(address, query)
    assert response.status_code == 200
    return response.content.decode()


def typed(**values):
    now = timezone.localtime()
    form = "%Y-%m-%dT%H:%M"
    return {
        "title": "Schulfest",
        "text": "Am **Freitag** feiern wir.",
        "starts_at": now.strftime(form),
        "ends_at": (now + 10 * DAY).strftime(form),
    } | values
