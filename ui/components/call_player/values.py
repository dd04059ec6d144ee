"""How a criterion's value is said: in words, as a shape, and how much it asks to be looked at."""

from __future__ import annotations

from scoring.scorecard import CriterionScore, Status
from ui.i18n import t


def value_label(status: Status, value: int | None, top: int) -> str:
    """A value in kind words: never a zero for what isn't known."""
    if status == "na":
        return t("call.value.na")
    if status == "unscored" or value is None:
        return t("call.value.unscored")
    if top == 1:
        return t("call.value.met" if value else "call.value.not_met")
    return f"{value}/{top}"


def value_sign(one: CriterionScore) -> str:
    """The level as a shape, so that nothing hangs on colour."""
    if one.status != "scored" or one.value is None:
        return "–" if one.status == "na" else "?"
    return "●" if one.value == one.max else "○" if one.value == 0 else "◐"


def criterion_tone(score: CriterionScore) -> str:
    """How much a criterion asks to be looked at: critical, look (lowest level), good, or unknown."""
    if score.critical_failed:
        return "critical"
    if score.status != "scored" or score.value is None:
        return "unknown"
    return "look" if score.value == 0 else "good" if score.value == score.max else "plain"
