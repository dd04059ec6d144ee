"""Routes beside the pages: sound, sign-in cookie, the HTTP interface, health. Thin over `desk`.

Pages' login does not cover these, so each checks for itself: sound by a signed link, `/api/v1` by a bearer token.
"""

from __future__ import annotations

import contextlib
import mimetypes
from collections.abc import AsyncIterator, Callable
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from desk import accounts, calls, line_sounds, media
from desk.db import Store
from desk.errors import (
    AudioGone,
    BadCredentials,
    LinkExpired,
    NoSuchCall,
    NotAllowed,
    TooLarge,
)  # fmt: skip
from desk.health import health
from desk.permissions import Actor
from desk.settings import Settings
from desk.tokens import actor_of_token
from recordings.errors import UserError
from ui.openapi import document
from ui.upload import receive_call

STATUS = {
    BadCredentials: 401, NotAllowed: 403, LinkExpired: 403, NoSuchCall: 404, AudioGone: 404, TooLarge: 413,
}  # fmt: skip
UNUSABLE = 422
NO_STORE = {"Cache-Control": "no-store"}


def routes() -> list[BaseRoute]:
    """All of them, for `st.App(routes=…)` or a plain Starlette app."""
    return [
        Route("/audio/{token}", audio),
        Route("/lines/{token}", line_sound),
        Route("/auth/session", sign_in, methods=["POST"]),
        Route("/auth/sign-out", sign_out, methods=["POST"]),
        Route("/api/v1/calls", add_call, methods=["POST"]),
        Route("/api/v1/calls/{call_id}", get_call),
        Route("/api/v1/calls/{call_id}/scorecards", get_scorecards),
        Route("/api/v1/openapi.json", openapi),
        Route("/healthz", healthz),
        Route("/metrics", metrics),
    ]


@contextlib.asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Bring the store to this version before the first page is drawn."""
    await run_in_threadpool(_store().migrate)
    yield


def _spoken(handler: Callable[..., Any]) -> Callable[..., Any]:
    """The edge: what a person can act on becomes an answer with its words in both languages."""

    @wraps(handler)
    async def inner(request: Request) -> Response:
        try:
            return await handler(request)
        except UserError as error:
            return refusal(error)

    return inner


def refusal(error: UserError) -> JSONResponse:
    """The answer to something that can't be done."""
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), UNUSABLE)
    words = {"code": error.code, "message": {"en": error.text("en"), "zh": error.text("zh")}}
    headers = {"WWW-Authenticate": "Bearer", **NO_STORE} if status == 401 else NO_STORE
    return JSONResponse({"error": words}, status, headers=headers)


@_spoken
async def audio(request: Request) -> Response:
    """A recording by its signed link; FileResponse answers Range requests and reads in pieces."""
    path = await run_in_threadpool(media.open_audio, request.path_params["token"], _settings())
    return _sound(path)


@_spoken
async def line_sound(request: Request) -> Response:
    """A recorded line of a scripted customer by its signed link."""
    return _sound(await run_in_threadpool(line_sounds.open_line, request.path_params["token"], _settings()))


def _sound(path: Path) -> Response:
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    headers = {"Cache-Control": f"private, max-age={media.MAX_AGE_S}", "X-Content-Type-Options": "nosniff"}
    return FileResponse(path, media_type=kind, headers=headers)


@_spoken
async def sign_in(request: Request) -> Response:
    """Change a one-time ticket for the cookie."""
    body = await _json(request)
    ticket = body.get("ticket")

    def redeem() -> str:
        with _store().session() as session:
            actor = accounts.redeem_ticket(session, _settings(), str(ticket))
            return accounts.issue_cookie(session, actor, _settings())

    answer = Response(status_code=204, headers=NO_STORE)
    answer.set_cookie(
        accounts.COOKIE,
        await run_in_threadpool(redeem),
        max_age=_settings().session_hours * 3600,
        httponly=True,
        samesite="lax",
        secure=request.headers.get("x-forwarded-proto", request.url.scheme) == "https",
    )
    return answer


@_spoken
async def sign_out(_request: Request) -> Response:
    """Take the cookie back."""
    answer = Response(status_code=204, headers=NO_STORE)
    answer.delete_cookie(accounts.COOKIE, httponly=True, samesite="lax")
    return answer


@_spoken
async def add_call(request: Request) -> Response:
    """Take in a recording and/or a transcript."""
    actor = await _bearer(request)
    added = await receive_call(request, _store(), _settings(), actor)
    body = {"id": added.call_id, "duplicate": added.duplicate, "url": f"/api/v1/calls/{added.call_id}"}
    return JSONResponse(body, 202, headers={"Location": body["url"], **NO_STORE})


@_spoken
async def get_call(request: Request) -> Response:
    """How far a call is, and what came of it."""
    actor = await _bearer(request)

    def read() -> dict[str, Any]:
        with _store().reading() as session:
            return calls.get_call(session, actor, request.path_params["call_id"]).row.model_dump(mode="json")

    return JSONResponse(await run_in_threadpool(read), headers=NO_STORE)


@_spoken
async def get_scorecards(request: Request) -> Response:
    """Every scorecard of a call, newest first."""
    actor = await _bearer(request)

    def read() -> list[dict[str, Any]]:
        with _store().reading() as session:
            cards = calls.scorecards_of(session, actor, request.path_params["call_id"])
            return [card.model_dump(mode="json", by_alias=True) for card in cards]

    return JSONResponse(await run_in_threadpool(read), headers=NO_STORE)


async def openapi(_request: Request) -> Response:
    """What this interface offers, as OpenAPI 3.1."""
    return JSONResponse(document())


async def healthz(_request: Request) -> Response:
    """Whether the app and its store answer."""
    try:
        await run_in_threadpool(_health)
    except Exception:
        return JSONResponse({"status": "store unreachable"}, 503, headers=NO_STORE)
    return JSONResponse({"status": "ok"}, headers=NO_STORE)


async def metrics(_request: Request) -> Response:
    """Counts for Prometheus; nothing about any person."""
    found = await run_in_threadpool(_health)
    registry = CollectorRegistry()
    by_status = Gauge("tingxin_calls", "Calls by status.", ["status"], registry=registry)
    for status, count in found.calls.items():
        by_status.labels(status).set(count)
    Gauge("tingxin_calls_to_review", "Calls that wait for a person.", registry=registry).set(found.needs_review)
    waits = Gauge("tingxin_oldest_queued_seconds", "Age of the call that waits longest.", registry=registry)
    waits.set(found.oldest_queued_s)
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)


def _health() -> Any:
    with _store().reading() as session:
        return health(session)


async def _bearer(request: Request) -> Actor:
    """Who asks. Raises `BadCredentials`."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token.strip():
        raise BadCredentials()

    def read() -> Actor | None:
        with _store().session() as session:
            return actor_of_token(session, token.strip())

    actor = await run_in_threadpool(read)
    if actor is None:
        raise BadCredentials()
    return actor


async def _json(request: Request) -> dict[str, Any]:
    try:
        body = await request.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _settings() -> Settings:
    return Settings.load()


def _store() -> Store:
    settings = _settings()
    return _open_store(settings.store_url)


@lru_cache(maxsize=4)
def _open_store(_url: str) -> Store:
    store = Store(_settings())
    store.migrate()
    return store
