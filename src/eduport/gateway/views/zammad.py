"""Where Zammad calls when something happens there."""

import json
from functools import partial

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt

from eduport.gateway.rules.zammad import is_signed
from eduport.gateway.services.zammad import find_link
from eduport.gateway.tasks import pull_from_zammad_task
from eduport.web.access import AccessView


@method_decorator(csrf_exempt, name="dispatch")
class ZammadWebhookView(AccessView):
    """Takes the call of a trigger; what it says is only where to look.

    Whoever has the signature token can make us look, and nothing else.
    """

    is_public = True
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        secret = settings.EDUPORT.zammad_webhook_secret
        if secret is None:
            raise Http404
        signature = request.headers.get("X-Hub-Signature", "")
        if not is_signed(request.body, signature, secret.get_secret_value()):
            return HttpResponse(status=401)
        try:
            key = int(json.loads(request.body)["ticket"]["id"])
        except (ValueError, TypeError, KeyError):
            return HttpResponse(status=400)
        if link_id := find_link(key):
            look = partial(pull_from_zammad_task.enqueue, link_id=link_id)
            transaction.on_commit(look)
        return HttpResponse(status=202)
