"""Every criterion as each source has it: automatic, what the rules alone said, the language model, a person."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from desk.views import CallDetail
from scoring.learning.from_calls import by_rules
from scoring.scorecard import CriterionScore, Scorecard, Status
from ui import names
from ui.components.call_player.card import review_of
from ui.components.call_player.values import value_label
from ui.i18n import t


def side_by_side(detail: CallDetail) -> None:
    """Draw it; a source that this call lacks has no column."""
    auto = detail.latest("auto")
    if auto is None:
        return
    judged, human = detail.latest("judge"), review_of(detail)
    rows = [_row(one, judged, human, rules=_any_learned(auto)) for one in auto.criteria]
    differ = sum(row[t("call.compare.same")] == t("call.compare.differ") for row in rows)
    alone = judged is None and human is None and not _any_learned(auto)
    st.markdown(t("call.compare.alone") if alone else t("call.compare.sentence", n=differ, of=len(rows)))
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch")
    if judged is not None:
        st.caption(t("call.judge_help"))


def _any_learned(card: Scorecard) -> bool:
    return any(one.engine == "learned" for one in card.criteria)


def _row(one: CriterionScore, judged: Scorecard | None, human: Scorecard | None, *, rules: bool) -> dict[str, str]:
    said: dict[str, tuple[Status, int | None] | None] = {"auto": (one.status, one.value)}
    if rules:
        status, value, _ = by_rules(one)
        said["rules"] = (status, value)  # type: ignore[assignment]
    if judged is not None:
        said["judge"] = _asked(judged, one.id)
    if human is not None:
        said["human"] = _of(human, one.id)
    given = {pair for pair in said.values() if pair is not None}
    row = {t("call.compare.criterion"): names.of(names.criteria(), one.id)}
    row |= {
        t(f"call.compare.{source}"): t("call.compare.not_asked") if pair is None else value_label(*pair, one.max)
        for source, pair in said.items()
    }
    row[t("call.compare.same")] = t("call.compare.all_same" if len(given) == 1 else "call.compare.differ")
    return row


def _asked(judged: Scorecard, criterion_id: str) -> tuple[Status, int | None] | None:
    """The model's own value; None where it was not asked, or could not show where it is said."""
    line = next((one for one in judged.criteria if one.id == criterion_id), None)
    return (line.status, line.value) if line is not None and line.engine == "judge" else None


def _of(card: Scorecard, criterion_id: str) -> tuple[Status, int | None] | None:
    line = next((one for one in card.criteria if one.id == criterion_id), None)
    return None if line is None else (line.status, line.value)
