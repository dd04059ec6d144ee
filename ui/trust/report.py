"""The report of a learned version: how it fared on what it had not seen, and whether it is fair."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from desk.learning_views import Figures, GroupGap, ModelReport, ModelVersion
from ui import names
from ui.formats import plain
from ui.i18n import code, t
from ui.navigation import go
from ui.trust.figures import with_interval


def report(version: ModelVersion) -> None:
    """Draw it."""
    found = version.report
    st.markdown(f"### {t('trust.report.title', version=version.version)}")
    learned, rules = (with_interval(side.corrected, side.corrected_ci) for side in (found.learned, found.rules))
    st.markdown(t("trust.report.sentence", n=found.learned.items, learned=learned, rules=rules))
    st.dataframe(pd.DataFrame(_sides(found)), hide_index=True, width="stretch")
    if found.by_reviewer is None:
        st.caption(t("trust.report.one_reviewer"))
    _flip(found)
    _groups(found)
    _samples(found)


def _sides(found: ModelReport) -> list[dict[str, str | int]]:
    sides = {"learned": found.learned, "rules": found.rules, "by_reviewer": found.by_reviewer}
    return [_side(t(f"trust.report.{name}"), side) for name, side in sides.items() if side is not None]


def _side(name: str, side: Figures) -> dict[str, str | int]:
    few = None if side.enough else t("trust.few", n=side.items)
    return {
        t("trust.report.side"): name,
        t("trust.report.corrected"): few or with_interval(side.corrected, side.corrected_ci),
        t("trust.report.exact"): few or with_interval(side.exact, side.exact_ci, share=True),
        t("trust.report.items"): side.items,
        t("trust.report.bias"): t("trust.none") if few or side.bias is None else f"{side.bias:+.2f}",
        t("trust.report.calibration"): "–" if side.calibration is None else f"{side.calibration:.2f}",
    }


def _flip(found: ModelReport) -> None:
    if not found.flip_calls:
        st.caption(t("trust.report.flip_none"))
    elif found.flip_changed:
        said = t("trust.report.flip_failed", calls=found.flip_calls, changed=found.flip_changed)
        st.warning(said, icon=":material/swap_horiz:")
    else:
        st.markdown(f":green[:material/check:] {t('trust.report.flip_passed', calls=found.flip_calls)}")


def _groups(found: ModelReport) -> None:
    differs = sum(gap.differs for gap in found.groups)
    if not found.groups:
        st.caption(t("trust.report.groups_none"))
        return
    if differs:
        said = t("trust.report.groups_unfair", n=len(found.groups), differs=differs)
        st.warning(said, icon=":material/balance:")
    else:
        st.markdown(f":green[:material/check:] {t('trust.report.groups_fair', n=len(found.groups))}")
    with st.expander(t("trust.report.groups")):
        st.caption(t("trust.report.groups_about"))
        st.dataframe(pd.DataFrame([_group(gap) for gap in found.groups]), hide_index=True, width="stretch")


def _group(gap: GroupGap) -> dict[str, str | int]:
    called = {
        "topic": lambda: names.of(names.topics(), gap.name),
        "quality": lambda: code("common.quality", gap.name),
        "length": lambda: t(f"trust.report.lengths.{gap.name}"),
        "team": lambda: gap.name,
    }[gap.kind]()
    return {
        t("trust.report.group"): t(f"trust.report.kind.{gap.kind}", name=called),
        t("trust.report.items"): gap.items,
        t("trust.report.exact"): f"{gap.exact:.0%}",
        t("trust.report.apart"): f"{gap.apart:+.2f} ({gap.low:+.2f} – {gap.high:+.2f})",
        t("trust.report.differs"): t("trust.report.different" if gap.differs else "trust.report.alike"),
    }


def _samples(found: ModelReport) -> None:
    if not found.samples:
        return
    st.markdown(f"**{t('trust.report.samples')}**")
    st.caption(t("trust.report.samples_about"))
    for at, sample in enumerate(found.samples):
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(plain(sample.quote))
            st.caption(t("trust.report.sample", level=sample.level, sure=f"{sample.sure:.0%}", human=sample.human))
            st.space("stretch")
            if st.button(t("trust.report.to_call"), key=f"trust_sample_{at}", icon=":material/headset_mic:"):
                go("call", call=sample.call_id)
