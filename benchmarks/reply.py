"""A trainee's spoken reply of six seconds, with random weights of base size: how long until its text stands.

Measured from the recording as the browser sends it to the text in the box, voice detection, level and word times
included, with the engine loaded (the room loads it while the customer speaks); then also to the customer's answer.
Random weights end no text by themselves, so every reply takes its whole budget of tokens.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.engines import prepare
from benchmarks.table import Row
from recordings.engines.loop import Effort
from recordings.engines.pick import pick_engine
from recordings.reply import level, reply_engine, reply_text
from recordings.transcribe import transcribe

SECONDS, TOKENS = 6.0, 40  # Chinese is spoken at some five characters a second, 1.3 tokens each
TIMES = 20
BAR_S = 2.0  # p95
REPLY = "您好，我听得出来您很着急。传票是哪天收到的？您现在的收入怎么样？"


def rows() -> list[Row]:
    """The reply, beside the same recording heard as a call is, and by the reference engine."""
    from tests.desk.sounds import speech

    with tempfile.TemporaryDirectory(prefix="tingxin-bench-") as folder:
        prepare(folder)
        sound = speech(Path(folder) / "reply.wav", 3, SECONDS)
        _engine("whisper-ct2", folder)
        ours = _taken(lambda: _reply(sound, "whisper-ct2", folder))
        twice = _taken(lambda: _reply(sound, "whisper-ct2", folder, told=True), runs=3)
        as_call = _taken(lambda: _as_call(sound, folder), runs=3)
        _engine("whisper", folder)
        reference = _taken(lambda: _reply(sound, "whisper", folder), runs=1)
    answer = _taken(_answer())
    return [
        Row(
            f"a spoken reply of {SECONDS:.0f} s to its text, {TOKENS} tokens, {TIMES} times: p95",
            f"{ours.p95:.2f} s (median {ours})",
            f"heard as a call, voices told apart: {as_call}; by whisper: {reference}",
            f"{as_call.median / ours.median:.1f} × and {reference.median / ours.median:.1f} × faster",
            f"≤ {BAR_S:g} s",
            ours.p95 <= BAR_S,
        ),
        Row("the same where the engine doubts what it heard and listens again", f"{twice}"),
        Row(
            "the reply to the customer's answer: p95",
            f"{ours.p95 + answer.p95:.2f} s",
            f"the answer alone: {1000 * answer.median:.0f} ms",
            "",
            f"≤ {BAR_S:g} s",
            ours.p95 + answer.p95 <= BAR_S,
        ),
    ]


def _engine(name: str, folder: str) -> None:
    """Load the engine, for calls and for replies, with the budget of the measurement; both stay loaded."""
    call: Any = pick_engine(name, language="zh", models_folder=Path(folder)).engine
    reply: Any = reply_engine("zh", engine=name, models_folder=Path(folder))
    call.effort = reply.effort = Effort(longest=TOKENS, temperatures=(0.0,))


def _reply(sound: Path, engine: str, folder: str, *, told: bool = False) -> None:
    """`told` what to expect, random weights are doubted and heard once more without; else they are heard once."""
    level(sound)
    reply_text(sound, "zh", engine=engine, models_folder=Path(folder), vocabulary=None if told else {})


def _as_call(sound: Path, folder: str) -> None:
    transcribe(sound, "whisper-ct2", "zh", models_folder=Path(folder))


def _answer() -> Callable[[], object]:
    """The customer's answer to a reply that was never read before."""
    from scenarios import player
    from scenarios.load import load_script
    from scenarios.state import Reply

    script = load_script("li_card_debt")
    state, said = player.start(script, "zh").state, iter(range(TIMES + 1))
    return lambda: player.step(script, state, Reply(text=f"{REPLY}第{next(said)}次"))


@dataclass(frozen=True)
class Taken:
    """Seconds of the clock and of the processor, run by run."""

    clock: tuple[float, ...]
    processor: tuple[float, ...]

    @property
    def p95(self) -> float:
        """Of the clock."""
        return sorted(self.clock)[round(0.95 * len(self.clock)) - 1]

    @property
    def median(self) -> float:
        """Of the clock."""
        return statistics.median(self.clock)

    def __str__(self) -> str:
        return f"{self.median:.2f} s ({statistics.median(self.processor):.2f} s of processor)"


def _taken(work: Callable[[], object], *, runs: int = TIMES) -> Taken:
    """Each run after one that isn't counted."""
    work()
    clock, processor = [], []
    for _ in range(runs):
        begun, busy = time.perf_counter(), time.process_time()
        work()
        clock.append(time.perf_counter() - begun)
        processor.append(time.process_time() - busy)
    return Taken(tuple(clock), tuple(processor))
