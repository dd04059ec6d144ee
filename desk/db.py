"""The store: engine, sessions, migrations."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from desk.settings import Settings


class Store:
    """The database of one installation. Cheap to keep, one per process; safe to share by threads."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A session that is committed at the end, or rolled back where an error passes."""
        raise NotImplementedError
        yield

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for reading alone: never waits for a writer. What it adds is thrown away."""
        raise NotImplementedError
        yield

    def migrate(self) -> None:
        """Bring the tables to this version. Safe to call each time and from several processes."""
        raise NotImplementedError
