"""What the desk hands out of learning and trust: frozen records, never rows."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from recordings.errors import Language
from recordings.transcript import Model
from scoring.agreement import LEAST_ITEMS, Interval
from scoring.scorecard import Trust

GroupKind = Literal["team", "topic", "quality", "length"]


class Figures(Model):
    """Agreement with reviewers on calls that were not learned from; see `scoring.learning.trial.HeldOut`."""

    items: int
    exact: float | None
    exact_ci: Interval | None = None
    corrected: float | None
    corrected_ci: Interval | None = None
    bias: float | None
    calibration: float | None = None

    @property
    def enough(self) -> bool:
        """Whether there are so many calls that the figures deserve to be shown."""
        return self.items >= LEAST_ITEMS

    def clears(self, threshold: float) -> bool:
        """Whether the lower end of the interval is at or above `threshold`."""
        return self.enough and self.corrected_ci is not None and self.corrected_ci.low >= threshold


class GroupGap(Model):
    """How one group of calls is scored beside all others. Teams are numbered, never named."""

    kind: GroupKind
    name: str
    items: int
    exact: float
    apart: float  # levels by which the machine is milder towards this group than reviewers are, against the others
    low: float
    high: float
    differs: bool


class Sample(Model):
    """What a held-out call was said to be, and the sentence that weighed most."""

    call_id: str
    quote: str
    level: int
    sure: float
    human: int


class ModelReport(Model):
    """How a learned version fared before it was ever used."""

    labels: int
    levels: dict[int, int]  # how many reviews gave each level
    reviewers: int
    learned: Figures
    rules: Figures
    by_reviewer: Figures | None  # with every reviewer's calls held out in turn; None: a single reviewer
    flip_calls: int
    flip_changed: int
    groups: tuple[GroupGap, ...]
    samples: tuple[Sample, ...]
    seconds: float

    @property
    def fair(self) -> bool:
        """Whether swapping who people are changes nothing and no group is treated differently."""
        return self.flip_changed == 0 and not any(gap.differs for gap in self.groups)

    @property
    def better(self) -> bool:
        """Whether it agrees with reviewers more than the rules do on the same calls."""
        return (self.learned.corrected or 0.0) > (self.rules.corrected or 0.0)


class ModelVersion(Model):
    """One learned version of a criterion."""

    id: int
    criterion_id: str
    version: int
    labels: int
    created_at: datetime
    by: str | None
    report: ModelReport


class LearningRun(Model):
    """Learning from reviews, under way or over."""

    id: int
    rubric_id: str
    language: Language
    state: Literal["queued", "running", "done", "failed"]
    total: int
    done: int
    learned: int
    by: str | None
    created_at: datetime

    @property
    def share(self) -> float:
        """How far it is, 0..1."""
        return self.done / self.total if self.total else 0.0


class CriterionTrust(Model):
    """How one criterion stands: what gives its value, how far it is trusted, and what that rests on."""

    criterion_id: str
    mode: Trust
    decided: bool  # whether anybody has; else it stands as it ships
    share: float
    threshold: float
    watched: int
    since: datetime | None
    by: str | None  # None: nobody yet, or the drift watch
    model_version: int | None
    learnable: bool
    labels: int  # reviews that gave a level
    figures: Figures  # of what gives the value now
    clears: bool
    fair: bool


class Alert(Model):
    """Something that asks for a look."""

    id: int
    at: datetime
    kind: str
    subject: str
    fields: dict[str, str | int | float | None]
