"""How far to trust the machine: agreement with reviewers, corrected for chance, with how sure that is."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from desk import agreement, rubric_store
from desk.agreement import AgreementTable, CriterionAgreement
from scoring.agreement import LEAST_ITEMS, Interval
from ui import state
from ui.i18n import language, pick, t

ALL = "all"
GOOD, FAIR = 0.8, 0.6  # of the chance-corrected figure; Krippendorff's limits for firm and for tentative conclusions


def page() -> None:
    """Choose two sides; a sentence, then the table."""
    st.title(t("agreement.title"), anchor=False)
    st.caption(t("agreement.about"))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        pair = st.segmented_control(
            t("agreement.pair"), (ALL, *agreement.PAIRS), default=ALL, required=True, key="agreement_pair",
            format_func=lambda one: t("agreement.all" if one == ALL else f"agreement.pairs.{one}"),
            persist_state="session",
        )  # fmt: skip
        spoken = st.segmented_control(
            t("agreement.language"), ("zh", "en"), default=language(), required=True, key="agreement_language",
            format_func=lambda one: t(f"agreement.languages.{one}"), persist_state="session",
        )  # fmt: skip
    pairs = agreement.PAIRS if pair in (ALL, None) else (pair,)
    with st.spinner(t("agreement.counting")), state.reading() as session:
        tables = agreement.tables(session, state.actor(), pairs, spoken or "zh")
        rubric = rubric_store.in_use(session, spoken or "zh")
    names = {criterion.id: pick(criterion.name) for criterion in rubric.criteria}
    if len(tables) > 1:
        _side_by_side(tables, names)
    else:
        _one_pair(tables[0], names)


def _side_by_side(tables: tuple[AgreementTable, ...], names: dict[str, str]) -> None:
    """Every pair of sides in one table."""
    calls = max(table.calls for table in tables)
    if calls == 0:
        st.info(t("agreement.all_empty"), icon=":material/balance:")
        return
    told = [row for table in tables for row in table.rows if row.enough and row.chance_corrected is not None]
    weak = sum((row.chance_corrected or 0) < FAIR for row in told)
    st.markdown(f"**{t('agreement.all_sentence', calls=calls, told=len(told), weak=weak)}**")
    st.caption(t("agreement.all_about"))
    lines = []
    for at, criterion in enumerate(row.criterion for row in tables[0].rows):
        line = {t("agreement.columns.criterion"): names.get(criterion, criterion)}
        lines.append(line | {t(f"agreement.pairs.{table.pair}"): _cell(table.rows[at]) for table in tables})
    st.dataframe(pd.DataFrame(lines), hide_index=True, width="stretch")
    st.caption(t("agreement.anchored"))
    st.caption(t("agreement.legend", least=LEAST_ITEMS))


def _cell(row: CriterionAgreement) -> str:
    if not row.enough:
        return t("agreement.cell_few", n=row.items)
    if row.chance_corrected is None:
        return t("agreement.cell_none", n=row.items)
    return t("agreement.cell", figure=_with(row.chance_corrected, row.chance_corrected_ci), n=row.items)


def _one_pair(found: AgreementTable, names: dict[str, str]) -> None:
    """One pair of sides: a sentence, then the table with everything."""
    if found.calls == 0:
        st.info(t(f"agreement.empty.{found.pair}"), icon=":material/balance:")
        return
    st.markdown(f"**{_sentence(found.calls, found.rows)}**")
    if found.pair != "human_human":
        st.caption(t("agreement.anchored"))
    st.dataframe(pd.DataFrame([_line(names, row) for row in found.rows]), hide_index=True, width="stretch")
    st.caption(t("agreement.legend", least=LEAST_ITEMS))


def _sentence(calls: int, rows: tuple[CriterionAgreement, ...]) -> str:
    told = [row for row in rows if row.enough and row.exact is not None]
    if not told:
        return t("agreement.too_few", calls=calls, least=LEAST_ITEMS)
    exact = sum((row.exact or 0) * row.items for row in told) / sum(row.items for row in told)
    corrected = [row.chance_corrected for row in told if row.chance_corrected is not None]  # unknown isn't weak
    weak = sum(figure < FAIR for figure in corrected)
    return t("agreement.sentence", calls=calls, exact=f"{exact:.0%}", weak=weak, of=len(corrected))


def _line(names: dict[str, str], row: CriterionAgreement) -> dict[str, str | int]:
    """A row in words; small samples say so instead of a number."""
    line: dict[str, str | int] = {
        t("agreement.columns.criterion"): names.get(row.criterion, row.criterion),
        t("agreement.columns.items"): row.items,
    }
    few = t("agreement.few")
    said = {
        "exact": few if not row.enough else _with(row.exact, row.exact_ci, share=True),
        "corrected": few if not row.enough else _with(row.chance_corrected, row.chance_corrected_ci),
        "verdict": few if not row.enough else _verdict(row.chance_corrected),
        "bias": few if not row.enough else _bias(row.bias),
        "within_one": few if not row.enough else _with(row.within_one, None, share=True),
        "alpha": few if not row.enough else _with(row.alpha, row.alpha_ci),
    }
    line |= {t(f"agreement.columns.{name}"): text for name, text in said.items()}
    line[t("agreement.columns.one_sided")] = row.one_sided
    return line


def _with(value: float | None, ends: Interval | None, *, share: bool = False) -> str:
    if value is None:
        return t("agreement.none")
    form = "{:.0%}" if share else "{:.2f}"
    span = f" ({form.format(ends.low)}–{form.format(ends.high)})" if ends else ""
    return (form.format(value) + span).replace("-", "\u2212")  # a hyphen would run into the dash between the ends


def _verdict(value: float | None) -> str:
    if value is None:
        return t("agreement.none")
    return t(
        "agreement.verdicts.good"
        if value >= GOOD
        else "agreement.verdicts.fair"
        if value >= FAIR
        else "agreement.verdicts.weak"
    )


def _bias(value: float | None) -> str:
    if value is None or abs(value) < 0.05:
        return t("agreement.biases.none")
    return t("agreement.biases.milder" if value > 0 else "agreement.biases.stricter", by=f"{abs(value):.2f}")


page()
