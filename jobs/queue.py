"""Hand a call to the worker."""

from __future__ import annotations

from desk.settings import Settings


def enqueue(settings: Settings, call_id: str) -> None:
    """Queue the call's pipeline; harmless for a call that is queued already."""
    raise NotImplementedError
