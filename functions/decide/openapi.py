"""Builds the OpenAPI document of `/decide` and `/candidates` from the records that validate."""

from typing import Any

from msgspec.json import schema_components

from contracts.decision import MAX_BODY_BYTES, DecideRequest, DecideResponse
from contracts.live_candidates import CandidatesAnswer

_REF = "#/components/schemas/{name}"
_WRONG = "A missing or wrong secret"
_ERROR = {
    "type": "object",
    "properties": {"error": {"type": "string"}},
    "required": ["error"],
    "additionalProperties": False,
}


def document() -> dict[str, Any]:
    """Return the document, OpenAPI 3.1."""
    records = [DecideRequest, DecideResponse, CandidatesAnswer]
    _, schemas = schema_components(records, ref_template=_REF)
    return {
        "openapi": "3.1.0",
        "info": {"title": "auto-routing", "version": "1"},
        "paths": {"/decide": {"post": _decide()}, "/candidates": {"get": _candidates()}},
        "components": {
            "schemas": {**schemas, "Error": _ERROR},
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
    }


def _decide() -> dict[str, Any]:
    return {
        "operationId": "decide",
        "summary": "Which model should serve a request",
        "description": "Exactly one of `input` and `raw` is required.",
        "security": [{"bearer": []}],
        "requestBody": {"required": True, "content": _json("DecideRequest")},
        "responses": {
            "200": _answer("The decision, or null with its reason", "DecideResponse"),
            "400": _answer("The name of the bad field and the remedy", "Error"),
            "401": _answer(_WRONG, "Error"),
            "413": _answer(f"A body of more than {MAX_BODY_BYTES} bytes", "Error"),
        },
    }


def _candidates() -> dict[str, Any]:
    return {
        "operationId": "candidates",
        "summary": "Which models the live table lets serve",
        "security": [{"bearer": []}],
        "responses": {
            "200": _answer("The candidates by tier, or null with its reason", "CandidatesAnswer"),
            "401": _answer(_WRONG, "Error"),
        },
    }


def _answer(text: str, model: str) -> dict[str, Any]:
    return {"description": text, "content": _json(model)}


def _json(model: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": _REF.format(name=model)}}}
