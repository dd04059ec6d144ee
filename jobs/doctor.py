"""What is there on this machine, what is missing, and what to do about it."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from desk.settings import Settings
from jobs.checks import Check, Report, Text
from jobs.databases import queue_check, store_check
from recordings.engines.convert import converted_folder
from recordings.engines.status import EngineStatus, engine_statuses
from recordings.models import WAYS_EN, WAYS_ZH, ModelPlaces, Weights, all_weights, find_places
from recordings.voices import find_weights as find_voice_weights

LOW_MEMORY_MB = (
    2_000  # own choice: whisper-ct2 at base size takes 600 MB (docs/benchmarks.md), and the app runs beside it
)
LOW_DISK_MB = 2_000  # below this, recordings and weights soon find no room
_CONTAINER_LIMIT = Path("/sys/fs/cgroup/memory.max")
_FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts", "/Library/Fonts",
                 "/System/Library/Fonts", "C:/Windows/Fonts")  # fmt: skip
_CHINESE_FONTS = ("notosanscjk", "notoserifcjk", "sourcehan", "wqy", "droidsansfallback", "arphic", "uming", "ukai",
                  "pingfang", "stheiti", "hiragino", "msyh", "simsun", "simhei", "dengxian")  # fmt: skip


def examine(settings: Settings) -> Report:
    """Look at memory, engines, weights, disk, databases and fonts. Changes nothing, asks no network."""
    places = find_places(settings.whisper_model, settings.home / "models")
    checks = (
        _machine(),
        _memory(),
        *_engines(places),
        _weights(places),
        _voices(places),
        _disk(settings.home),
        _recordings(settings),
        store_check(settings),
        queue_check(settings),
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


def _memory() -> Check:
    """What this machine has, or the container where that is less."""
    total_mb = _memory_mb()
    if total_mb is None:
        return Check(id="memory", level="note", found=Text(en="memory: not known", zh="内存：未知"))
    found = Text(en=f"{total_mb} MB of memory", zh=f"内存 {total_mb} MB")
    if total_mb >= LOW_MEMORY_MB:
        return Check(id="memory", level="ok", found=found)
    return Check(
        id="memory",
        level="warning",
        found=found,
        todo=Text(
            en=f"Less than {LOW_MEMORY_MB} MB: use Whisper weights of size tiny or base, or bring transcripts.",
            zh=f"不足 {LOW_MEMORY_MB} MB：请使用 tiny 或 base 型号的 Whisper 权重，或直接导入转写稿。",
        ),
    )


def _memory_mb() -> int | None:
    try:
        total = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):  # Windows
        return None
    try:
        limit = _CONTAINER_LIMIT.read_text(encoding="ascii").strip()
    except OSError:
        limit = "max"
    return int(min(total, int(limit)) if limit.isdigit() else total) // 1_000_000


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
    weights = find_voice_weights(places.folder)
    if weights:
        return Check(
            id="voices",
            level="ok",
            found=Text(en=f"mono calls are parted by voice: {weights}", zh=f"单声道通话可按声音区分说话人：{weights}"),
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
