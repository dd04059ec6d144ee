"""The store: engine, sessions, migrations."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from desk.settings import Settings

BUSY_TIMEOUT_MS = 30_000  # how long a writer waits for another one (SQLite)
MIGRATIONS = Path(__file__).parent / "migrations"


class Store:
    """The database of one installation. Keep one per process; threads may share it.

    On SQLite a writing session takes the write lock when it begins: two writers wait for each other
    instead of failing half-way. Keep sessions short, and use `reading` to draw pages.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.url = make_url(settings.store_url)
        if self.url.get_backend_name() == "sqlite" and self.url.database:
            Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
        self.engine = _engine(str(settings.store_url))
        self._migrating = Lock()

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A session that is committed at the end, or rolled back where an error passes."""
        with Session(self.engine, expire_on_commit=False, info={"settings": self.settings}) as session:
            try:
                yield session
                session.commit()
            except BaseException:
                session.rollback()
                raise

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for reading alone: never waits for a writer. What it adds is thrown away."""
        with Session(
            self.engine.execution_options(reading=True), autoflush=False, info={"settings": self.settings}
        ) as session:
            yield session
            session.rollback()

    def migrate(self) -> None:
        """Bring the tables to this version. Safe to call each time and from several processes."""
        from alembic import command
        from alembic.runtime.migration import MigrationContext
        from alembic.script import ScriptDirectory

        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
        newest = ScriptDirectory.from_config(config).get_current_head()
        with self._migrating:
            with self.engine.execution_options(reading=True).connect() as connection:
                if MigrationContext.configure(connection).get_current_revision() == newest:
                    return
            with self.engine.begin() as connection:
                _lock_migrations(connection)
                config.attributes["connection"] = connection
                command.upgrade(config, "head")

    def dispose(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def settings_of(session: Session) -> Settings:
    """The settings of the store that a session belongs to."""
    settings: Settings = session.info["settings"]
    return settings


def _lock_migrations(connection: Connection) -> None:
    """Let one process migrate at a time. SQLite's write lock does it by itself."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(12363)")


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql" and parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    engine = create_engine(parsed, pool_pre_ping=parsed.get_backend_name() != "sqlite")
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None  # we say BEGIN ourselves, below
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
