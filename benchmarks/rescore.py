"""Past calls scored anew through the store, as after a new rubric: with everything looked for, and with it kept."""

from __future__ import annotations

import re
import tempfile
import time
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path

from sqlalchemy import func, select

from benchmarks.table import Row
from benchmarks.varied import TURNS, varied
from desk import accounts, rescoring
from desk.db import Store
from desk.models import Call, ReadingRow, TranscriptRow
from desk.permissions import TERMINAL
from desk.rescoring_work import scorers
from desk.rubric_models import RubricVersionRow
from desk.settings import Settings
from recordings.errors import Language

RUBRIC = "12363"
LANGUAGES: tuple[Language, ...] = ("zh", "en")
CALLS = 400  # a language
WARMING = 200  # calls until every process has compiled its patterns
STORE = 100_000
LONGEST_MIN = 12.0


def fill(store: Store) -> None:
    """Calls that never repeat, with their words and no scorecard."""
    begun = datetime(2026, 11, 20, tzinfo=UTC)
    with store.session() as session:
        for language in LANGUAGES:
            for number, said in enumerate(varied(language, CALLS, 3)):
                one, started = f"{language}{number:06}", begun - timedelta(minutes=number)
                session.add(
                    Call(
                        id=one, content_hash=one, file_name=f"{one}.txt", source="cli", status="done", step="done",
                        language=language, started_at=started, day=started.date(),
                    )
                )  # fmt: skip
                session.flush()
                session.add(TranscriptRow(call_id=one, original=said.to_json(), redacted=said.to_json()))


def publish(store: Store) -> str:
    """A second version of the rubric in use, by which every call gets a new scorecard. Returns its reference."""
    text = (files("scoring.rubrics") / f"{RUBRIC}.yaml").read_text(encoding="utf-8")
    body = re.sub(r"^version: 1$", "version: 2", text, flags=re.MULTILINE)
    with store.session() as session:
        by = accounts.add_user(session, None, "mei", "supervisor", "correct horse")
        session.add(RubricVersionRow(rubric_id=RUBRIC, version=2, body=body, user_id=by.id))
    return f"{RUBRIC}@2"


def a_second(store: Store, rubric: str) -> float:
    """Calls a second of a run over all of them, once it is under way; each gets a new scorecard."""
    with store.session() as session:
        run = rescoring.start(session, TERMINAL, rubric=rubric, runner=rescoring.TERMINAL)
    with scorers(store, run.total) as pool:
        while run.state in rescoring.UNDER_WAY and run.done < WARMING:
            run = rescoring.step(store, run.id, pool=pool)
        begun, first = time.perf_counter(), run.done
        while run.state in rescoring.UNDER_WAY:
            run = rescoring.step(store, run.id, pool=pool)
    assert run.changed == run.total
    return (run.done - first) / (time.perf_counter() - begun)


def rows() -> list[Row]:
    """The rate with kept readings beside that without, the time for a whole store, and what a reading weighs."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        store = Store(Settings(home=Path(folder)))
        store.migrate()
        fill(store)
        anew, kept = a_second(store, f"{RUBRIC}@1"), a_second(store, publish(store))
        with store.reading() as session:
            weight = session.scalar(select(func.avg(func.length(ReadingRow.body)))) or 0
        store.dispose()
    minutes = STORE / kept / 60
    return [
        Row(
            what=f"scoring past calls of {TURNS} turns anew, what was found in them kept",
            figure=f"{kept:.0f} calls/s",
            compared_with=f"everything looked for: {anew:.0f} calls/s",
            ratio=f"{kept / anew:.1f} ×",
        ),
        Row(
            what=f"scoring {STORE} calls anew, from that rate",
            figure=f"{minutes:.1f} min",
            compared_with=f"everything looked for: {STORE / anew / 60:.0f} min",
            bar=f"≤ {LONGEST_MIN:.0f} min",
            met=minutes <= LONGEST_MIN,
        ),
        Row(what="a kept reading", figure=f"{weight / 1024:.1f} KB"),
    ]
