"""Recordings of a customer's lines, where there are any: files named by line and language, served by signed links.

A scenario's recordings lie in `lines/<scenario>` of the home folder, or ship beside the library in
`audio/<scenario>`; each is `<line id>.<language>.<ending>`. The home folder's go first.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy.orm import Session

from desk import run_rows
from desk.errors import LinkExpired
from desk.media import MAX_AGE_S
from desk.permissions import Actor
from desk.run_views import RunLine, RunView
from desk.settings import Settings
from recordings.errors import Language
from scenarios.load import LIBRARY

ENDINGS = ("ogg", "opus", "mp3", "m4a", "wav")


def sign_lines(
    session: Session, actor: Actor, run: RunView, lines: Sequence[RunLine], settings: Settings
) -> tuple[str | None, ...]:
    """A token for `/lines/<token>` for each of a run's lines; None for a line that nobody recorded.

    Permission is checked here, not again when the link is opened. A line that says the customer's name counts as not
    recorded where a variant of the customer has another name.

    Raises:
        NoSuchRun, NotAllowed: The actor may not see the run.
    """
    row = run_rows.readable(session, actor, run.id)
    if not any(folder.is_dir() for folder in _folders(run.scenario_id, settings)):
        return (None,) * len(lines)
    script = run_rows.script_of(session, row)
    renamed = script.as_variant(run.variant).persona.name != script.persona.name
    named = {line.id for _, line in script.all_lines() if "{name}" in f"{line.zh}{line.en}"} if renamed else set()
    return tuple(
        _signer(settings).dumps({"script": script.id, "line": line.line_id, "language": run.language})
        if line.line_id not in named and _find(script.id, line.line_id, run.language, settings) is not None
        else None
        for line in lines
    )


def open_line(token: str, settings: Settings) -> Path:
    """The file of a token. Raises `LinkExpired`, also where the file is gone meanwhile."""
    try:
        held = _signer(settings).loads(token, max_age=MAX_AGE_S)
    except BadData as error:
        raise LinkExpired() from error
    path = _find(held["script"], held["line"], held["language"], settings)
    if path is None:
        raise LinkExpired()
    return path


def _find(script_id: str, line_id: str | None, language: Language, settings: Settings) -> Path | None:
    """Ids hold letters, digits and _ alone (`scenarios.customer.Id`), so they can't lead out of the folder."""
    for folder in _folders(script_id, settings):
        for ending in ENDINGS:
            path = folder / f"{line_id}.{language}.{ending}"
            if path.is_file():
                return path
    return None


def _folders(script_id: str, settings: Settings) -> tuple[Path, Path]:
    return settings.home / "lines" / script_id, LIBRARY / "audio" / script_id


def _signer(settings: Settings) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings.signing_key, salt="tingxin.line")
