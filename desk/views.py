"""What the desk hands out: frozen records, never rows of the database."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from recordings.errors import Language
from recordings.transcript import Model, Quality, Transcript
from scoring.scorecard import Scorecard, Source, Status
from scoring.wording import Bilingual

CallStatus = Literal["queued", "running", "done", "failed"]
StepName = Literal["queued", "probe", "transcribe", "speakers", "redact", "score", "store", "done"]
CallSource = Literal["upload", "api", "cli", "watch", "demo"]
CardSource = Literal["auto", "human"]
Group = Literal["team", "agent", "topic"]
CALL_SORTS = ("started_at", "created_at", "duration_s", "auto_total", "human_total", "agent", "team", "topic")


# ── calls ────────────────────────────────────────────────────────────────────────────────────────
class CallFilter(Model):
    """Which calls. None means any; `from_`/`to` are days of the centre's time zone, both included."""

    text: str | None = None  # in file name, title, agent, external id or the words that were said
    status: CallStatus | None = None
    needs_review: bool | None = None
    reviewed: bool | None = None
    critical: bool | str | None = None  # True: any critical failure; a criterion's id: that one
    risk: bool | str | None = None
    team: str | None = None
    agent: str | None = None
    topic: str | None = None
    language: Language | None = None
    score_below: float | None = None
    score_from: float | None = None
    from_: date | None = None
    to: date | None = None
    source: CallSource | None = None
    criterion_failed: str | None = None  # criterion scored at its lowest level (drill-down)


ANY_CALL = CallFilter()


class CallRow(Model):
    """One line of the list of calls."""

    id: str
    title: Bilingual | None
    file_name: str
    external_id: str | None
    source: CallSource
    status: CallStatus
    step: StepName
    progress: float  # 0..1 within the whole job
    error: Bilingual | None  # why it failed, fit to show
    agent: str | None
    team: str | None
    topic: str | None
    language: Language | None
    started_at: datetime  # when the call began; when it was taken in where nobody said
    created_at: datetime
    duration_s: float | None
    engine: str | None
    quality: Quality | None
    has_audio: bool
    needs_review: bool
    review_reasons: tuple[str, ...]
    auto_total: float | None
    human_total: float | None
    critical: tuple[str, ...]
    risks: tuple[str, ...]
    reviewed_at: datetime | None
    is_demo: bool


class CallPage(Model):
    """One page of the list; `total` counts all pages' calls."""

    rows: tuple[CallRow, ...]
    total: int
    page: int
    page_size: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least 1."""
        return max(1, -(-self.total // self.page_size))


class StoredScorecard(Model):
    """A scorecard with when and by whom it was given. Newest first in lists."""

    id: int
    source: str
    version: int  # counts from 1 within the source
    created_at: datetime
    by: str | None  # display name of the reviewer; None: the machine
    rescored: bool = False  # the same words on another rubric: a review before it still holds
    scorecard: Scorecard


class JobStep(Model):
    """One step of the pipeline on this call."""

    name: StepName
    state: Literal["waiting", "running", "done", "failed"]


class CallDetail(Model):
    """Everything of one call that this person may see."""

    row: CallRow
    transcript: Transcript | None  # redacted unless asked otherwise and allowed
    original: bool  # whether `transcript` is the unredacted one
    scorecards: tuple[StoredScorecard, ...]
    steps: tuple[JobStep, ...]
    peaks: tuple[tuple[float, ...], ...]  # per channel, 0..1; empty without sound
    previous_id: str | None = None
    next_id: str | None = None

    def latest(self, source: Source) -> Scorecard | None:
        """The newest scorecard of `source`."""
        return next((card.scorecard for card in self.scorecards if card.source == source), None)


class Added(Model):
    """What came of taking in a recording or a transcript."""

    call_id: str
    duplicate: bool


class FilterChoices(Model):
    """Values that the list of calls can be filtered on, sorted."""

    teams: tuple[str, ...]
    agents: tuple[str, ...]
    topics: tuple[str, ...]


# ── reviews ──────────────────────────────────────────────────────────────────────────────────────
class DraftValue(Model):
    """A reviewer's standing value of one criterion; equal to the automatic one unless `overridden`."""

    criterion_id: str
    section: str
    status: Status
    value: int | None
    max: int
    auto_status: Status
    auto_value: int | None
    overridden: bool
    reason: str = ""
    comment: str = ""


class Draft(Model):
    """A reviewer's unpublished work on a call, with the total that it would give."""

    call_id: str
    reviewer: str
    values: tuple[DraftValue, ...]
    total: float | None
    total_before_critical: float | None
    critical_failed: tuple[str, ...]
    sections: dict[str, float | None]
    updated_at: datetime | None

    def value(self, criterion_id: str) -> DraftValue:
        """The value of one criterion. Raises KeyError where there is none."""
        return {value.criterion_id: value for value in self.values}[criterion_id]


class ReviewEvent(Model):
    """One thing that a reviewer did on a call, newest first."""

    at: datetime
    by: str
    action: Literal["override", "clear", "accept"]
    criterion_id: str | None
    old: str | None
    new: str | None
    reason: str
    comment: str
    total: float | None


# ── figures ──────────────────────────────────────────────────────────────────────────────────────
class FigureFilter(Model):
    """Which calls the figures are about; days of the centre's time zone, both included."""

    from_: date | None = None
    to: date | None = None
    team: str | None = None
    agent: str | None = None
    topic: str | None = None
    language: Language | None = None
    source: CardSource = "auto"


ANY_FIGURE = FigureFilter()


class Overview(Model):
    """The numbers at the top. None where there is nothing to count; `previous_*`: the same length of time before."""

    calls: int
    mean_total: float | None
    sections: dict[str, float | None]
    critical_calls: int
    critical_per_1000: float | None
    risk_calls: int
    needs_review: int
    reviewed: int
    coverage_auto: float | None  # share of the calls with an automatic score, 0..1
    coverage_human: float | None
    practice_runs: int
    failed_calls: int
    previous_calls: int
    previous_mean_total: float | None
    previous_critical_per_1000: float | None
    from_: date
    to: date


class TrendPoint(Model):
    """One day (or week, by its Monday)."""

    day: date
    calls: int
    total: float | None
    sections: dict[str, float | None]
    critical: int


class GroupFigure(Model):
    """One team, agent or topic."""

    group: str
    calls: int
    total: float | None
    sections: dict[str, float | None]
    criteria: dict[str, float | None]  # mean score of each criterion, 0-100
    critical: int


class CriticalFigure(Model):
    """How often one critical criterion failed, and the latest calls where it did."""

    criterion_id: str
    calls: int
    call_ids: tuple[str, ...]


class CriterionFigure(Model):
    """One criterion over the calls that were scored on it."""

    criterion_id: str
    section: str
    mean: float | None  # 0-100
    scored: int
    lowest: int  # calls at the lowest level
    points_lost: float  # mean points of the total (0-100) that this criterion cost


class ProgressPoint(Model):
    """One day of practice."""

    day: date
    runs: int
    mean_total: float | None
