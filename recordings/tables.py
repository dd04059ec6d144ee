"""CSV that spreadsheets open; of turns: `speaker,start_s,end_s,text`, defused where a cell would run as a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence

from recordings.errors import BadTranscript
from recordings.lines import Line
from recordings.transcript import Transcript

BYTE_ORDER_MARK = "\ufeff"
COLUMNS = ("speaker", "start_s", "end_s", "text")
_HEADERS: Mapping[str, tuple[str, ...]] = {
    "speaker": ("speaker", "role", "who", "channel", "角色", "说话人", "发言人", "讲话人"),
    "start_s": ("start_s", "start", "begin", "from", "开始", "开始时间", "起始时间"),
    "end_s": ("end_s", "end", "to", "结束", "结束时间", "终止时间"),
    "text": ("text", "utterance", "content", "words", "message", "内容", "文本", "话语", "转写"),
}
_CLOCK = re.compile(r"^(?:(\d+):)?(\d{1,2}):(\d{1,2}(?:[.,]\d+)?)$")
# Source: OWASP, "CSV Injection": = + - @ tab CR; spreadsheets take the full-width signs too.
_FORMULA = re.compile(r"^'*[=+\-@\t\r\n＝＋－＠]")
_DEFUSED = re.compile(r"^'(?='*[=+\-@\t\r\n＝＋－＠])")


def defuse(cell: str) -> str:
    """The cell with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def looks_like_table(text: str) -> bool:
    """Whether the first line names a column of text and one of speaker or start."""
    first = text.lstrip(BYTE_ORDER_MARK).split("\n", 1)[0]
    names = _columns(next(csv.reader([first], delimiter=_delimiter(first)), []))
    return "text" in names and ("speaker" in names or "start_s" in names)


def read_table(text: str, *, where: str) -> list[Line]:
    """Read CSV (comma, semicolon or tab) with a header line.

    Times are seconds or [hh:]mm:ss; empty where nobody knows.

    Raises:
        BadTranscript: A row with a time that is none, or broken quoting; names the line.
    """
    text = text.lstrip(BYTE_ORDER_MARK)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text.split("\n", 1)[0]))
    lines: list[Line] = []
    try:
        places = _columns(next(reader, []))
        for row in reader:
            cells = {name: row[place].strip() if place < len(row) else "" for name, place in places.items()}
            if any(cells.values()):
                lines.append(_line(cells, where, reader.line_num))
    except csv.Error as error:
        raise BadTranscript.at(where, reader.line_num, str(error), f"CSV 引号或分隔有误({error})") from error
    return lines


def write_rows(rows: Iterable[Sequence[object]]) -> str:
    """CSV as people open it: CRLF, None an empty cell, a byte-order mark first.

    Without the mark Excel takes UTF-8 for the computer's own encoding and garbles Chinese. Does not defuse.
    """
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return BYTE_ORDER_MARK + out.getvalue()


def write_csv(transcript: Transcript) -> str:
    """The transcript as CSV for spreadsheets."""
    rows = (
        [turn.speaker, _seconds(turn.start_s), _seconds(turn.end_s), defuse(turn.text)] for turn in transcript.turns
    )
    return write_rows([COLUMNS, *rows])


def _seconds(time_s: float | None) -> str:
    return "" if time_s is None else f"{time_s:.3f}"


def _line(cells: Mapping[str, str], where: str, number: int) -> Line:
    return Line(
        number=number,
        text=_DEFUSED.sub("", cells["text"]),
        label=cells.get("speaker") or None,
        start_s=_time(cells.get("start_s", ""), where, number),
        end_s=_time(cells.get("end_s", ""), where, number),
    )


def _time(cell: str, where: str, number: int) -> float | None:
    if not cell:
        return None
    clock = _CLOCK.match(cell)
    try:
        if clock:
            return round(int(clock[1] or 0) * 3600 + int(clock[2]) * 60 + float(clock[3].replace(",", ".")), 3)
        return float(cell)
    except ValueError:
        raise BadTranscript.at(where, number, f"{cell!r} is not a time in seconds", f"{cell!r} 不是秒数") from None


def _delimiter(header: str) -> str:
    return max(",;\t", key=header.count)


def _columns(header: list[str]) -> dict[str, int]:
    names = [cell.strip().lower() for cell in header]
    return {
        column: next(place for place, name in enumerate(names) if name in known)
        for column, known in _HEADERS.items()
        if any(name in known for name in names)
    }
