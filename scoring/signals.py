"""Customer signals: feelings, hardship and risks that a customer's words voice."""

from __future__ import annotations

from typing import cast

from recordings.errors import Language
from scoring.findings import Signal, SignalKind
from scoring.matching import match_families
from scoring.normalise import normalise
from scoring.signal_likeness import hear


def find_signals(text: str, language: Language) -> tuple[Signal, ...]:
    """Find the signals of one customer turn.

    Feelings count when they are the customer's own and now; risks when they are meant. A hint of
    self-harm is reported even when it is weak or denied in passing, by phrase or by likeness: a person must look.

    Args:
        text: One customer turn, as transcribed or typed.
        language: Of the turn.

    Returns:
        Signals by place, then by kind; `text[s.start:s.end] == s.quote`. Empty when nothing is found.
    """
    even = normalise(text, language)
    return tuple(
        Signal(
            kind=cast(SignalKind, hit.kind), quote=hit.quote, start=hit.start, end=hit.end, confidence=hit.confidence
        )
        for hit in hear(match_families(even, language, "signals"), even, language)
    )
