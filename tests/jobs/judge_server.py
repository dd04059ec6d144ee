"""A real HTTP server on loopback that speaks OpenAI's protocol, well or badly, as a test wants."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = Callable[[dict[str, Any]], Any]  # the request's body → the model's text, or a `Raw`


@dataclass
class Raw:
    """An answer that is no completion: status, bytes, seconds before it, whether the connection breaks off."""

    status: int = 200
    body: bytes = b""
    after_s: float = 0.0
    cut: bool = False


@dataclass
class Endpoint:
    url: str
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)


@contextmanager
def serving(reply: Reply) -> Iterator[Endpoint]:
    """The server until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            endpoint.asked.append(body)
            endpoint.keys.append(self.headers.get("Authorization"))
            said = reply(body)
            raw = said if isinstance(said, Raw) else Raw(body=_completion(said))
            time.sleep(raw.after_s)
            self.send_response(raw.status)
            self.send_header("Content-Length", str(len(raw.body) + (100 if raw.cut else 0)))
            self.end_headers()
            self.wfile.write(raw.body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    endpoint = Endpoint(f"http://127.0.0.1:{server.server_port}/v1")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield endpoint
    finally:
        server.shutdown()
        server.server_close()


def _completion(text: str) -> bytes:
    used = {"prompt_tokens": 100, "completion_tokens": 10}
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": text}}], "usage": used}).encode()
