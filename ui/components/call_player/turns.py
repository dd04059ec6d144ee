"""The transcript as the player draws it: words with their seconds, marks under what was found, notes beside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from recordings.errors import Language
from recordings.reading import reading_bits
from recordings.transcript import Transcript, Turn, Word
from scoring.facts import Fact
from scoring.findings import FEELINGS, HARMFUL_ACTS, RISKS
from scoring.scorecard import CriterionScore, Scorecard
from scoring.signal_likeness import UNSURE
from ui import names
from ui.components.call_player.claims import claims_of_turns
from ui.components.call_player.values import criterion_tone, value_label, value_sign
from ui.i18n import code, pick, t

GAP_S = 3.0  # seconds; shorter silences are ordinary breathing space and aren't hatched
_TONES = ("critical", "look", "good", "plain")  # where marks overlap, the first is drawn
_WORDS = (
    "player", "play", "pause", "back", "speed", "wave", "transcript", "scorecard", "silence", "next_evidence", "keys",
    "close", "no_card", "change", "undo", "cannot_play", "hear_from", "hear_evidence", "change_name", "undo_name",
    "section_is", "claims", "claim", "show_claim", "fact", "source", "checked", "open_fact",
)  # fmt: skip
Span = list[Any]  # [from, to, …] in characters of the turn's text


def turns(transcript: Transcript, card: Scorecard | None, facts: Mapping[str, Fact]) -> list[dict[str, Any]]:
    """Every turn, with the places in its text.

    `words` are `[from, to, start_s]`, `shown` `[from, to, as read]`, `marks` `[from, to, tone, title]`, `claims`
    as in `claims.py`.
    """
    found = _findings(card) if card is not None else {}
    claimed = claims_of_turns(card.claims, transcript.turns, facts) if card is not None else {}
    return [
        {
            "i": turn.index,
            "who": turn.speaker,
            "name": code("common.speaker", turn.speaker),
            "start": turn.start_s,
            "end": turn.end_s,
            "text": turn.text,
            "words": word_spans(turn.text, turn.words or ()),
            "shown": shown_spans(turn.text, transcript.language),
            "marks": _marks(turn, found.get(turn.index, [])),
            "notes": _notes(found.get(turn.index, [])),
            "claims": claimed.get(turn.index, []),
        }
        for turn in transcript.turns
    ]


def word_spans(text: str, words: Iterable[Word]) -> list[Span]:
    """Where each timed word stands in the text; words that redaction took out have no place and are left out."""
    spans: list[Span] = []
    at = 0
    for word in words:
        said = word.text.strip()
        place = text.find(said, at) if said else -1
        if place < 0 or place - at > 40:  # a jump that far is another, later word of the same letters
            continue
        at = place + len(said)
        spans.append([place, at, round(word.start_s, 2)])
    return spans


def shown_spans(text: str, language: Language) -> list[Span]:
    """Where the text is shown otherwise than it was spoken: 十五天 as 15天."""
    spans: list[Span] = []
    at = 0
    for bit in reading_bits(text, language):
        if bit.shown != bit.spoken:
            spans.append([at, at + len(bit.spoken), bit.shown])
        at += len(bit.spoken)
    return spans


def gaps(transcript: Transcript) -> list[list[float]]:
    """Stretches longer than `GAP_S` in which nobody speaks, in seconds."""
    found: list[list[float]] = []
    heard = 0.0
    for turn in transcript.turns:
        if turn.start_s is None or turn.end_s is None:
            return []
        if turn.start_s - heard > GAP_S:
            found.append([heard, turn.start_s])
        heard = max(heard, turn.end_s)
    if transcript.duration_s and transcript.turns and transcript.duration_s - heard > GAP_S:
        found.append([heard, transcript.duration_s])
    return found


def _findings(card: Scorecard) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)

    def add(turn: int, quote: str, tone: str, text: str, title: str = "") -> None:
        if not any(item["text"] == text for item in found[turn]):
            found[turn].append({"quote": quote, "tone": tone, "text": text, "title": title})

    for criterion in card.criteria:
        tone = criterion_tone(criterion)
        if tone in ("critical", "look"):
            for evidence in criterion.evidence:
                text = _missed(criterion)
                add(evidence.turn, evidence.quote, tone, text, pick(criterion.explanation.text))
    for signal in card.signals:
        if signal.kind in RISKS:
            name = "call.maybe_risk" if signal.confidence <= UNSURE else "call.risk"
            add(signal.turn, signal.quote, "critical", t(name, risk=code("common.risk", signal.kind)))
        elif signal.kind in FEELINGS:
            add(signal.turn, signal.quote, "plain", f"♡ {code('common.feeling', signal.kind)}")
    for act in card.acts:
        add(act.turn, act.quote, "look" if act.act in HARMFUL_ACTS else "plain", code("common.act", act.act))
    return found


def _missed(criterion: CriterionScore) -> str:
    said = value_label(criterion.status, criterion.value, criterion.max)
    return f"{value_sign(criterion)} {names.of(names.criteria(), criterion.id)} {said}"


def _marks(turn: Turn, found: list[dict[str, Any]]) -> list[Span]:
    marks: list[Span] = []
    for item in sorted(found, key=lambda item: _TONES.index(item["tone"])):
        place = turn.text.find(item["quote"]) if item["quote"] else -1
        if place >= 0:
            marks.append([place, place + len(item["quote"]), item["tone"], item["title"] or item["text"]])
    return marks


def _notes(found: list[dict[str, Any]]) -> list[dict[str, str]]:
    ordered = sorted(found, key=lambda item: _TONES.index(item["tone"]))
    return [{"tone": item["tone"], "text": item["text"], "title": item["title"]} for item in ordered]


def wave(transcript: Transcript, peaks: tuple[tuple[float, ...], ...], card: Scorecard | None) -> dict[str, Any]:
    """Rows of the waveform with whose they are, silences and evidence ticks."""
    length = transcript.duration_s or max((turn.end_s or 0.0 for turn in transcript.turns), default=0.0)
    ticks = {
        (round(evidence.start_s, 1), "critical" if score.critical_failed else "plain")
        for score in (card.criteria if card else ())
        for evidence in score.evidence
        if evidence.start_s is not None
    }
    roles = channel_roles(transcript, peaks, length)
    return {
        "duration": length,
        "rows": [{"role": role, "peaks": list(row)} for role, row in zip(roles, peaks, strict=True)],
        "gaps": gaps(transcript),
        "ticks": [{"at": at, "tone": tone} for at, tone in sorted(ticks)],
    }


def channel_roles(
    transcript: Transcript, peaks: tuple[tuple[float, ...], ...], length_s: float
) -> tuple[str | None, ...]:
    """Whose channel each row is, told by who speaks while it is loud; one channel alone is nobody's.

    The store keeps no channel with a turn, and speakers can be swapped by hand: the sound itself stays true.
    """
    if len(peaks) != 2 or not length_s:
        return (None,) * len(peaks)
    leaning = 0.0
    for turn in transcript.turns:
        if turn.speaker == "unknown" or turn.start_s is None or turn.end_s is None:
            continue
        loud = [_mean(row, turn.start_s / length_s, turn.end_s / length_s) for row in peaks]
        leaning += (loud[0] - loud[1]) * (1 if turn.speaker == "agent" else -1)
    return ("agent", "customer") if leaning >= 0 else ("customer", "agent")


def _mean(row: tuple[float, ...], start: float, end: float) -> float:
    first = min(int(start * len(row)), len(row) - 1)
    part = row[first : max(first + 1, int(end * len(row)))]
    return sum(part) / len(part)


def player_words() -> dict[str, Any]:
    """The player's own words, in the reader's language."""
    said: dict[str, Any] = {key: t(f"call.player.{key}") for key in _WORDS}
    said |= {role: code("common.speaker", role) for role in ("agent", "customer")}
    keys = ("space", "left", "up", "j", "digit", "e", "c", "n", "enter", "ask")
    said["key_list"] = [[t(f"call.keys.{key}.key"), t(f"call.keys.{key}.does")] for key in keys]
    return said
