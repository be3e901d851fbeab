"""Other systems, as they reach us."""

import json
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

import factory
from django.test import Client
from django.utils import timezone

from eduport.core.actor import Actor
from eduport.core.encryption import encrypt
from eduport.gateway import models
from eduport.gateway.models import ApiToken, EventKind, Scope
from eduport.gateway.services.tokens import TokenDraft, make_token
from eduport.gateway.services.webhooks import PURPOSE
from tests.factories.people import NOON

SYSTEM = Actor.system("test")


def token_of(*scopes, days=30, networks=(), at=None):
    """A token and its text."""
    now = at or timezone.now()
    expires_at = now + timedelta(days=days)
    draft = TokenDraft("Desk of the authority", scopes, expires_at, networks)
    made = make_token(draft, by=SYSTEM, at=now)
    return made.token, made.text


@dataclass
class Desk:
    """Another system, with a token of these scopes."""

    text: str
    token: ApiToken
    client: Client = field(default_factory=Client)
    keys: Any = field(default_factory=count)

    def headers(self, **more):
        return {"Authorization": f"Bearer {self.text}", **more}

    def get(self, path, **query):
        return self.client.get(f"/api/v1{path}", query, headers=self.headers())

    def post(self, path, body, key=None):
        key = key or f"key {next(self.keys)}"
        return self.client.post(
            f"/api/v1{path}",
            json.dumps(body),
            content_type="application/json",
            headers=self.headers(**{"Idempotency-Key": key}),
        )

    def patch(self, path, body, etag="*"):
        return self.client.patch(
            f"/api/v1{path}",
            json.dumps(body),
            content_type="application/json",
            headers=self.headers(**({"If-Match": etag} if etag else {})),
        )


def desk(*scopes, **options):
    token, text = token_of(*scopes, **options)
    return Desk(text, token)


def desk_with_all():
    return desk(*Scope)


SECRET = "whsec_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


class EndpointFactory(factory.django.DjangoModelFactory):
    """A system that is told everything; its secret is SECRET."""

    class Meta:
        model = models.WebhookEndpoint

    name = "Desk of the authority"
    url = "https://desk.example/hook"
    kinds = EventKind.values
    secret = factory.LazyFunction(lambda: encrypt(SECRET, purpose=PURPOSE))
    created_at = NOON


class EventFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Event

    kind = EventKind.TICKET_CREATED
    body = '{"type": "ticket.created", "data": {"subject": "Ä"}}'
    created_at = NOON


class DeliveryFactory(factory.django.DjangoModelFactory):
    """What was not told yet."""

    class Meta:
        model = models.Delivery

    event = factory.SubFactory(EventFactory)
    endpoint = factory.SubFactory(EndpointFactory)
    next_try_at = NOON
