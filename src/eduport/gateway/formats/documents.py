"""An OpenAPI document as a page shows it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter, or a field of something that is sent."""

    name: str
    kind: str
    text: str
    place: str = ""
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be done."""

    key: str
    method: str
    path: str
    title: str
    text: str
    scope: str
    parameters: list[Field]
    body: str
    answers: list[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Shape:
    """Something that goes over the API."""

    name: str
    text: str
    fields: list[Field]
    values: list[str]


def shown_operations(document: Mapping[str, Any]) -> list[Operation]:
    """All operations, in the order of the document."""
    return [
        Operation(
            key=details["operationId"],
            method=method.upper(),
            path=path,
            title=details["summary"],
            text=details.get("description", ""),
            scope=details["x-scope"],
            parameters=[_parameter(one) for one in details["parameters"]],
            body=_content(details.get("requestBody", {})),
            answers=[
                (str(status), answer["description"], _content(answer))
                for status, answer in sorted(details["responses"].items())
            ],
        )
        for path, methods in document["paths"].items()
        for method, details in methods.items()
    ]


def shown_shapes(document: Mapping[str, Any]) -> list[Shape]:
    """All that is sent and answered, by name."""
    return [
        Shape(
            name=name,
            text=schema.get("description", ""),
            fields=list(_fields(schema)),
            values=[str(value) for value in schema.get("enum", ())],
        )
        for name, schema in sorted(document["components"]["schemas"].items())
    ]


def _fields(schema: Mapping[str, Any]) -> Iterator[Field]:
    required = schema.get("required", ())
    for name, details in schema.get("properties", {}).items():
        yield Field(
            name,
            kind_of(details),
            details.get("description", ""),
            is_required=name in required,
        )


def _parameter(details: Mapping[str, Any]) -> Field:
    return Field(
        details["name"],
        kind_of(details["schema"]),
        details.get("description", ""),
        place=details["in"],
        is_required=details["required"],
    )


def _content(holder: Mapping[str, Any]) -> str:
    for content in holder.get("content", {}).values():
        return kind_of(content["schema"])
    return ""


def kind_of(schema: Mapping[str, Any]) -> str:
    """The kind of a value in a few words: `Ticket`, `list of string`."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    for many in ("anyOf", "allOf", "oneOf"):
        if many in schema:
            return " or ".join(kind_of(one) for one in schema[many])
    if "enum" in schema:
        return " | ".join(str(value) for value in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {kind_of(schema.get('items', {}))}"
    return str(schema.get("format") or schema.get("const") or schema.get("type", "any"))
