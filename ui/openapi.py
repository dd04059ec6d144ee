"""What the HTTP interface offers, as an OpenAPI document made from the records themselves."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from typing import Any

from pydantic.json_schema import models_json_schema

from desk.views import CallRow, StoredScorecard
from recordings.transcript import Transcript

JSON = "application/json"


@cache
def document() -> dict[str, Any]:
    """OpenAPI 3.1."""
    kinds = ((CallRow, "serialization"), (StoredScorecard, "serialization"), (Transcript, "validation"))
    _, schemas = models_json_schema(kinds, ref_template="#/components/schemas/{model}")
    return {
        "openapi": "3.1.0",
        "info": {"title": "Tingxin", "version": version("tingxin"), "license": {"name": "Apache-2.0"}},
        "security": [{"token": []}],
        "paths": {
            "/api/v1/calls": {"post": _add()},
            "/api/v1/calls/{call_id}": {"get": _read("The call and how far it is", _ref("CallRow"))},
            "/api/v1/calls/{call_id}/scorecards": {
                "get": _read("Its scorecards, newest first", {"type": "array", "items": _ref("StoredScorecard")})
            },
            "/healthz": {"get": {"summary": "Whether the app answers", "security": [], "responses": _said(200)}},
            "/metrics": {"get": {"summary": "Counts for Prometheus", "security": [], "responses": _said(200)}},
        },
        "components": {
            "schemas": {**schemas["$defs"], "Added": _added(), "Refusal": _refusal()},
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "tingxin user token NAME"}
            },
        },
    }


def _add() -> dict[str, Any]:
    text = {"type": "string"}
    fields = {
        "audio": {"type": "string", "format": "binary"},
        "transcript": {**text, "contentMediaType": JSON, "description": "transcript/1"},
        "agent": text,
        "team": text,
        "topic": text,
        "external_id": text,
        "started_at": {**text, "format": "date-time", "description": "with its time zone"},
    }
    body = {"multipart/form-data": {"schema": {"type": "object", "properties": fields}}}
    return {
        "summary": "Take in a recording, a transcript, or both; the same content twice is one call",
        "requestBody": {"required": True, "content": body},
        "responses": {"202": _answer("Queued, or known already", _ref("Added")), **_said(401, 403, 413, 422)},
    }


def _read(summary: str, schema: dict[str, Any]) -> dict[str, Any]:
    call_id = {"name": "call_id", "in": "path", "required": True, "schema": {"type": "string"}}
    return {
        "summary": summary,
        "parameters": [call_id],
        "responses": {"200": _answer(summary, schema), **_said(401, 403, 404)},
    }


def _answer(words: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": words, "content": {JSON: {"schema": schema}}}


def _said(*codes: int) -> dict[str, Any]:
    words = {
        200: "Yes",
        401: "No valid token",
        403: "Not allowed",
        404: "No such call",
        413: "Too large",
        422: "Unusable",
    }
    return {
        str(code): {"description": words[code]} if code == 200 else _answer(words[code], _ref("Refusal"))
        for code in codes
    }


def _added() -> dict[str, Any]:
    properties = {"id": {"type": "string"}, "duplicate": {"type": "boolean"}, "url": {"type": "string"}}
    return {"type": "object", "properties": properties, "required": list(properties)}


def _refusal() -> dict[str, Any]:
    message = {"type": "object", "properties": {"en": {"type": "string"}, "zh": {"type": "string"}}}
    error = {"type": "object", "properties": {"code": {"type": "string"}, "message": message}}
    return {"type": "object", "properties": {"error": error}}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}
