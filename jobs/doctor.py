"""What is there on this machine, what is missing, and what to do about it."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Literal

from desk.settings import Settings
from recordings.engines.status import EngineStatus, engine_statuses
from recordings.models import WAYS_EN, WAYS_ZH, ModelPlaces, all_weights, find_places
from recordings.transcript import Model

Level = Literal["ok", "note", "warning", "error"]

LOW_DISK_MB = 2_000  # below this, recordings and weights soon find no room
_FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts", "/Library/Fonts",
                 "/System/Library/Fonts", "C:/Windows/Fonts")  # fmt: skip
_CHINESE_FONTS = ("notosanscjk", "notoserifcjk", "sourcehan", "wqy", "droidsansfallback", "arphic", "uming", "ukai",
                  "pingfang", "stheiti", "hiragino", "msyh", "simsun", "simhei", "dengxian")  # fmt: skip


class Text(Model):
    """One sentence in both languages."""

    en: str
    zh: str


class Check(Model):
    """One thing that was looked at.

    Attributes:
        id: Stable name.
        level: "ok", "note" (fine, but know it), "warning" (something won't work), "error" (nothing will).
        found: What is there.
        todo: What to do; None where nothing is needed.
    """

    id: str
    level: Level
    found: Text
    todo: Text | None = None


class Report(Model):
    """All that was looked at."""

    ok: bool
    checks: tuple[Check, ...]


def examine(settings: Settings) -> Report:
    """Look at engines, weights, disk, store and fonts. Changes nothing, asks no network."""
    places = find_places(settings.whisper_model, settings.home / "models")
    checks = (
        _python(),
        *_engines(places),
        _weights(places),
        _disk(settings.home),
        _store(settings),
        _fonts(),
    )
    return Report(ok=all(check.level != "error" for check in checks), checks=checks)


def _python() -> Check:
    version = ".".join(str(part) for part in sys.version_info[:3])
    return Check(id="python", level="ok", found=Text(en=f"Python {version}", zh=f"Python {version}"))


def _engines(places: ModelPlaces) -> list[Check]:
    statuses = engine_statuses(places)
    chinese = any(status.ready and status.info.quality == "normal" for status in statuses)
    checks = [_engine(status) for status in statuses]
    if not chinese:
        checks.append(
            Check(
                id="chinese",
                level="warning",
                found=Text(en="no engine here hears Chinese", zh="本机没有能听懂中文的转写引擎"),
                todo=Text(en=WAYS_EN, zh=WAYS_ZH),
            )
        )
    return checks


def _engine(status: EngineStatus) -> Check:
    info, note = status.info, status.note
    return Check(
        id=f"engine:{info.name}",
        level="ok" if status.ready else "note",
        found=Text(en=f"{info.what.en}: {note.en}", zh=f"{info.what.zh}：{note.zh}"),
    )


def _weights(places: ModelPlaces) -> Check:
    found = all_weights(places)
    if not found:
        where = f"{places.folder}"
        return Check(id="weights", level="note", found=Text(en=f"none in {where}", zh=f"{where} 中没有权重文件"))
    listed = ", ".join(f"{weights.name} ({_size_mb(weights.path)} MB)" for weights in found)
    return Check(id="weights", level="ok", found=Text(en=listed, zh=listed))


def _size_mb(path: Path) -> int:
    return round(path.stat().st_size / 1_000_000)


def _disk(home: Path) -> Check:
    standing = next(folder for folder in (home.absolute(), *home.absolute().parents) if folder.is_dir())
    free_mb = shutil.disk_usage(standing).free // 1_000_000
    found = Text(en=f"{free_mb} MB free in {home}", zh=f"{home} 剩余 {free_mb} MB")
    if free_mb >= LOW_DISK_MB:
        return Check(id="disk", level="ok", found=found)
    return Check(
        id="disk",
        level="warning",
        found=found,
        todo=Text(
            en="Free some space, or set TINGXIN_HOME to a folder on another disk.",
            zh="请清理磁盘空间，或将 TINGXIN_HOME 设到其他磁盘。",
        ),
    )


def _store(settings: Settings) -> Check:
    from sqlalchemy import create_engine, inspect
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import SQLAlchemyError

    url = make_url(settings.store_url)
    shown = url.render_as_string(hide_password=True)
    absent = Check(
        id="store",
        level="note",
        found=Text(en=f"no store yet at {shown}", zh=f"{shown} 尚无数据库"),
        todo=Text(
            en="It is made by itself: make run, tingxin serve or tingxin demo.",
            zh="启动时会自动创建：make run、tingxin serve 或 tingxin demo。",
        ),
    )
    if url.get_backend_name() == "sqlite" and url.database and not Path(url.database).is_file():
        return absent  # connecting would make an empty file
    try:
        engine = create_engine(url.set(drivername="postgresql+psycopg") if url.drivername == "postgresql" else url)
        tables = inspect(engine).get_table_names()
        engine.dispose()
    except (SQLAlchemyError, ImportError) as error:
        return _store_broken(shown, error)
    if "alembic_version" not in tables:
        return absent
    return Check(id="store", level="ok", found=Text(en=f"store at {shown}", zh=f"数据库 {shown}"))


def _store_broken(shown: str, error: Exception) -> Check:
    reason = str(error).splitlines()[0]
    return Check(
        id="store",
        level="error",
        found=Text(en=f"{shown} does not answer: {reason}", zh=f"{shown} 无法连接：{reason}"),
        todo=Text(
            en="Check TINGXIN_DATABASE_URL, and that the database runs and lets you in.",
            zh="请检查 TINGXIN_DATABASE_URL，并确认数据库已启动且允许连接。",
        ),
    )


def _fonts() -> Check:
    folders = [Path(folder).expanduser() for folder in _FONT_FOLDERS]
    names = (
        path.name.lower().replace("-", "").replace("_", "")
        for folder in folders
        if folder.is_dir()
        for path in folder.rglob("*.*")
    )
    if any(known in name for name in names for known in _CHINESE_FONTS):
        return Check(id="fonts", level="ok", found=Text(en="a Chinese font is here", zh="已有中文字体"))
    return Check(
        id="fonts",
        level="note",
        found=Text(en="no Chinese font on this machine", zh="本机没有中文字体"),
        todo=Text(
            en="Needed only where a browser runs: Debian and Ubuntu: apt-get install fonts-noto-cjk.",
            zh="仅在运行浏览器的机器上需要；Debian、Ubuntu 可执行 apt-get install fonts-noto-cjk。",
        ),
    )
