"""The API, version 1. Each operation names the scope that opens it."""

from ninja import NinjaAPI

from eduport.gateway.api import incidents, tickets
from eduport.gateway.api.guard import closed, patterns_of
from eduport.gateway.api.problems import register_answers

PREFIX = "api/v1"
api = NinjaAPI(
    title="eduPort: service desk",
    version="1",
    description="Fault reports, components and incidents for other systems.",
    openapi_url=None,
    docs_url=None,
    # Whoever forgets to name a scope has closed the operation to everybody.
    auth=closed,
    urls_namespace="gateway",
)
register_answers(api)
api.add_router("", tickets.router)
api.add_router("", incidents.router)
urlpatterns = patterns_of(api)
