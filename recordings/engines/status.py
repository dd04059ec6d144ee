"""Which engines would listen here, and what the others lack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from recordings.engines.pick import ENGINES, IMPORT
from recordings.engines.protocol import EngineInfo, EngineName, Words
from recordings.errors import Language
from recordings.models import ModelPlaces, NoWeights, find_weights, is_size

_PACKAGES: Mapping[EngineName, tuple[str, ...]] = {
    "whisper-ct2": ("ctranslate2", "faster_whisper", "whisper"),
    "whisper": ("torch", "whisper"),
    "pocketsphinx": ("pocketsphinx",),
    "import": (),
}


@dataclass(frozen=True)
class EngineStatus:
    """Whether an engine would listen, and what it has or lacks, in both languages.

    Does not say that its weights are whole: that is known when they are loaded. `loads` says whether its packages do.
    """

    info: EngineInfo
    ready: bool
    note: Words
    loads: bool = True


def engine_statuses(places: ModelPlaces) -> tuple[EngineStatus, ...]:
    """Every engine, best first. Loads their packages (seconds), not their models."""
    return tuple(_status(info, places) for info in ENGINES.values())


def _status(info: EngineInfo, places: ModelPlaces) -> EngineStatus:
    for package in _PACKAGES[info.name]:
        try:
            import_module(package)
        except (ImportError, OSError) as error:  # OSError: a shared library is missing
            return EngineStatus(info, False, Words(en=f"does not load: {error}", zh=f"无法加载：{error}"), loads=False)
    if info.needs_weights:
        return _weights_status(info, places)
    if info is IMPORT:
        return EngineStatus(info, True, Words(en="ready", zh="可用"))
    return EngineStatus(info, True, Words(en="ready: English only, draft quality", zh="可用：仅限英文，草稿质量"))


def _weights_status(info: EngineInfo, places: ModelPlaces) -> EngineStatus:
    try:
        weights = find_weights(places)
    except NoWeights as error:
        where = error.fields["where"]
        if places.wanted and is_size(places.wanted):
            note = Words(en=f"{where} is fetched on first use", zh=f"{where} 在首次使用时下载")
        else:
            note = Words(en=f"waits for weights at {where}", zh=f"缺少权重 {where}")
        return EngineStatus(info, False, note)
    return EngineStatus(info, True, Words(en=f"ready: {weights.path}", zh=f"可用：{weights.path}"))


def likely_engine(name: str, language: Language, places: ModelPlaces) -> EngineInfo | None:
    """The engine that would hear `language`, judged by what is installed and which weights are here. Loads nothing.

    Args:
        name: "auto" or the name of an engine.
        language: What would be spoken.
        places: Where weights are.

    Returns:
        None where nothing is ready; weights that would first have to be fetched are not ready.
    """
    for info in ENGINES.values():
        if info is IMPORT or name not in ("auto", info.name) or language not in info.languages:
            continue
        if all(find_spec(package) for package in _PACKAGES[info.name]) and _has_weights(info, places):
            return info
    return None


def _has_weights(info: EngineInfo, places: ModelPlaces) -> bool:
    if not info.needs_weights:
        return True
    try:
        find_weights(places)
    except NoWeights:
        return False
    return True
