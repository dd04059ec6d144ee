"""The store: engine, sessions, migrations."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import disk_usage
from threading import Lock

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from desk import (  # noqa: F401  (tables of the store)
    knowledge_models,
    practice_models,
    rubric_models,
    scenario_models,
    training_models,
    trust_models,
)
from desk.errors import NoRoom, NoStore
from desk.settings import Settings

FULL = "database or disk is full"  # SQLite's own words, as those below
SHUT = {
    "unable to open database file": "无法打开数据库文件",
    "attempt to write a readonly database": "数据库为只读",
    "disk I/O error": "磁盘读写出错",
}
SMALL_BYTES = 1 << 16  # what SQLite needs beside the database to open it at all
UNDO = "undo"  # in a session's info: what else to take back when it is rolled back
BUSY_TIMEOUT_MS = 30_000  # how long a writer waits for another one (SQLite)
MMAP_BYTES = 1 << 30  # of the file that SQLite reads without copying; searches read it through
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
            try:
                Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise NoStore(where=self.url.database, reason=error.strerror or str(error)) from error
        self.engine = _engine(str(settings.store_url))
        self._migrating = Lock()

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A session that is committed at the end, or rolled back where an error passes.

        Raises:
            NoRoom: The disk of the store is full.
            NoStore: The store can't be opened or written to.
        """
        with Session(self.engine, expire_on_commit=False, info={"settings": self.settings}) as session:
            try:
                with self._told():
                    yield session
                    session.commit()
            except BaseException:  # whatever passes, Ctrl-C too, nothing may stay half done; it is raised again
                session.rollback()
                for deed in session.info.pop(UNDO, ()):
                    with suppress(OperationalError):  # the first cause is the one to tell
                        deed()
                raise

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What a disk says to SQLite, in words fit to show."""
        try:
            yield
        except OperationalError as error:
            said, where = str(error.orig), self.url.database
            if FULL in said or (any(reason in said for reason in SHUT) and self._disk_is_full()):
                raise NoRoom(what=where, reason=FULL, reason_zh="磁盘已满") from error
            for reason, reason_zh in SHUT.items():
                if reason in said:
                    raise NoStore(where=where, reason=reason, reason_zh=reason_zh) from error
            raise

    def _disk_is_full(self) -> bool:
        """Whether there is no room for SQLite's own small files, of which it says only that they can't be used."""
        try:
            return disk_usage(Path(self.url.database or ".").parent).free < SMALL_BYTES
        except OSError:
            return False

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for reading alone: never waits for a writer. What it adds is thrown away. Raises as `session`."""
        engine = self.engine.execution_options(reading=True)
        with self._told(), Session(engine, autoflush=False, info={"settings": self.settings}) as session:
            yield session

    def migrate(self) -> None:
        """Bring the tables to this version. Safe to call each time and from several processes."""
        with self._migrating, self._told():
            if self._revision() == newest_revision():
                return
            from alembic import command
            from alembic.config import Config

            config = Config()
            config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
            with self.engine.begin() as connection:
                _lock_migrations(connection)
                config.attributes["connection"] = connection
                command.upgrade(config, "head")

    def _revision(self) -> str | None:
        """The version of the tables; None for an empty store. Alembic itself is slow to import."""
        with self.engine.execution_options(reading=True).connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
            return found

    def dispose(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def newest_revision() -> str:
    """The version of the tables that this program knows: the number that its last migration's file begins with."""
    return max(file.stem for file in (MIGRATIONS / "versions").glob("[0-9]*.py")).partition("_")[0]


def undo_when_lost(session: Session, deed: Callable[[], None]) -> None:
    """Have something outside the store taken back where the session is rolled back, even by a commit that fails."""
    session.info.setdefault(UNDO, []).append(deed)


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
    cursor.execute(f"PRAGMA mmap_size={MMAP_BYTES}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
