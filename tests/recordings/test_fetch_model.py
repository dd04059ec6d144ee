"""Weights are downloaded whole or not at all."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import numpy as np
import pytest

from recordings.engines.errors import DownloadFailed
from recordings.engines.fetch import fetch

WAYS = ("tingxin model add", "TINGXIN_WHISPER_MODEL", "pocketsphinx")
SILENCE = np.zeros(16_000, np.float32)


@pytest.fixture
def server() -> Iterator[str]:
    """A web server that gives the bytes b"weights" at any address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", "7")
            self.end_headers()
            self.wfile.write(b"weights")

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as held:
        threading.Thread(target=held.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{held.server_port}"
        held.shutdown()


def test_a_download_is_checked_before_it_is_kept(server: str, tmp_path: Path) -> None:
    with pytest.raises(DownloadFailed, match="SHA-256"):
        fetch("base", tmp_path, url=f"{server}/{'0' * 64}/base.pt")
    assert list(tmp_path.iterdir()) == []
    told: list[float] = []
    path = fetch("base", tmp_path, url=f"{server}/{sha256(b'weights').hexdigest()}/base.pt", progress=told.append)
    assert (path.name, path.read_bytes(), told) == ("base.pt", b"weights", [1.0])


def test_a_download_without_a_network_fails_quickly_and_names_the_ways_out(tmp_path: Path) -> None:
    began = time.monotonic()
    with pytest.raises(DownloadFailed) as caught:
        fetch("base", tmp_path, url="http://127.0.0.1:9/sum/base.pt")  # the discard port: nobody answers
    assert time.monotonic() - began < 11
    assert all(way in str(caught.value) for way in WAYS)
