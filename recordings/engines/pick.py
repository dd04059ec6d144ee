"""Which engine listens, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from recordings.engines import sphinx, whisper, whisper_ct2
from recordings.engines.checkpoint import fingerprint
from recordings.engines.errors import (
    BadWeights,
    EngineNotHere,
    ImportIsNoEar,
    NoEngine,
    NoRoom,
    UnknownEngine,
    WrongLanguage,
)
from recordings.engines.fetch import fetch
from recordings.engines.protocol import Engine, EngineInfo, EngineName, Words
from recordings.errors import Language, RecordingError
from recordings.models import (
    WAYS_EN,
    WAYS_ZH,
    ModelPlaces,
    NoWeights,
    Weights,
    find_places,
    find_weights,
    is_size,
)

IMPORT = EngineInfo(
    name="import",
    quality="supplied",
    languages=("zh", "en"),
    needs_weights=False,
    what=Words(
        en="bring a transcript made elsewhere (JSON, VTT, SRT, CSV, text)",
        zh="导入别处生成的转写稿（JSON、VTT、SRT、CSV、文本）",
    ),
)
ENGINES: Mapping[EngineName, EngineInfo] = {
    info.name: info for info in (whisper_ct2.INFO, whisper.INFO, sphinx.INFO, IMPORT)
}
_BY_WORTH = (whisper_ct2.INFO, whisper.INFO, sphinx.INFO)
_KEPT = 2  # engines that stay loaded, so that the next call needs no loading


@dataclass(frozen=True)
class Picked:
    """An engine that is loaded, and why it was chosen, in both languages."""

    engine: Engine
    why: Words


def pick_engine(
    name: str = "auto",
    model: str | None = None,
    *,
    language: Language | Literal["auto"] = "auto",
    models_folder: Path | None = None,
    workers: int | None = None,
) -> Picked:
    """Load the engine that is asked for, or with "auto" the best that loads.

    Asks the network for weights only when an official size is asked for that is not here.

    Args:
        name: "auto" or one of `ENGINES`.
        model: A size or a file of Whisper weights; None for the one that the environment names, or any.
        language: What will be heard; "auto" if that is to be found out.
        models_folder: Where weights are; None for where the environment says.
        workers: Windows heard at the same time, of engines that can; 1 for a short reply, None for a call.

    Returns:
        The engine and the reason. Engines stay loaded; asking again is quick.

    Raises:
        UnknownEngine, ImportIsNoEar, EngineNotHere: The name is of no use here.
        NoWeights, BadWeights: The weights are missing, out of reach, or no checkpoint.
        WrongLanguage: The engine that was asked for can't hear `language`.
        NoEngine: "auto" found nothing that hears `language`.
    """
    places = find_places(model, models_folder)
    if name == "auto":
        return _pick_best(places, language, workers)
    info = next((info for info in ENGINES.values() if info.name == name), None)
    if info is None:
        raise UnknownEngine(name=name, allowed=", ".join(("auto", *ENGINES)))
    if info is IMPORT:
        raise ImportIsNoEar()
    if language != "auto" and language not in info.languages:
        raise WrongLanguage(engine=info.name, language=language, allowed=", ".join(info.languages))
    engine = _load(info, places, workers)
    if language != "auto" and language not in engine.languages:
        raise WrongLanguage(engine=engine.label, language=language, allowed=", ".join(engine.languages))
    return Picked(engine, Words(en="asked for by name", zh="按名称指定"))


def _pick_best(places: ModelPlaces, language: Language | Literal["auto"], workers: int | None) -> Picked:
    passed: list[RecordingError] = []
    for info in _BY_WORTH:
        if language != "auto" and language not in info.languages:
            continue
        try:
            engine = _load(info, places, workers)
        except (EngineNotHere, NoWeights, BadWeights, NoRoom) as error:
            if places.wanted and isinstance(error, NoWeights | BadWeights):
                raise  # somebody asked for these weights: a worse engine in their stead would deceive
            passed.append(error)
            continue
        if language == "auto" or language in engine.languages:
            return Picked(engine, _why(info, passed))
        passed.append(WrongLanguage(engine=engine.label, language=language, allowed=", ".join(engine.languages)))
    raise NoEngine(language=language, reason="; ".join(dict.fromkeys(_short(error).en for error in passed)))


def _why(info: EngineInfo, passed: list[RecordingError]) -> Words:
    if not passed:
        return Words(en="the best engine that loads here", zh="本机可用的最佳引擎")
    reasons = list(dict.fromkeys(_short(error) for error in passed))
    en = f"the best that loads here ({'; '.join(reason.en for reason in reasons)})"
    zh = f"本机可用的最佳引擎({';'.join(reason.zh for reason in reasons)})"
    if info.quality == "draft":
        return Words(en=f"{en}: English only, draft quality", zh=f"{zh}：仅限英文，草稿质量")
    return Words(en=en, zh=zh)


def _short(error: RecordingError) -> Words:
    """The cause without the ways out."""
    return Words(
        en=error.text("en").replace(WAYS_EN, "").strip(" ."), zh=error.text("zh").replace(WAYS_ZH, "").strip(" 。")
    )


def _load(info: EngineInfo, places: ModelPlaces, workers: int | None) -> Engine:
    try:
        if info is sphinx.INFO:
            return _sphinx()
        weights = weights_for(places)
        return _whisper(info.name, weights, fingerprint(weights.path), places, workers)
    except (ImportError, OSError) as error:  # OSError: a package is there but its shared library does not load
        raise EngineNotHere(name=info.name, reason=error) from error


def weights_for(places: ModelPlaces) -> Weights:
    """The weights to use; an official size that was asked for by name is fetched if it isn't here.

    Raises:
        NoWeights: None here, or (`DownloadFailed`) none to be fetched.
    """
    try:
        return find_weights(places)
    except NoWeights:
        if places.wanted is None or not is_size(places.wanted):
            raise
        path = fetch(places.wanted, places.folder)
        return Weights(path, path.stem)


@lru_cache(maxsize=_KEPT)
def _whisper(name: EngineName, weights: Weights, _print: str, places: ModelPlaces, workers: int | None) -> Engine:
    """Kept by `_print`, the fingerprint of the file, so that changed weights are read anew."""
    if name == "whisper":
        return whisper.WhisperEngine(weights)
    return whisper_ct2.WhisperCt2Engine(weights, places.conversions, workers=workers)


@lru_cache(maxsize=1)
def _sphinx() -> Engine:
    return sphinx.SphinxEngine()
