"""The OpenAPI document: what the library says, and what it cannot know."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.conf import settings

from eduport.gateway.api import PREFIX, api
from eduport.gateway.api.problems import CODES, PROBLEM
from eduport.gateway.api.schemas import Problem

ALWAYS = [400, 401, 403, 422, 429]
LIMITS = {
    "RateLimit-Policy": "How many requests a minute.",
    "RateLimit": "How many are left, and for how many seconds.",
}


@cache
def document() -> dict[str, Any]:
    """The document. Made once: nothing in it changes while we run."""
    made: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=f"/{PREFIX}"))
    made["servers"] = [{"url": settings.EDUPORT.public_url}]
    made["info"]["license"] = {"name": "EUPL-1.2", "identifier": "EUPL-1.2"}
    schemas = made["components"]["schemas"]
    schemas["Problem"] = Problem.model_json_schema()
    for operation, scope, details in _operations(made):
        details["security"] = [{"Bearer": [scope]}]
        details["x-scope"] = scope
        _add_problems(details, operation)
    return made


def _operations(made: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Method, scope and description of each operation."""
    scopes = dict(_scopes())
    for methods in made["paths"].values():
        for method, details in methods.items():
            yield method, scopes[details["operationId"]], details


def _scopes() -> Iterator[tuple[str, str]]:
    for router in api._get_bound_routers():  # noqa: SLF001 -- no public way
        for view in router.path_operations.values():
            for operation in view.operations:
                (guard,) = operation.auth_callbacks
                yield str(operation.operation_id), guard.scope.value  # type: ignore[attr-defined]  # a Bearer


def _add_problems(details: dict[str, Any], method: str) -> None:
    found = list(ALWAYS)
    if any(one["in"] == "path" for one in details["parameters"]):
        found.append(404)
    if method in {"post", "patch"}:
        found.append(409)
    if method == "patch":
        found += [412, 428]
    for response in details["responses"].values():
        response["headers"] = {
            name: {"description": text, "schema": {"type": "string"}}
            for name, text in LIMITS.items()
        }
    details["responses"] |= {
        status: {
            "description": str(CODES[status][1]),
            "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in found
    }
