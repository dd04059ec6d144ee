"""What stands beside the machine's value: a language model's opinion, and what gave the value itself."""

from __future__ import annotations

from typing import Any

from scoring.scorecard import CriterionScore, Scorecard
from ui.components.call_player.values import value_label
from ui.i18n import pick, t

UNVERIFIED = "judge_unverified"  # code of a value whose quotes were not in the call


def opinion(judged: Scorecard | None, criterion_id: str) -> dict[str, Any] | None:
    """The model's value with its reason; None where there is no model, or it was not asked about this."""
    line = None if judged is None else next((one for one in judged.criteria if one.id == criterion_id), None)
    if line is None or (line.engine != "judge" and line.explanation.code != UNVERIFIED):
        return None
    if line.explanation.code == UNVERIFIED:
        return {"label": t("call.judge_unverified"), "note": pick(line.explanation.text)}
    value = value_label(line.status, line.value, line.max)
    return {"label": t("call.judge_is", value=value), "note": pick(line.explanation.text)}


def given_by(one: CriterionScore) -> str | None:
    """Which engine and version gave the value and how far it was trusted; None where that says nothing new."""
    said = []
    if one.engine == "learned":
        said.append(t("call.given_by.learned", version=one.model or "–"))
    if one.policy is not None:
        said.append(t(f"call.policy.{one.policy}"))
    return " · ".join(said) or None
