"""The standard components, and who writes about them."""

import pytest

from eduport.core.actor import Actor
from eduport.status.models import Component, MaintenanceWindow

DESK = Actor("service desk")


@pytest.fixture
def mail(db):
    return Component.objects.get(slug="mail")


@pytest.fixture
def login(db):
    return Component.objects.get(slug="login")


@pytest.fixture
def quiet(db):
    """No regular maintenance, so that a test has only its own."""
    MaintenanceWindow.objects.all().delete()
