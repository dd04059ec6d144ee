"""Folders whose new recordings are taken in by themselves."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from pathlib import Path

from desk.db import Store
from desk.settings import Settings
from desk.views import CallSource
from jobs.ingest import Item, Report, find_items, ingest

log = logging.getLogger(__name__)

SETTLED_S = 2.0  # a file that was written to less long ago may still be growing
Seen = tuple[int, int]  # size in bytes, time of the last change in ns


class Watcher:
    """Looks at folders again and again, and takes in each file once it has stopped growing.

    A file is left until its size and time stand still between two looks and it is `SETTLED_S` old. What was
    taken in or rejected is not looked at again until it changes. Files are copied, never moved or removed.
    """

    def __init__(
        self, settings: Settings, store: Store, folders: Sequence[Path], *, agent: str | None = None,
        source: CallSource = "watch",
    ) -> None:  # fmt: skip
        self.settings, self.store, self.folders = settings, store, folders
        self.agent, self.source = agent, source
        self._last: dict[Path, Seen] = {}
        self._done: dict[Path, Seen] = {}

    def scan(self, now_s: float | None = None) -> Report:
        """Look once. `now_s` is the time in seconds since 1970; the clock's where None."""
        now_s = time.time() if now_s is None else now_s
        folders = [folder for folder in self.folders if folder.exists()]
        items = find_items(folders)
        seen = {item.name: _seen(item) for item in items}
        ready = [item for item in items if self._settled(item, seen[item.name], now_s)]
        report = ingest(self.store, self.settings, ready, agent=self.agent, source=self.source)
        self._done |= {item.name: seen[item.name] for item in ready}
        self._last = seen
        for refused in report.rejected:
            log.warning("not taken in: %s", refused.reason)
        return report

    def _settled(self, item: Item, seen: Seen, now_s: float) -> bool:
        if self._done.get(item.name) == seen or self._last.get(item.name) != seen:
            return False
        return now_s - seen[1] / 1e9 >= SETTLED_S


def _seen(item: Item) -> Seen:
    """Size and last change of a recording together with its transcript."""
    stats = [path.stat() for path in (item.sound, item.text, item.about) if path is not None and path.exists()]
    return sum(stat.st_size for stat in stats), max((stat.st_mtime_ns for stat in stats), default=0)
