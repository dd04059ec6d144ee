"""Choosing a period: a length that ends with the latest call, or two days of one's own."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from ui.i18n import t

LENGTHS = (7, 30, 90)  # days


def period_picker(latest: date | None) -> tuple[date, date]:
    """Draw the choice; returns first and last day, both included.

    Args:
        latest: The day of the latest call; today where there is none.
    """
    last = latest or date.today()
    length = st.segmented_control(
        t("overview.period"), LENGTHS, default=30, required=True, key="overview_days",
        format_func=lambda days: t(f"overview.period_{days}"), persist_state="session",
    )  # fmt: skip
    return last - timedelta(days=(length or 30) - 1), last
