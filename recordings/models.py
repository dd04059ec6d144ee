"""Where Whisper weights are looked for."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from recordings.errors import RecordingError

WAYS_EN = (
    "Three ways out: (1) add weights you have: tingxin model add FILE.pt (or, with a network, tingxin model add base); "
    "(2) point to them: TINGXIN_WHISPER_MODEL=/path/to/base.pt; "
    "(3) do without: bring a transcript (JSON, VTT, SRT, CSV), "
    "or for English use --engine pocketsphinx (draft quality)."
)
WAYS_ZH = (
    "三种办法：(1) 添加已有的权重：tingxin model add 文件.pt（有网络时可用 tingxin model add base）；"
    "(2) 指明位置：TINGXIN_WHISPER_MODEL=/路径/base.pt；"
    "(3) 不用权重：导入转写稿（JSON、VTT、SRT、CSV），英文通话也可用 --engine pocketsphinx（草稿质量）。"
)


class NoWeights(RecordingError):
    """No Whisper checkpoint where one was looked for. Fields: where."""

    en = "No Whisper weights at {where}. " + WAYS_EN
    zh = "{where} 处没有 Whisper 权重。" + WAYS_ZH


# Official sizes and the file in which each is published. Source: openai-whisper, `_MODELS`.
SIZES: Mapping[str, str] = {
    **{
        name: f"{name}.pt"
        for name in ("tiny", "tiny.en", "base", "base.en", "small", "small.en", "medium", "medium.en")
    },
    **{name: f"{name}.pt" for name in ("large-v1", "large-v2", "large-v3", "large-v3-turbo")},
    "large": "large-v3.pt",
    "turbo": "large-v3-turbo.pt",
}


@dataclass(frozen=True)
class ModelPlaces:
    """Where to look, and for what.

    Attributes:
        folder: Where weights and their conversions are kept.
        wanted: A size or a file that somebody asked for; None when anything will do.
        also: Folders that other programs keep Whisper weights in; read, never written.
    """

    folder: Path
    wanted: str | None = None
    also: tuple[Path, ...] = ()

    @property
    def conversions(self) -> Path:
        """Folder of the models converted for CTranslate2."""
        return self.folder / "ct2"


@dataclass(frozen=True)
class Weights:
    """A checkpoint on this machine, not yet opened.

    Attributes:
        path: The `.pt` file.
        name: What transcripts call it: the file's name without its ending.
    """

    path: Path
    name: str


def find_places(
    wanted: str | None = None, folder: Path | None = None, *, environ: Mapping[str, str] | None = None
) -> ModelPlaces:
    """Where to look: as told, and where nothing is told as the environment says.

    The one function here that reads the environment: `TINGXIN_HOME`, `TINGXIN_WHISPER_MODEL` and the
    cache folder that whisper itself uses.

    Args:
        wanted: A size or a file of Whisper weights; None for `TINGXIN_WHISPER_MODEL`.
        folder: The models folder; None for `models` in `TINGXIN_HOME`.
        environ: The environment; None for this process's own.
    """
    environ = os.environ if environ is None else environ
    cache = Path(environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "whisper"
    return ModelPlaces(
        folder=folder or Path(environ.get("TINGXIN_HOME") or "var") / "models",
        wanted=wanted or environ.get("TINGXIN_WHISPER_MODEL") or None,
        also=(cache,),
    )


def is_size(wanted: str) -> bool:
    """Whether this names an official size rather than a file."""
    return wanted in SIZES


def find_weights(places: ModelPlaces) -> Weights:
    """The weights to use: the ones asked for, or the ones added last.

    Asks no network and opens no file.

    Raises:
        NoWeights: What was asked for isn't there, or there is none at all.
    """
    if places.wanted is None:
        found = all_weights(places)
        if not found:
            raise NoWeights(where=places.folder / "*.pt")
        return found[0]
    if is_size(places.wanted):
        for folder in (places.folder, *places.also):
            path = folder / SIZES[places.wanted]
            if path.is_file():
                return Weights(path, path.stem)
        raise NoWeights(where=places.folder / SIZES[places.wanted])
    path = Path(places.wanted).expanduser()
    if not path.is_file():
        raise NoWeights(where=path)
    return Weights(path, path.stem)


def all_weights(places: ModelPlaces) -> tuple[Weights, ...]:
    """Every checkpoint in the folders, the last added first; our own folder before others'."""
    found: list[Weights] = []
    for folder in (places.folder, *places.also):
        files = (
            sorted(folder.glob("*.pt"), key=lambda path: (-path.stat().st_mtime, path.name)) if folder.is_dir() else []
        )
        found += [Weights(path, path.stem) for path in files]
    return tuple(found)
