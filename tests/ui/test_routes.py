"""The routes on a real server on this machine."""

from __future__ import annotations

import asyncio
import io
import json
import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette

from desk import accounts, line_sounds, media, practice, tokens
from desk.db import Store
from desk.permissions import Actor
from desk.settings import Settings
from tests.desk.conftest import COLD, PASSWORD
from tests.desk.sounds import speech
from ui import routes


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("TINGXIN_")]:
            patch.delenv(name)
        patch.setenv("TINGXIN_HOME", str(tmp_path_factory.mktemp("routes")))
        patch.setenv("TINGXIN_MAX_UPLOAD_MB", "2")
        yield Settings.load()


@pytest.fixture(scope="module")
def store(settings: Settings) -> Store:
    opened = Store(settings)
    opened.migrate()
    return opened


@pytest.fixture(scope="module")
def mei(store: Store) -> Actor:
    with store.session() as session:
        return accounts.add_user(session, None, "mei", "supervisor", PASSWORD)


@pytest.fixture(scope="module")
def token(store: Store) -> str:
    with store.session() as session:
        return tokens.add_token(session, None, "telephone system")


@pytest.fixture(scope="module")
def server(settings: Settings) -> Iterator[str]:
    app = Starlette(routes=routes.routes(), lifespan=routes.lifespan)
    listening = socket.create_server(("127.0.0.1", 0))
    running = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    thread = threading.Thread(target=lambda: asyncio.run(running.serve([listening])), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    running.should_exit = True
    thread.join(10)


@pytest.fixture
def web(server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server, timeout=30) as client:
        yield client


@pytest.fixture
def api(server: str, token: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server, headers={"Authorization": f"Bearer {token}"}, timeout=30) as client:
        yield client


def left_behind(settings: Settings) -> list[Path]:
    return list(settings.home.glob("upload-*"))


def test_a_call_comes_as_sound_and_transcript_and_is_found_again(
    api: httpx.Client, settings: Settings, tmp_path: Path
) -> None:
    sound = speech(tmp_path / "call.wav").read_bytes()
    files = {"audio": ("call.wav", sound), "transcript": ("call.json", COLD.to_json())}
    about = {"agent": "A1024", "started_at": "2026-11-18T14:03:00+08:00", "external_id": "PBX-1"}
    first = api.post("/api/v1/calls", files=files, data=about)
    assert (first.status_code, first.json()["duplicate"]) == (202, False)
    again = api.post("/api/v1/calls", files=files)
    assert (again.status_code, again.json()) == (202, {**first.json(), "duplicate": True})
    found = api.get(first.headers["location"]).json()
    assert (found["status"], found["agent"], found["external_id"]) == ("queued", "A1024", "PBX-1")
    assert found["started_at"] == "2026-11-18T06:03:00Z"
    assert api.get(first.headers["location"] + "/scorecards").json() == []
    assert left_behind(settings) == []


def test_a_transcript_alone_is_enough(api: httpx.Client) -> None:
    other = COLD.model_copy(update={"duration_s": 99.0})
    assert api.post("/api/v1/calls", files={"transcript": ("a.json", other.to_json())}).status_code == 202


@pytest.mark.parametrize(
    ("files", "data", "code"),
    [
        ({"audio": ("call.wav", b"no sound")}, {}, "NotAudio"),
        ({"audio": ("call.wav", b"")}, {}, "EmptyAudio"),
        ({"transcript": ("a.json", b"{}")}, {}, "BadTranscript"),
        ({"other": ("a.json", b"{}")}, {}, "BadField"),
        ({"transcript": ("a.json", COLD.to_json())}, {"started_at": "yesterday"}, "BadField"),
        ({"transcript": ("a.json", COLD.to_json())}, {"started_at": "2026-11-18T14:03:00"}, "BadField"),
    ],
)
def test_what_cannot_be_used_is_refused_in_both_languages_and_leaves_nothing(
    api: httpx.Client, settings: Settings, files: dict[str, tuple[str, bytes]], data: dict[str, str], code: str
) -> None:
    answer = api.post("/api/v1/calls", files=files, data=data)
    refused = answer.json()["error"]
    assert (answer.status_code, refused["code"]) == (422, code)
    assert set(refused["message"]) == {"en", "zh"}
    assert left_behind(settings) == []


def test_a_body_over_the_limit_is_cut_off_even_without_a_length(api: httpx.Client, settings: Settings) -> None:
    big = bytes(4 << 20)
    assert api.post("/api/v1/calls", files={"audio": ("a.wav", big)}).status_code == 413

    def pieces() -> Iterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="audio"; filename="a.wav"\r\n\r\n'
        yield from (bytes(1 << 16) for _ in range(64))
        yield b"\r\n--x--\r\n"

    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    assert api.post("/api/v1/calls", content=pieces(), headers=kind).status_code == 413
    assert left_behind(settings) == []


@pytest.mark.parametrize("head", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic eDp5"}])
def test_without_a_valid_token_nothing_is_told(web: httpx.Client, head: dict[str, str]) -> None:
    for method, path in (("POST", "/api/v1/calls"), ("GET", "/api/v1/calls/x"), ("GET", "/api/v1/calls/x/scorecards")):
        answer = web.request(method, path, headers=head)
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


def test_an_ended_token_is_no_token(web: httpx.Client, store: Store) -> None:
    with store.session() as session:
        gone = tokens.add_token(session, None, "old")
        tokens.revoke_token(session, None, "old")
    assert web.get("/api/v1/calls/x", headers={"Authorization": f"Bearer {gone}"}).status_code == 401


def test_an_unknown_call_is_404(api: httpx.Client) -> None:
    assert api.get("/api/v1/calls/nope").json()["error"]["code"] == "NoSuchCall"
    assert api.get("/api/v1/calls/nope").status_code == 404


def test_sound_is_served_in_ranges_by_its_link(
    api: httpx.Client, web: httpx.Client, store: Store, settings: Settings, mei: Actor, tmp_path: Path
) -> None:
    sound = speech(tmp_path / "b.wav", 7).read_bytes()
    call_id = api.post("/api/v1/calls", files={"audio": ("b.wav", io.BytesIO(sound))}).json()["id"]
    with store.reading() as session:
        link = f"/audio/{media.sign_audio(session, mei, call_id, settings)}"
    whole = web.get(link)
    assert (whole.status_code, whole.content, whole.headers["content-type"]) == (200, sound, "audio/x-wav")
    part = web.get(link, headers={"Range": "bytes=100-199"})
    assert (part.status_code, part.content) == (206, sound[100:200])
    assert part.headers["content-range"] == f"bytes 100-199/{len(sound)}"
    assert "private" in whole.headers["cache-control"]
    assert web.get("/audio/forged.token").status_code == 403


def test_a_recorded_line_of_a_customer_is_served_by_its_link(
    web: httpx.Client, store: Store, settings: Settings, mei: Actor
) -> None:
    with store.session() as session:
        run = practice.start_run(session, mei, "li_card_debt", "zh", seed=1)
    folder = settings.home / "lines" / run.scenario_id
    folder.mkdir(parents=True)
    sound = speech(folder / f"{run.lines[0].line_id}.zh.wav").read_bytes()
    with store.reading() as session:
        token = line_sounds.sign_lines(session, mei, run, run.lines[:1], settings)[0]
    assert web.get(f"/lines/{token}").content == sound
    assert web.get("/lines/forged.token").status_code == 403


def test_a_ticket_is_changed_for_an_http_only_cookie_once(
    web: httpx.Client, store: Store, settings: Settings, mei: Actor
) -> None:
    ticket = {"ticket": accounts.issue_ticket(mei, settings)}
    answer = web.post("/auth/session", json=ticket)
    cookie = answer.headers["set-cookie"]
    assert answer.status_code == 204
    assert "HttpOnly" in cookie
    assert "samesite=lax" in cookie.lower()
    with store.reading() as session:
        assert accounts.read_cookie(session, settings, web.cookies[accounts.COOKIE]) == mei
    assert web.post("/auth/session", json=ticket).status_code == 403
    web.post("/auth/sign-out")
    assert accounts.COOKIE not in web.cookies


@pytest.mark.parametrize("body", ["", "[]", '{"ticket": 7}', "{"])
def test_a_malformed_ticket_is_refused(web: httpx.Client, body: str) -> None:
    assert web.post("/auth/session", content=body).status_code == 403


def test_health_and_counts_need_no_token_and_name_nobody(web: httpx.Client) -> None:
    assert web.get("/healthz").json() == {"status": "ok"}
    counts = web.get("/metrics").text
    assert 'tingxin_calls{status="queued"}' in counts
    assert "A1024" not in counts


def test_the_openapi_document_names_every_route_and_every_reference_stands(web: httpx.Client) -> None:
    document = web.get("/api/v1/openapi.json").json()
    served = {route.path for route in routes.routes() if route.path.startswith("/api/v1/calls")}  # type: ignore[attr-defined]
    assert served <= set(document["paths"])
    text = json.dumps(document)
    for piece in text.split('"#/components/schemas/')[1:]:
        assert piece.split('"')[0] in document["components"]["schemas"]
