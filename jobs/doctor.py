"""What is there on this machine, what is missing, and what to do about it."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Literal

from desk.settings import Settings
from recordings.engines.convert import converted_folder
from recordings.engines.status import EngineStatus, engine_statuses
from recordings.models import WAYS_EN, WAYS_ZH, ModelPlaces, Weights, all_weights, find_places
from recordings.transcript import Model
from recordings.voices import find_weights as find_voice_weights

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
        _machine(),
        *_engines(places),
        _weights(places),
        _voices(places),
        _disk(settings.home),
        _recordings(settings),
        _store(settings),
        _fonts(),
    )
    return Report(ok=all(check.level != "error" for check in checks), checks=checks)


def _machine() -> Check:
    version, cores = ".".join(str(part) for part in sys.version_info[:3]), os.cpu_count() or 1
    return Check(
        id="machine",
        level="ok",
        found=Text(en=f"Python {version}, {cores} processor cores", zh=f"Python {version}，{cores} 个处理器核心"),
    )


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
        todo=None if status.ready else _engine_todo(status),
    )


def _engine_todo(status: EngineStatus) -> Text:
    if status.loads:
        return Text(
            en="Add weights: tingxin model add FILE.pt, or with a network tingxin model add base.",
            zh="请添加权重：tingxin model add 文件.pt；有网络时可用 tingxin model add base。",
        )
    return Text(
        en="Install the packages again: make run makes the environment anew if .venv is removed.",
        zh="请重新安装依赖：删除 .venv 后执行 make run 会重建环境。",
    )


def _weights(places: ModelPlaces) -> Check:
    found = all_weights(places)
    if not found:
        where = f"{places.folder}"
        return Check(id="weights", level="note", found=Text(en=f"none in {where}", zh=f"{where} 中没有权重文件"))
    bare = [weights for weights in found if not converted_folder(weights.path, places.conversions).is_dir()]
    return Check(
        id="weights",
        level="ok",
        found=Text(
            en=", ".join(_weights_line(each, "" if each not in bare else ", not yet converted") for each in found),
            zh="，".join(_weights_line(each, "" if each not in bare else "，尚未转换") for each in found),
        ),
        todo=Text(
            en="Converted for whisper-ct2 on first use (seconds to minutes); tingxin model add does it now.",
            zh="首次使用时自动转换为 whisper-ct2 格式（数秒至数分钟）；tingxin model add 可立即转换。",
        )
        if bare
        else None,
    )


def _weights_line(weights: Weights, more: str) -> str:
    return f"{weights.name} ({_size_mb(weights.path)} MB{more})"


def _size_mb(path: Path) -> int:
    return round(path.stat().st_size / 1_000_000)


def _voices(places: ModelPlaces) -> Check:
    if find_voice_weights(places.folder):
        return Check(
            id="voices", level="ok", found=Text(en="mono calls are parted by voice", zh="单声道通话可按声音区分说话人")
        )
    return Check(
        id="voices",
        level="note",
        found=Text(
            en="no speaker encoder: voices in mono calls are told apart markedly worse",
            zh="没有声纹模型：单声道通话区分说话人的效果明显较差",
        ),
        todo=Text(
            en=f"pip install --no-deps resemblyzer, or put its pretrained.pt as {places.folder / 'voices.pt'}.",
            zh=f"执行 pip install --no-deps resemblyzer，或将其 pretrained.pt 放到 {places.folder / 'voices.pt'}。",
        ),
    )


def _recordings(settings: Settings) -> Check:
    """Whether the folder of recordings can be written; an address of another system is only named."""
    root = settings.recordings_root
    if "://" in root:
        return Check(id="recordings", level="note", found=Text(en=f"kept at {root}", zh=f"保存在 {root}"))
    standing = next(folder for folder in (Path(root).absolute(), *Path(root).absolute().parents) if folder.exists())
    if standing.is_dir() and os.access(standing, os.W_OK):
        return Check(id="recordings", level="ok", found=Text(en=f"kept in {root}", zh=f"保存在 {root}"))
    return Check(
        id="recordings",
        level="error",
        found=Text(en=f"{standing} can't be written", zh=f"{standing} 无法写入"),
        todo=Text(
            en="Give this account the right to write there, or set TINGXIN_HOME or TINGXIN_RECORDINGS_URL.",
            zh="请授予当前账户写入权限，或设置 TINGXIN_HOME 或 TINGXIN_RECORDINGS_URL。",
        ),
    )


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
