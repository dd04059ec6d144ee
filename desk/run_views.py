"""What the desk hands out of practice runs: frozen records, never rows of the database."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, get_args

from pydantic import Field

from recordings.errors import Language
from recordings.transcript import Model, Speaker
from scenarios.hints import Hint
from scoring.findings import Act
from scoring.wording import Bilingual

Mode = Literal["learn", "practise", "certify"]
# passed; below its mark; a critical criterion failed; out of time; with a model answer word for word
Verdict = Literal["passed", "below", "critical", "late", "copied"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
MODES: tuple[Mode, ...] = get_args(Mode)


class RunLine(Model):
    """One line of the conversation so far."""

    speaker: Speaker
    text: str
    line_id: str | None = None  # the script's stable id of a customer line
    step: int = Field(ge=0)
    acts: tuple[str, ...] = ()  # of a trainee's line
    silence_s: float | None = None  # the trainee said nothing for so long; `text` is then empty
    meant: Act | None = None  # chosen when asked what was meant; `text` is then empty


class Lesson(Model):
    """How the moment can be answered, well and badly, for who learns. In the language of the run."""

    strong: str
    strong_why: Bilingual
    weak: str | None = None
    weak_why: Bilingual | None = None


class RunView(Model):
    """Where a practice run stands."""

    id: str
    scenario_id: str
    title: Bilingual
    customer: Bilingual  # their name
    brief: Bilingual
    goals: tuple[Bilingual, ...]
    topic: str
    language: Language
    mode: Mode
    trainee: str
    trainee_id: int
    step: int  # pass it back as `expected_step`
    node: str
    mood: float
    mood_min: float
    mood_max: float
    lines: tuple[RunLine, ...]
    ended: str | None  # resolved, referred, calmed, escalated, hung_up, or out_of_replies
    route: str | None  # why the customer's last line came
    hints: tuple[Hint, ...] = ()  # that were given
    hints_left: int = Field(0, ge=0)
    timed: bool = True  # whether the customer speaks again when nobody answers
    paused: bool = False
    form_due: bool = False  # the form after the call waits to be filled in
    silence_s: float = Field(gt=0)  # how long this customer waits for an answer, in seconds
    lesson: Lesson | None = None  # only in a run to learn
    choices: tuple[Act, ...] = ()  # what the trainee may have meant, where the customer asked
    variant: str | None = None  # of the script's persona
    self_rating: int | None = None  # 0-100, the trainee's guess before the debrief
    total: float | None = None
    settled_total: float | None = None  # after a contest was accepted; beside `total`, never instead
    deadline_at: datetime | None = None  # of a run to certify
    pass_mark: int | None = None  # the same
    verdict: Verdict | None = None  # the same, once it has ended
    parent_run_id: str | None = None
    parent_step: int | None = None
    started_at: datetime
    ended_at: datetime | None = None


class RunRow(Model):
    """One line of the list of practice runs."""

    id: str
    scenario_id: str
    title: Bilingual
    language: Language
    mode: Mode
    trainee: str
    team: str | None
    started_at: datetime
    ended: str | None
    total: float | None
    self_rating: int | None
    steps: int
    verdict: Verdict | None = None
