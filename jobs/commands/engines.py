"""`tingxin model` and `tingxin doctor`."""

from __future__ import annotations

import json
import sys

import click

from desk.settings import Settings
from jobs.terminal import terminal_language
from recordings.models import ModelPlaces, NoWeights, all_weights, find_places, find_weights

_MARKS = {"ok": "✓", "note": "·", "warning": "!", "error": "✗"}


@click.group()
def model() -> None:
    """Whisper weights: add them, list them."""


@model.command()
@click.argument("source", metavar="FILE|SIZE")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def add(source: str, as_json: bool) -> None:
    """Add weights: a .pt file as published by OpenAI, or the name of a size, which is downloaded.

    The file is checked, copied into the models folder and converted for whisper-ct2.
    """
    from recordings.engines.add import add_model
    from recordings.engines.checkpoint import official_size

    with _Bar() as bar:
        added = add_model(source, _places(), progress=bar.show)
    size = official_size(added.dims)
    languages = ["zh", "en"] if added.dims.multilingual else ["en"]
    if as_json:
        click.echo(json.dumps({"path": str(added.path), "size": size, "languages": languages}, ensure_ascii=False))
    else:
        click.echo(f"{added.path}: Whisper {size or 'of other make'}, hears {' and '.join(languages)}.")


@model.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def list_models(as_json: bool) -> None:
    """List the weights on this machine; the one in use is marked."""
    places = _places()
    try:
        used = find_weights(places).path
    except NoWeights:
        used = None
    found = [
        {"name": weights.name, "path": str(weights.path), "bytes": weights.path.stat().st_size,
         "used": weights.path == used}
        for weights in all_weights(places)
    ]  # fmt: skip
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for line in found:
        click.echo(f"{'*' if line['used'] else ' '} {line['name']}  {line['path']}")
    if not found:
        click.echo(f"No weights in {places.folder}. Add some: tingxin model add FILE|SIZE", err=True)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option("--language", type=click.Choice(["en", "zh"]), help="That of the terminal (LC_ALL, LANG) without it.")
def doctor(as_json: bool, language: str | None) -> None:
    """Look at engines, weights, disk, store and fonts, and say what to do about what is missing."""
    from jobs.doctor import examine

    report = examine(Settings.load())
    if as_json:
        click.echo(report.model_dump_json())
        return
    spoken = language or terminal_language()
    for check in report.checks:
        click.echo(f"{_MARKS[check.level]} {check.id:<20} {getattr(check.found, spoken)}")
        if check.todo:
            click.echo(f"  {'':<20} → {getattr(check.todo, spoken)}")


def _places() -> ModelPlaces:
    settings = Settings.load()
    return find_places(settings.whisper_model, settings.home / "models")


class _Bar:
    """A bar of a download on stderr, if that is a terminal."""

    def __init__(self) -> None:
        self._bar = click.progressbar(length=1000, label="Downloading", file=sys.stderr)
        self._shown = 0

    def __enter__(self) -> _Bar:
        return self

    def __exit__(self, *_error: object) -> None:
        if self._shown:
            self._bar.render_finish()

    def show(self, share: float) -> None:
        """Move the bar to this share, 0..1."""
        if sys.stderr.isatty():
            self._bar.update(round(share * 1000) - self._shown)
            self._shown = round(share * 1000)
