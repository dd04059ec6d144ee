"""What would change on past calls: a sentence, a table per criterion, and the calls that move most."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from desk.what_if import Preview
from scoring.compare import CallMove, ClaimMove, Comparison, CriterionChange, Value
from ui import names
from ui.components.call_header import title
from ui.formats import plain, score, when
from ui.i18n import code, t
from ui.links import call_link


def what_would_change(found: Preview, called: Mapping[str, str]) -> None:
    """Draw it.

    Args:
        found: What the desk worked out.
        called: Names of the criteria of both sides, in the reader's language.
    """
    made = found.comparison
    st.markdown(f"**{sentence(made)}**")
    if not made.moved:
        return
    moved = [one for one in made.criteria if one.moved]
    if moved:
        st.caption(t("change.table", n=len(moved)))
        st.dataframe([_row(one, called) for one in moved], hide_index=True, width="stretch")
    unmoved = len(made.criteria) - len(moved)
    if unmoved and moved:
        st.caption(t("change.unmoved", n=unmoved))
    st.markdown(f"**{t('change.movers')}**")
    for move in made.movers:
        st.markdown("\n".join((_line(move, found, called), *(f"    - {claim_line(one)}" for one in move.claims[:4]))))


def sentence(made: Comparison) -> str:
    """The whole in one or two sentences."""
    if not made.calls:
        return t("change.no_calls")
    if not made.moved:
        return t("change.nothing", n=made.calls)
    said = t("change.some", moved=made.moved, calls=made.calls)
    if made.before is not None and made.after is not None:
        said += t("change.total", before=score(made.before), after=score(made.after))
    if made.newly_critical or made.no_longer_critical:
        said += t("change.critical", more=made.newly_critical, fewer=made.no_longer_critical)
    return said.strip()


def _row(one: CriterionChange, called: Mapping[str, str]) -> dict[str, object]:
    column = {key: t(f"change.column.{key}") for key in ("criterion", "before", "after", "raised", "lowered")}
    return {
        column["criterion"]: names.of(called, one.id),
        column["before"]: _percent(one.before),
        column["after"]: _percent(one.after),
        column["raised"]: one.raised,
        column["lowered"]: one.lowered,
        t("change.column.appeared"): one.appeared,
        t("change.column.vanished"): one.vanished,
    }


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.0f} %"


def _line(move: CallMove, found: Preview, called: Mapping[str, str]) -> str:
    row = found.calls[move.key]
    change = "" if move.change is None else f" ({move.change:+.1f})"
    parts = [f"{names.of(called, one.id)} {level(one.before)} → {level(one.after)}" for one in move.criteria[:4]]
    if len(move.criteria) > 4:
        parts.append(t("change.more", n=len(move.criteria) - 4))
    head = f"- [{plain(title(row))} · {when(row.started_at)}]({call_link(row.id)})"
    whole = f"{head} **{score(move.before)} → {score(move.after)}**{change}"
    return f"{whole} — {plain('; '.join(parts))}" if parts else whole


def claim_line(one: ClaimMove) -> str:
    """One claim with both verdicts, in words."""
    before, after = (code("common.verdict", side) if side else t("change.no_claim") for side in (one.before, one.after))
    return t("change.claim", quote=plain(one.quote), before=before, after=after)


def level(value: Value) -> str:
    """A level as people write it: 1/2, or why there is none."""
    if value.status is None:
        return t("change.absent")
    if value.value is None:
        return t(f"change.status.{value.status}")
    return f"{value.value}/{value.max}"
