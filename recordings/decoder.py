"""The process in which sound files are decoded: `python -m recordings.decoder`, started by `recordings.bounded`.

A sound file comes from outside and FFmpeg is large: what goes wrong in it (memory without end, a loop, a crash)
happens to this process alone. It has a bound on memory, writes no files, and answers on stdout.

Requests, one JSON line each: `{"path": …}` opens a file, `{"rate_hz": …}` decodes the open one. Answers are frames:
a letter, four bytes of length (little-endian), the content. `J` is JSON (a description, the end, or an error's name
and fields), `B` a block of samples (float32, channels one after the other).
"""

from __future__ import annotations

import json
import struct
import sys
from typing import Any, BinaryIO

from recordings.bounds import DECODER_BYTES
from recordings.decoding import SoundFile
from recordings.errors import AudioError, NotAudio, TooHard

HEAD = struct.Struct("<cI")


def main() -> None:
    """Serve one request after another until stdin ends."""
    import av  # noqa: F401  (before the bound: what it maps on loading doesn't count)

    out = sys.stdout.buffer
    _bind_memory()
    for line in sys.stdin.buffer:
        path = json.loads(line)["path"]
        try:
            _serve(path, out)
        except AudioError as error:
            _say(out, error=type(error).__name__, fields=error.fields)
        except MemoryError:
            _say(out, error=TooHard.__name__, fields={"where": path.rsplit("/", 1)[-1]})


def _serve(path: str, out: BinaryIO) -> None:
    with SoundFile(path) as file:
        _say(out, codec=file.codec, rate_hz=file.rate_hz, channels=file.channels)
        request = sys.stdin.buffer.readline()
        if not request:
            return
        try:
            for block in file.blocks(json.loads(request)["rate_hz"]):
                _send(out, b"B", block.tobytes())
        except (AudioError, MemoryError, BrokenPipeError):  # the last: nobody listens any more, so we end
            raise
        except Exception as error:  # hostile files make PyAV raise what nobody can list; each is the file's fault
            raise NotAudio(where=file.where, reason=type(error).__name__) from error
        _say(out, truncated=file.truncated)


def _say(out: BinaryIO, **content: Any) -> None:
    _send(out, b"J", json.dumps(content, default=str).encode())


def _send(out: BinaryIO, kind: bytes, content: bytes) -> None:
    out.write(HEAD.pack(kind, len(content)))
    out.write(content)
    out.flush()


def _bind_memory() -> None:
    """Bound this process where the system can (not on Windows)."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (DECODER_BYTES, DECODER_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
