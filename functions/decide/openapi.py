"""Builds the OpenAPI document of `/decide` from the records that validate."""

from typing import Any

from msgspec.json import schema_components

from contracts.decision import MAX_BODY_BYTES, DecideRequest, DecideResponse

_REF = "#/components/schemas/{name}"
_ERROR = {
    "type": "object",
    "properties": {"error": {"type": "string"}},
    "required": ["error"],
    "additionalProperties": False,
}


def document() -> dict[str, Any]:
    """Return the document, OpenAPI 3.1."""
    _, schemas = schema_components([DecideRequest, DecideResponse], ref_template=_REF)
    return {
        "openapi": "3.1.0",
        "info": {"title": "auto-routing", "version": "1"},
        "paths": {"/decide": {"post": _operation()}},
        "components": {
            "schemas": {**schemas, "Error": _ERROR},
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation() -> dict[str, Any]:
    return {
        "operationId": "decide",
        "summary": "Which model should serve a request",
        "description": "Exactly one of `input` and `raw` is required.",
        "security": [{"bearer": []}],
        "requestBody": {"required": True, "content": _json("DecideRequest")},
        "responses": {
            "200": _answer("The decision, or null with its reason", "DecideResponse"),
            "400": _answer("The name of the bad field and the remedy", "Error"),
            "401": _answer("A missing or wrong secret", "Error"),
            "413": _answer(f"A body of more than {MAX_BODY_BYTES} bytes", "Error"),
        },
    }


def _answer(text: str, model: str) -> dict[str, Any]:
    return {"description": text, "content": _json(model)}


def _json(model: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": _REF.format(name=model)}}}
