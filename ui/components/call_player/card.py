"""The scorecard as the player draws it: the machine's values, a person's beside them, never blended."""

from __future__ import annotations

from typing import Any

from desk import reviews
from desk.views import CallDetail, Draft, DraftValue
from recordings.transcript import Transcript
from scoring.scorecard import CriterionScore, Evidence, Scorecard, SectionScore, Status
from ui import names
from ui.components.call_player.second_opinion import given_by, opinion
from ui.components.call_player.values import criterion_tone, value_label, value_sign
from ui.formats import score
from ui.i18n import pick, t

DOUBT_BELOW = 0.7  # confidence under which the page says so; the rubric's own threshold decides who reviews


def card_payload(
    auto: Scorecard | None,
    draft: Draft | None,
    published: Scorecard | None,
    transcript: Transcript,
    *,
    editable: bool,
    judged: Scorecard | None = None,
) -> dict[str, Any] | None:
    """The scorecard for the player; None while there is none. `judged`: the language model's, where one was asked."""
    if auto is None:
        return None
    yours = _yours(auto, draft, published)
    return {
        "editable": editable,
        "publishable": editable and may_publish(draft, published),
        "sections": [_section(section, yours) for section in auto.sections],
        "criteria": [
            _criterion(one, yours.values.get(one.id), transcript, auto.rubric) | {"judge": opinion(judged, one.id)}
            for one in auto.criteria
        ],
    }


class _Yours:
    """A person's values: the draft while one is under way, else what was published last."""

    def __init__(self, values: dict[str, dict[str, Any]], sections: dict[str, float | None] | None, words: str) -> None:
        self.values = values
        self.sections = sections
        self.words = words  # key of "You: …" or "Reviewed: …"


def _yours(auto: Scorecard, draft: Draft | None, published: Scorecard | None) -> _Yours:
    if draft is None:
        return _published(auto, published)
    values = {value.criterion_id: _drafted(value, published) for value in draft.values if _told(value, published)}
    if draft.updated_at is not None:
        return _Yours(values, draft.sections, "call.yours_is")
    return _Yours(values, draft.sections if published is not None else None, "call.reviewed_is")


def _told(value: DraftValue, published: Scorecard | None) -> bool:
    """Whether a value is told beside the machine's: it differs from it, or from the published review."""
    return value.overridden or _pending(value, published)


def _drafted(value: DraftValue, published: Scorecard | None) -> dict[str, Any]:
    words = "call.yours_is" if _pending(value, published) else "call.reviewed_is"
    return {
        "label": t(words, value=value_label(value.status, value.value, value.max)),
        "note": " · ".join(part for part in (value.reason, value.comment) if part),
        "undoable": value.overridden,
    }


def _published(auto: Scorecard, published: Scorecard | None) -> _Yours:
    if published is None:
        return _Yours({}, None, "call.reviewed_is")
    values: dict[str, dict[str, Any]] = {
        one.id: {
            "label": t("call.reviewed_is", value=value_label(one.status, one.value, one.max)),
            "note": pick(one.explanation.text) if one.explanation.code == "reviewer" else "",
        }
        for one in published.criteria
        if (one.status, one.value) != _of(auto, one.id, (one.status, one.value))
    }
    return _Yours(values, {section.id: section.score for section in published.sections}, "call.reviewed_is")


def review_of(detail: CallDetail) -> Scorecard | None:
    """The published review that holds; None where there is none, or the machine has scored anew since (a swap)."""
    return reviews.holding(detail.scorecards)


def pending(draft: Draft, published: Scorecard | None) -> list[DraftValue]:
    """What the draft would change: against the published review, else against the machine."""
    return [value for value in draft.values if _pending(value, published)]


def _pending(value: DraftValue, published: Scorecard | None) -> bool:
    return (value.status, value.value) != standing(value, published)


def standing(value: DraftValue, published: Scorecard | None) -> tuple[Status, int | None]:
    """What holds now: the published review's value, else the machine's."""
    machine = (value.auto_status, value.auto_value)
    return machine if published is None else _of(published, value.criterion_id, machine)


def may_publish(draft: Draft | None, published: Scorecard | None) -> bool:
    """Whether there is anything to publish: a change, or a first review that agrees with the machine."""
    return draft is not None and (published is None or draft.updated_at is not None)


def _of(card: Scorecard, criterion_id: str, other: tuple[Status, int | None]) -> tuple[Status, int | None]:
    """What a scorecard says of a criterion; `other` where its rubric has no such line."""
    found = next((one for one in card.criteria if one.id == criterion_id), None)
    return other if found is None else (found.status, found.value)


def _section(section: SectionScore, yours: _Yours) -> dict[str, Any]:
    zeroed = section.score_before_critical is not None and section.score != section.score_before_critical
    own = None if yours.sections is None else yours.sections.get(section.id)
    return {
        "id": section.id,
        "name": names.of(names.sections(), section.id),
        "auto": score(section.score),
        "yours": None if own is None else t(yours.words, value=score(own)),
        "zeroed": t("call.zeroed", before=score(section.score_before_critical)) if zeroed else None,
    }


def _criterion(
    one: CriterionScore, yours: dict[str, Any] | None, transcript: Transcript, rubric: str
) -> dict[str, Any]:
    rule = names.criterion(one.id, rubric)
    doubt = one.status == "scored" and one.confidence < DOUBT_BELOW
    return {
        "id": one.id,
        "section": one.section,
        "name": names.of(names.criteria(), one.id),
        "help": "" if rule is None else pick(rule.help),
        "tone": criterion_tone(one),
        "sign": value_sign(one),
        "label": value_label(one.status, one.value, one.max),
        "flag": t("call.critical") if one.critical_failed else None,
        "why": pick(one.explanation.text),
        "doubt": t("call.doubt", share=f"{one.confidence:.0%}") if doubt else None,
        "yours": yours,
        "given": given_by(one),
        "evidence": [_evidence(evidence, transcript) for evidence in one.evidence],
    }


def _evidence(evidence: Evidence, transcript: Transcript) -> dict[str, Any]:
    start = evidence.start_s
    if start is None and evidence.turn < len(transcript.turns):
        start = transcript.turns[evidence.turn].start_s
    return {
        "turn": evidence.turn,
        "start": start,
        "quote": evidence.quote,
        "place": t("call.turn", n=evidence.turn + 1),
    }
