"""Whether the databases are there and answer: the store of calls, and the worker's queue."""

from __future__ import annotations

from pathlib import Path

from desk.settings import Settings
from jobs.checks import Check, Text


def store_check(settings: Settings) -> Check:
    """The store of calls, people and reviews. Looks, makes nothing."""
    return _check(
        "store",
        settings.store_url,
        marker="alembic_version",
        name=Text(en="store", zh="数据库"),
        made=Text(
            en="It is made by itself: make run, tingxin serve or tingxin demo.",
            zh="启动时会自动创建：make run、tingxin serve 或 tingxin demo。",
        ),
        setting="TINGXIN_DATABASE_URL",
    )


def queue_check(settings: Settings) -> Check:
    """The worker's own database, in which it remembers how far each call is. Looks, makes nothing."""
    return _check(
        "queue",
        settings.jobs_url,
        marker="workflow_status",
        name=Text(en="queue", zh="任务队列"),
        made=Text(
            en="The worker makes it when it first starts: make run, tingxin serve or tingxin worker.",
            zh="处理进程首次启动时会自动创建：make run、tingxin serve 或 tingxin worker。",
        ),
        setting="TINGXIN_QUEUE_URL",
    )


def _check(id: str, address: str, *, marker: str, name: Text, made: Text, setting: str) -> Check:
    """One database. `marker`: the table without which it counts as not made yet."""
    from sqlalchemy import create_engine, inspect
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import SQLAlchemyError

    url = make_url(address)
    shown = url.render_as_string(hide_password=True)
    absent = Check(
        id=id,
        level="note",
        found=Text(en=f"no {name.en} yet at {shown}", zh=f"{shown} 尚无{name.zh}"),
        todo=made,
    )
    if url.get_backend_name() == "sqlite" and url.database and not Path(url.database).is_file():
        return absent  # connecting would make an empty file
    try:
        engine = create_engine(url.set(drivername="postgresql+psycopg") if url.drivername == "postgresql" else url)
        looked = inspect(engine)
        tables = [table for schema in looked.get_schema_names() for table in looked.get_table_names(schema)]
        engine.dispose()
    except (SQLAlchemyError, ImportError) as error:
        return _broken(id, shown, error, setting)
    if marker not in tables:
        return absent
    return Check(id=id, level="ok", found=Text(en=f"{name.en} at {shown}", zh=f"{name.zh} {shown}"))


def _broken(id: str, shown: str, error: Exception, setting: str) -> Check:
    reason = str(error).splitlines()[0]
    return Check(
        id=id,
        level="error",
        found=Text(en=f"{shown} does not answer: {reason}", zh=f"{shown} 无法连接：{reason}"),
        todo=Text(
            en=f"Check {setting}, and that the database runs and lets you in.",
            zh=f"请检查 {setting}，并确认数据库已启动且允许连接。",
        ),
    )
