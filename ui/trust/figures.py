"""Agreement in words: the figure with its interval, or why there is none."""

from __future__ import annotations

from desk.learning_views import CriterionTrust, Figures
from scoring.agreement import Interval
from ui.i18n import t


def with_interval(value: float | None, ends: Interval | None, *, share: bool = False) -> str:
    """`0.82 (0.75–0.88)`; words where nothing can be told."""
    if value is None:
        return t("trust.none")
    form = "{:.0%}" if share else "{:.2f}"
    return form.format(value) + (f" ({form.format(ends.low)}–{form.format(ends.high)})" if ends else "")


def sentence(figures: Figures) -> str:
    """How far it agrees; small samples say so instead of showing a number."""
    if not figures.enough:
        return t("trust.few", n=figures.items)
    if figures.corrected is None:
        return t("trust.untold", n=figures.items)
    return t("trust.agreement", figure=with_interval(figures.corrected, figures.corrected_ci), n=figures.items)


def verdict(line: CriterionTrust) -> tuple[str, str]:
    """Whether more trust is earned, in words, and the colour that goes with it."""
    if not line.fair:
        return t("trust.unfair"), "red"
    threshold = f"{line.threshold:.2f}"
    return (t("trust.earned", threshold=threshold), "green") if line.clears else (
        t("trust.not_earned", threshold=threshold), "gray",
    )  # fmt: skip


def mode_words(line: CriterionTrust) -> str:
    """The policy, with its share."""
    if not line.decided:
        return t("trust.undecided")
    said = t(f"trust.mode.{line.mode}")
    return said if line.mode == "auto" else f"{said} {line.share:.0%}"
