"""Numbers that are said over several turns: 幺三八 – 嗯 – 零零幺三 – 零零幺三, 对 – 八零零零."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from recordings.digits import Group, digit_runs
from recordings.personal import Found, find_numbers, load_lists
from recordings.transcript import Turn

_MOST_OTHER = 8  # characters beside digits, marks and hesitation in a turn that still only gives a number
_MOST_BETWEEN = 2  # turns of the other speaker between two pieces
_ASKED = 14  # characters of the turn before that may ask for the number
_LEAST_ECHO = 3  # digits from which a repetition gives something away


@dataclass(frozen=True)
class _Piece:
    turn: Turn
    groups: tuple[Group, ...]

    @property
    def digits(self) -> str:
        return "".join(group.digits for group in self.groups)


def find_piecemeal(turns: Sequence[Turn]) -> dict[int, tuple[Found, ...]]:
    """Numbers that no turn holds whole, by the index of each turn that holds a piece or repeats one.

    A piece is a turn of next to nothing but digits. Pieces of one speaker that follow one another, with no more
    than two turns of the other between, are read together, after the end of the turn before them (which may
    ask for the number). Does not see pieces within longer sentences.
    """
    found: dict[int, tuple[Found, ...]] = {}
    pieces = [piece for turn in turns if (piece := _piece(turn))]
    for run in _runs(pieces):
        asked = turns[run[0].turn.index - 1].text if run[0].turn.index else ""
        for number, held in _read(run, re.sub(r"[\W_]+$", "", asked)[-_ASKED:]):
            if len(held) < 2:
                continue
            digits = "".join(piece.digits for piece in held)
            last = held[-1].turn.index
            echoes = [piece for piece in pieces if held[0].turn.index < piece.turn.index <= last + 1]
            for piece in (*held, *(echo for echo in echoes if _repeats(echo, digits))):
                span = Found(number.kind, piece.groups[0].start, piece.groups[-1].end)
                found[piece.turn.index] = (span,)
    return found


def _repeats(piece: _Piece, digits: str) -> bool:
    return len(piece.digits) >= _LEAST_ECHO and piece.digits in digits


def _piece(turn: Turn) -> _Piece | None:
    runs = list(digit_runs(turn.text, load_lists().between_groups))
    groups = tuple(group for run in runs for group in run)
    if not groups:
        return None
    rest = turn.text
    for group in reversed(groups):
        rest = rest[: group.start] + " " + rest[group.end :]
    rest = re.sub(load_lists().between_groups, "", rest, flags=re.IGNORECASE)
    return _Piece(turn, groups) if len(re.sub(r"[\W_]", "", rest)) <= _MOST_OTHER else None


def _runs(pieces: Iterable[_Piece]) -> Iterator[list[_Piece]]:
    """Pieces of one speaker that follow one another; those of the other in between stand in a run of their own."""
    open_: dict[str, list[_Piece]] = {}
    for piece in pieces:
        run = open_.get(piece.turn.speaker, [])
        if run and piece.turn.index - run[-1].turn.index > _MOST_BETWEEN + 1:
            yield run
            run = []
        open_[piece.turn.speaker] = [*run, piece]
    yield from open_.values()


def _read(run: Sequence[_Piece], asked: str) -> Iterator[tuple[Found, list[_Piece]]]:
    """Numbers in the run read as one text, each with the pieces that it is made of."""
    text, ends = f"{asked}: ", []
    for piece in run:
        text += " ".join(group.digits for group in piece.groups) + " "
        ends.append(len(text))
    for number in find_numbers(text):
        starts = [len(asked) + 2, *ends[:-1]]
        held = [
            piece
            for piece, start, end in zip(run, starts, ends, strict=True)
            if number.start < end and number.end > start
        ]
        yield number, held
