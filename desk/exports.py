"""Data to take away: scorecards as a table with nothing in it that a spreadsheet would run, transcripts as files."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import date
from typing import Any, Literal

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from desk import audit
from desk.models import Call, ScorecardRow, TranscriptRow
from desk.permissions import Actor, require
from desk.rows import unpack
from recordings.formats import CAPTIONS, write_rows, write_transcript
from recordings.transcript import Transcript
from scoring.scorecard import Scorecard

Format = Literal["csv", "xlsx", "json"]
Cell = str | float | int | bool | None
FIRST = (
    "call_id", "external_id", "file_name", "started_at", "agent", "team", "topic", "language", "duration_s", "quality",
    "source", "version", "scored_at", "rubric", "total", "total_before_critical", "critical_failed", "risks",
    "confidence", "needs_review",
)  # fmt: skip
# What spreadsheets take for the beginning of a formula (OWASP, CSV Injection), and the full-width forms.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def export_scorecards(
    session: Session, actor: Actor, format: Format, *, from_: date | None = None, to: date | None = None
) -> bytes:
    """The newest scorecard of each source of each call, oldest call first.

    Args:
        session: The session; the export is put in the audit log.
        actor: Needs export.
        format: csv (UTF-8 with a byte-order mark, one header line), xlsx, or json (a list of `{"call", "scorecard"}`).
        from_: First day of the centre's time zone; None: from the beginning.
        to: Last day, included; None: to the end.
    """
    require(actor, "export")
    rows = list(_rows(session, from_, to))
    detail: audit.Detail = {"format": format, "rows": len(rows)}
    audit.record(session, actor, "export.scorecards", "scorecards", detail)
    if format == "json":
        return _json(rows)
    table = _table(rows)
    return to_csv(table) if format == "csv" else to_xlsx(table)


def export_transcripts(
    session: Session, actor: Actor, format: str, *, from_: date | None = None, to: date | None = None
) -> Iterator[tuple[str, str]]:
    """The words of each call without personal data, oldest call first: its id and the written transcript.

    Captions need times: where a call has none (chat), it comes as labelled text, which the id says by its ending.

    Args:
        session: The session; the export is put in the audit log.
        actor: Needs export.
        format: One of `recordings.formats.FORMATS`.
        from_: First day of the centre's time zone; None: from the beginning.
        to: Last day, included; None: to the end.

    Yields:
        File names (`<call id>.<format>`) and their contents.

    Raises:
        NotAllowed, UnknownFormat: See their words.
    """
    require(actor, "export")
    query = select(Call.id, TranscriptRow.redacted).join(TranscriptRow, TranscriptRow.call_id == Call.id)
    query = query.where(TranscriptRow.redacted.is_not(None), *_days(from_, to)).order_by(Call.started_at, Call.id)
    audit.record(session, actor, "export.transcripts", "transcripts", {"format": format})
    for call_id, text in session.execute(query.execution_options(yield_per=500)):
        said = Transcript.from_json(text or "", where=call_id)
        fits = format if format not in CAPTIONS or all(turn.timed for turn in said.turns) else "txt"
        yield f"{call_id}.{fits}", write_transcript(said, fits)


def neutral(value: Cell) -> Cell:
    """The value with an apostrophe before it where a spreadsheet would take the text for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _rows(session: Session, from_: date | None, to: date | None) -> Iterator[tuple[Call, ScorecardRow, Scorecard]]:
    query = select(Call, ScorecardRow).join(ScorecardRow, ScorecardRow.call_id == Call.id)
    query = query.where(*_days(from_, to))
    query = query.order_by(Call.started_at, Call.id, ScorecardRow.source, ScorecardRow.version.desc())
    last = ("", "")
    for call, row in session.execute(query.execution_options(yield_per=500)):
        if (call.id, row.source) != last:
            last = (call.id, row.source)
            yield call, row, Scorecard.model_validate_json(row.body)


def _days(from_: date | None, to: date | None) -> list[ColumnElement[bool]]:
    return [*([Call.day >= from_] if from_ is not None else []), *([Call.day <= to] if to is not None else [])]


def _facts(call: Call, row: ScorecardRow, card: Scorecard) -> dict[str, Cell]:
    return {
        "call_id": call.id,
        "external_id": call.external_id,
        "file_name": call.file_name,
        "started_at": call.started_at.isoformat(),
        "agent": call.agent,
        "team": call.team,
        "topic": call.topic,
        "language": call.language,
        "duration_s": call.duration_s,
        "quality": call.quality,
        "source": row.source,
        "version": row.version,
        "scored_at": row.created_at.isoformat(),
        "rubric": card.rubric,
        "total": card.total,
        "total_before_critical": card.total_before_critical,
        "critical_failed": " ".join(card.critical_failed),
        "risks": " ".join(unpack(call.risks)),
        "confidence": card.confidence,
        "needs_review": card.needs_review,
        **{f"section.{section.id}": section.score for section in card.sections},
        **{
            f"criterion.{score.id}": score.value if score.status == "scored" else score.status
            for score in card.criteria
        },
    }


def _table(rows: list[tuple[Call, ScorecardRow, Scorecard]]) -> list[list[Cell]]:
    facts = [_facts(*row) for row in rows]
    columns = list(dict.fromkeys((*FIRST, *(name for fact in facts for name in fact))))
    return [list(columns), *([neutral(fact.get(name)) for name in columns] for fact in facts)]


def _json(rows: list[tuple[Call, ScorecardRow, Scorecard]]) -> bytes:
    found: list[dict[str, Any]] = []
    for call, row, card in rows:
        about = {name: value for name, value in _facts(call, row, card).items() if name in FIRST[:13]}
        found.append({"call": about, "scorecard": card.model_dump(mode="json", by_alias=True)})
    return json.dumps(found, ensure_ascii=False, indent=1).encode()


def to_csv(table: list[list[Cell]]) -> bytes:
    """UTF-8 for spreadsheets; what could be a formula has to be neutralised before."""
    return write_rows(table).encode()


def to_xlsx(table: list[list[Cell]], name: str = "scorecards") -> bytes:
    """A workbook of one sheet, its header frozen."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    for row in table:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
