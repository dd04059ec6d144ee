"""Scoring: calls of 60 turns that never repeat, on two processes, beside the bare search for acts in the same turns."""

from __future__ import annotations

import re
import resource
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from benchmarks.table import Row, median_s
from benchmarks.varied import TURNS, varied
from recordings.errors import Language
from scoring.acts import find_acts
from scoring.knowledge import load_knowledge
from scoring.loaded import keep_loaded
from scoring.normalise import normalise
from scoring.phrasebook import load_phrasebook
from scoring.rubric import load_rubric
from scoring.score import score

LANGUAGES: tuple[Language, ...] = ("zh", "en")
PROCESSES = 2
CALLS = 120  # a process and language
LEAST_A_SECOND = 150.0
MOST_GROWN = 1.1


def _score(language: Language, count: int, seed: int) -> float:
    """Seconds that so many calls take, made beforehand."""
    rubric, knowledge = load_rubric(), load_knowledge()
    calls = list(varied(language, count, seed))
    begun = time.perf_counter()
    for call in calls:
        score(call, rubric, knowledge)
    return time.perf_counter() - begun


def _resident_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _worker(number: int) -> tuple[float, float, float]:
    """One process's work: seconds, and megabytes at its beginning and end."""
    for language in LANGUAGES:
        _score(language, 40, number + 500)  # patterns are compiled when first needed
    keep_loaded()  # as the processes of `desk.rescoring_work` do
    before = _resident_mb()
    taken = sum(_score(language, CALLS, number) for language in LANGUAGES)
    return taken, before, _resident_mb()


def rows() -> list[Row]:
    """Calls a second on two processes, memory, and what the search for acts saves."""
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        done = list(pool.map(_worker, range(1, PROCESSES + 1)))
    a_second = sum(len(LANGUAGES) * CALLS / taken for taken, _, _ in done)
    grown = max(after / before for _, before, after in done)
    turns = [turn for language in LANGUAGES for call in varied(language, 20, 7) for turn in call.turns]
    acts_s = sum(_acts_s(language) for language in LANGUAGES) / (20 * len(LANGUAGES))
    return [
        Row(
            what=f"scoring, calls of {TURNS} turns that never repeat, {PROCESSES} processes",
            figure=f"{a_second:.0f} calls/s",
            compared_with=f"acts alone: {PROCESSES / acts_s:.0f} calls/s",
            ratio=f"{PROCESSES / acts_s / a_second:.1f} ×",
            bar=f"≥ {LEAST_A_SECOND:.0f}",
            met=a_second >= LEAST_A_SECOND,
        ),
        Row(
            what=f"memory after {len(LANGUAGES) * CALLS} more calls",
            figure=f"{max(after for _, _, after in done):.0f} MB",
            compared_with=f"before: {max(before for _, before, _ in done):.0f} MB",
            ratio=f"{grown:.2f} ×",
            bar=f"≤ {MOST_GROWN} ×",
            met=grown <= MOST_GROWN,
        ),
        _search_row([(turn.text, "zh") for turn in turns[: len(turns) // 2] if turn.speaker == "agent"]),
    ]


def _acts_s(language: Language) -> float:
    """Seconds that the search for acts takes in the agent's turns of 20 calls."""
    texts = [turn.text for call in varied(language, 20, 3) for turn in call.turns if turn.speaker == "agent"]
    for call in varied(language, 20, 4):  # patterns are compiled when first needed
        for turn in call.turns:
            find_acts(turn.text, language)
    begun = time.perf_counter()
    for text in texts:
        find_acts(text, language)
    return time.perf_counter() - begun


def _search_row(texts: list[tuple[str, Language]]) -> Row:
    """The phrases of acts, tried where their words stand, beside each tried everywhere."""
    book = load_phrasebook("zh", "acts")
    patterns = [re.compile(source) for source in book.sources]
    evened = [normalise(text, language).text for text, language in texts[:100]]
    quick_s = median_s(lambda: [list(book.find(text)) for text in evened])
    slow_s = median_s(lambda: [list(pattern.finditer(text)) for text in evened for pattern in patterns], runs=3)
    return Row(
        what=f"looking for {len(book)} phrases in a turn (zh)",
        figure=f"{quick_s / len(evened) * 1e6:.0f} µs",
        compared_with=f"each tried: {slow_s / len(evened) * 1e6:.0f} µs",
        ratio=f"{slow_s / quick_s:.1f} ×",
    )
