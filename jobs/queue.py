"""Hand a call to the worker.

The calls themselves are the queue: a call that stands as `queued` in the store is found by the worker, even
where the process that took it in died in between. Ringing the bell only spares the wait for its next look.
"""

from __future__ import annotations

from pathlib import Path

from desk.settings import Settings


def enqueue(settings: Settings, call_id: str) -> None:
    """Have the worker of this machine look for work now. Harmless for a call that is under way.

    Args:
        settings: Which installation.
        call_id: The call, already committed as `queued`.
    """
    bell = bell_of(settings)
    bell.parent.mkdir(parents=True, exist_ok=True)
    bell.write_text(call_id, encoding="ascii")


def bell_of(settings: Settings) -> Path:
    """The file whose change tells the worker to look."""
    return settings.home / "bell"
