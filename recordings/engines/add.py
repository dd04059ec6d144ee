"""Weights brought by hand or fetched by name go into the models folder, whole or not at all."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from recordings.engines.checkpoint import Dims, read_checkpoint
from recordings.engines.convert import convert_once
from recordings.engines.errors import NoRoom, UnknownSize
from recordings.engines.fetch import fetch, unfinished
from recordings.engines.protocol import Progress
from recordings.models import SIZES, ModelPlaces, NoWeights, is_size


@dataclass(frozen=True)
class AddedModel:
    """Weights that are ready to listen.

    Attributes:
        path: The checkpoint in the models folder.
        converted: The folder that whisper-ct2 runs.
        dims: Its sizes.
    """

    path: Path
    converted: Path
    dims: Dims


def add_model(source: str, places: ModelPlaces, *, progress: Progress | None = None) -> AddedModel:
    """Add a checkpoint: a file is checked and copied, an official size is downloaded; both are converted.

    Args:
        source: A `.pt` file, or an official size such as "base".
        places: The models folder; made if missing.
        progress: Called with the share of a download, 0..1.

    Raises:
        BadWeights: The file is no official checkpoint; nothing is kept.
        NoWeights: There is no such file, or (`DownloadFailed`) the size can't be had.
        UnknownSize: Neither a file nor a size.
        NoRoom: The models folder can't be written.
    """
    if is_size(source) and not Path(source).is_file():
        path = fetch(source, places.folder, progress=progress)
    else:
        path = _copy_in(_existing(source), places.folder)
    checkpoint = read_checkpoint(path)
    return AddedModel(path, convert_once(path, places.conversions), checkpoint.dims)


def _existing(source: str) -> Path:
    path = Path(source).expanduser()
    if path.is_file():
        return path
    if path.suffix == ".pt" or len(path.parts) > 1:
        raise NoWeights(where=path)
    raise UnknownSize(name=source, allowed=", ".join(SIZES))


def _copy_in(path: Path, folder: Path) -> Path:
    """Check the file where it lies, then copy it. Returns where it stands now."""
    read_checkpoint(path)
    target = folder / f"{path.stem}.pt"
    if target.exists() and target.samefile(path):
        return target
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with unfinished(target) as copy:
            shutil.copyfile(path, copy)
    except OSError as error:
        raise NoRoom(folder=folder, reason=error.strerror or error) from error
    return target
