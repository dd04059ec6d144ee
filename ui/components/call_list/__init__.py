"""The list of calls: a table that turns into cards on a telephone. Risk and critical failures are marked first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from desk.permissions import Actor
from desk.views import CallRow
from ui import names
from ui.components.call_header import gravest_first, other_reasons, title
from ui.formats import clock, score, when
from ui.i18n import code, pick, t
from ui.links import call_link

_HERE = Path(__file__).parent
COLUMNS = ("started_at", "what", "agent", "duration_s", "auto_total", "human_total", "flags")
SORTABLE = ("started_at", "agent", "duration_s", "auto_total", "human_total")

_LIST = st.components.v2.component(
    "tingxin_call_list",
    html='<div class="list"><table>\n</table></div>',
    css=(_HERE / "list.css").read_text(encoding="utf-8"),
    js=(_HERE / "list.js").read_text(encoding="utf-8"),
)


def list_payload(rows: tuple[CallRow, ...], actor: Actor, *, sort: str) -> dict[str, Any]:
    """What the list shows. `sort`: one of `SORTABLE`, `-` before it for descending."""
    labels = {key: t(f"calls.column.{key}") for key in COLUMNS}
    columns = [
        {
            "key": key,
            "name": labels[key],
            "sortable": key in SORTABLE,
            "sort_label": t("calls.sort", name=labels[key]),
        }
        for key in COLUMNS
    ]
    return {
        "label": t("calls.title"),
        "labels": labels,
        "columns": columns,
        "sort": sort,
        "rows": [_row(row, actor) for row in rows],
    }


def _row(row: CallRow, actor: Actor) -> dict[str, Any]:
    topic = names.of(names.topics(), row.topic) if row.topic else None
    if topic is not None and topic in title(row):
        topic = None
    language = code("common.lang", row.language) if row.language else None
    return {
        "id": row.id,
        "href": call_link(row.id),
        "title": title(row),
        "below": " · ".join(part for part in (topic, language, _engine(row)) if part),
        "error": pick(row.error) if row.status == "failed" else None,
        "retry": t("calls.retry") if row.status == "failed" and actor.may("calls.write") else None,
        "started_at": when(row.started_at),
        "agent": " · ".join(part for part in (row.agent, row.team) if part),
        "duration_s": clock(row.duration_s),
        "auto_total": score(row.auto_total),
        "human_total": score(row.human_total),
        "tone": "risk" if row.risks else None,
        "flags": flags(row),
    }


def _engine(row: CallRow) -> str | None:
    return t("calls.draft") if row.quality == "draft" else None


def flags(row: CallRow) -> list[dict[str, str]]:
    """What to look at, the gravest first: risk, critical failures, failures, doubts, where it stands."""
    found = [{"tone": "red", "sign": "▲", "text": code("common.risk", risk)} for risk in gravest_first(row.risks)]
    found += [{"tone": "red", "sign": "◆", "text": _critical(one)} for one in row.critical]
    if row.status != "done":
        tone, sign = ("look", "!") if row.status == "failed" else ("plain", "…")
        step = f" · {code('common.step', row.step)} {row.progress:.0%}" if row.status == "running" else ""
        found.append({"tone": tone, "sign": sign, "text": code("common.status", row.status) + step})
    elif row.reviewed_at is not None:
        found.append({"tone": "good", "sign": "✓", "text": t("calls.reviewed")})
    elif row.needs_review:
        reasons = other_reasons(row)
        found.append({"tone": "look", "sign": "○", "text": reasons[0] if reasons else t("calls.to_review")})
    return found


def _critical(criterion_id: str) -> str:
    return t("call.critical_at", criterion=names.of(names.criteria(), criterion_id))


def call_list(
    data: dict[str, Any],
    *,
    key: str,
    on_open: Callable[[], None],
    on_sort: Callable[[], None],
    on_retry: Callable[[], None],
) -> None:
    """Draw the list. The callbacks read the call or column from `st.session_state[key]`."""
    _LIST(key=key, data=data, on_open_change=on_open, on_sort_change=on_sort, on_retry_change=on_retry)
