"""Folders whose new recordings are taken in by themselves."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from desk.db import Store
from desk.errors import NoRoom, NoStore
from desk.settings import Settings
from desk.views import CallSource
from jobs.ingest import Item, Rejected, Report, find_items, ingest
from recordings.errors import Language

log = logging.getLogger(__name__)

SETTLED_S = 2.0  # a file that was written to less long ago may still be growing
AGAIN_S = 60.0  # seconds after which a file is tried again that was refused through no fault of its own
PASSING = frozenset({NoRoom.__name__, NoStore.__name__})  # faults of the machine, which somebody will mend
Seen = tuple[int, int]  # size in bytes, time of the last change in ns


def _log_refused(refused: Rejected) -> None:
    log.warning("not taken in: %s", refused.reason)


@dataclass(frozen=True)
class Door:
    """How what is found comes in.

    Attributes:
        agent: Agent id of all calls.
        source: Which door it is called.
        language: In which language reasons are given; None: English.
        on_refused: Told of each file that is refused.
    """

    agent: str | None = None
    source: CallSource = "watch"
    language: Language | None = None
    on_refused: Callable[[Rejected], None] = _log_refused


class Watcher:
    """Looks at folders again and again, and takes in each file once it has stopped growing.

    A file is left until its size and time stand still between two looks and it is `SETTLED_S` old. What was
    taken in or rejected is not looked at again until it changes, or after `AGAIN_S` where the machine was at fault.
    Files are copied, never moved or removed.
    """

    def __init__(self, settings: Settings, store: Store, folders: Sequence[Path], door: Door | None = None) -> None:
        self.settings, self.store, self.folders, self.door = settings, store, folders, door or Door()
        self._last: dict[Path, Seen] = {}
        self._done: dict[Path, Seen] = {}
        self._again_s: dict[Path, float] = {}

    def begin(
        self, items: Sequence[Item], now_s: float | None = None, *, on_done: Callable[[Item], None] | None = None
    ) -> Report:
        """Take in at once what was there before and is `SETTLED_S` old; the rest is left to `scan`.

        Args:
            items: See `find_items`.
            now_s: Seconds since 1970; the clock's where None.
            on_done: Called after each item that was ready.
        """
        now_s = time.time() if now_s is None else now_s
        seen = {item.name: _seen(item) for item in items}
        return self._take([item for item in items if _is_old(seen[item.name], now_s)], seen, now_s, on_done)

    def scan(self, now_s: float | None = None) -> Report:
        """Look once. `now_s` is the time in seconds since 1970; the clock's where None."""
        now_s = time.time() if now_s is None else now_s
        for name in [name for name, due_s in self._again_s.items() if due_s <= now_s]:
            del self._again_s[name]
            self._done.pop(name, None)
        items = find_items([folder for folder in self.folders if folder.exists()])
        seen = {item.name: _seen(item) for item in items}
        ready = [item for item in items if self._settled(item, seen[item.name], now_s)]
        self._last = seen
        return self._take(ready, seen, now_s)

    def _take(
        self, ready: Sequence[Item], seen: dict[Path, Seen], now_s: float, on_done: Callable[[Item], None] | None = None
    ) -> Report:
        door = self.door
        report = ingest(
            self.store, self.settings, ready, agent=door.agent, source=door.source, language=door.language,
            on_done=on_done,
        )  # fmt: skip
        self._done |= {item.name: seen[item.name] for item in ready}
        for refused in report.rejected:
            door.on_refused(refused)
            if refused.code in PASSING:
                self._again_s[Path(refused.file)] = now_s + AGAIN_S
        return report

    def _settled(self, item: Item, seen: Seen, now_s: float) -> bool:
        if self._done.get(item.name) == seen or self._last.get(item.name) != seen:
            return False
        return _is_old(seen, now_s)


def _is_old(seen: Seen, now_s: float) -> bool:
    return now_s - seen[1] / 1e9 >= SETTLED_S


def _seen(item: Item) -> Seen:
    """Size and last change of a recording together with its transcript; of what is gone already, nothing."""
    stats = []
    for path in (item.sound, item.text, item.about):
        try:
            stats += [path.stat()] if path is not None else []
        except OSError:
            continue
    return sum(stat.st_size for stat in stats), max((stat.st_mtime_ns for stat in stats), default=0)
