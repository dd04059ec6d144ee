from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from desk.db import MIGRATIONS, Store, newest_revision
from desk.errors import NoRoom, NoStore
from desk.models import Base, Meta
from desk.settings import Settings


def test_migrations_give_the_tables_of_the_models(store: Store) -> None:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_the_newest_migration_is_the_one_that_alembic_would_go_to() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == newest_revision()


REVISIONS = sorted(file.stem.partition("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_store_of_any_earlier_version_is_brought_up_with_what_it_holds(tmp_path: Path, revision: str) -> None:
    from alembic import command

    old = Store(Settings(home=tmp_path))
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with old.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.execute(text("INSERT INTO meta (key, value) VALUES ('kept', 'yes')"))
    old.migrate()
    with old.reading() as session:
        assert session.get_one(Meta, "kept").value == "yes"
    with old.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    old.dispose()


def test_a_row_that_was_read_can_be_used_after_reading(store: Store) -> None:
    with store.session() as session:
        session.add(Meta(key="a", value="b"))
    with store.reading() as session:
        row = session.get_one(Meta, "a")
    assert row.value == "b"


def test_migrating_again_changes_nothing(store: Store) -> None:
    with store.session() as session:
        session.add(Meta(key="kept", value="yes"))
    store.migrate()
    with store.reading() as session:
        assert session.get_one(Meta, "kept").value == "yes"


def test_sqlite_writes_ahead_waits_for_others_and_minds_foreign_keys(store: Store) -> None:
    with store.reading() as session:
        assert session.scalar(text("PRAGMA journal_mode")) == "wal"
        assert session.scalar(text("PRAGMA busy_timeout")) == 30_000
        assert session.scalar(text("PRAGMA foreign_keys")) == 1


def test_an_error_rolls_the_session_back(store: Store) -> None:
    try:
        with store.session() as session:
            session.add(Meta(key="lost", value="yes"))
            session.flush()
            raise RuntimeError
    except RuntimeError:
        pass
    with store.reading() as session:
        assert session.get(Meta, "lost") is None


def test_reading_goes_on_while_somebody_writes(store: Store) -> None:
    with store.session() as writing:
        writing.add(Meta(key="new", value="yes"))
        writing.flush()
        with store.reading() as session:
            assert session.get(Meta, "new") is None


def test_a_home_with_spaces_and_chinese_in_its_name_works(tmp_path: Path) -> None:
    opened = Store(Settings(home=tmp_path / "听心 100% data"))
    opened.migrate()
    with opened.session() as session:
        session.add(Meta(key="a", value="b"))
    assert (tmp_path / "听心 100% data" / "tingxin.db").is_file()


def test_a_store_that_cannot_be_opened_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(NoStore, match="file"):
        Store(Settings(home=tmp_path / "file"))
    (tmp_path / "tingxin.db").mkdir()
    with pytest.raises(NoStore) as caught:
        Store(Settings(home=tmp_path)).migrate()
    assert "无法打开数据库文件" in caught.value.text("zh")


def fill(store: Store) -> None:
    with store.session() as session:
        pages = session.scalar(text("PRAGMA page_count"))
        session.execute(text(f"PRAGMA max_page_count = {pages}"))  # SQLite's own full disk
        session.execute(text("CREATE TABLE more (a)"))
        session.execute(text("INSERT INTO more VALUES (zeroblob(1000000))"))


def test_a_full_disk_is_told_in_words(store: Store) -> None:
    with pytest.raises(NoRoom, match="disk is full"):
        fill(store)
