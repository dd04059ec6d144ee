"""The general rubric in English: the format holds criteria that 12363 doesn't know, and its scores are fair."""

from __future__ import annotations

import pytest

from recordings.transcript import Transcript
from scoring.lint import lint_rubric
from scoring.rubric import load_rubric
from scoring.score import score
from scoring.scorecard import Scorecard
from tests.scoring.talk import talk

LATE_PARCEL = (
    "c: Hi. My parcel was due last Tuesday and it still hasn't come. I'm really frustrated, it's my daughter's "
    "birthday on Saturday.",
)
GOOD = (
    "a: Good morning, thank you for calling, this is Priya speaking. How can I help?",
    *LATE_PARCEL,
    "a: I'm so sorry, I can hear how frustrating that is, with the birthday on Saturday. Can I ask, when did you place "
    "the order?",
    "c: On the third, an order for sixty pounds.",
    "a: And has the courier left you any message at all?",
    "c: No, nothing.",
    "a: So if I've got this right, the sixty pound order from the third never came and the courier left no message. Is "
    "that right?",
    "c: Yes, exactly.",
    "a: I'll send a replacement today by express so that it reaches you before your daughter's birthday on Saturday, "
    "and I'll email you the tracking number within the hour.",
    "c: That would be great, thank you.",
    "a: Does that sort it out for you, or is there anything else I can do?",
    "c: No, that's everything.",
    "a: Thank you for calling. Goodbye.",
)
POOR = (
    "a: Yes?",
    *LATE_PARCEL,
    "a: There's nothing I can do about that.",
    "c: But I paid sixty pounds for it.",
    "a: Well, that is your own fault.",
    "c: Can't you at least refund me?",
    "a: Just give me your password and the code we texted you.",
    "c: I don't think so.",
    "a: That's it then.",
)


def judged(*lines: str, times: list[tuple[float, float]] | None = None) -> Scorecard:
    said: Transcript = talk("en", *lines, times=times)
    return score(said, load_rubric("service_en"), None)


def values(card: Scorecard) -> dict[str, int | str | None]:
    return {one.id: one.value if one.status == "scored" else one.status for one in card.criteria}


def test_it_has_nothing_to_mend() -> None:
    assert lint_rubric("service_en") == ()


def test_a_good_call_reaches_every_top_level_that_a_text_can_show() -> None:
    card = judged(*GOOD)
    top = {line.id: line.max for line in load_rubric("service_en").criteria}
    assert values(card) == {**top, "lets_finish": "unscored", "waits_announced": "unscored"}
    assert card.total == 100


def test_a_poor_call_is_told_apart_and_critical_failures_are_named() -> None:
    card = judged(*POOR)
    found = values(card)
    lowest = ("greeting", "anything_else", "acknowledges", "asks_first", "plays_back", "fits_the_case", "way_forward",
              "what_happens_next", "courtesy", "data_safety")  # fmt: skip
    assert {name: found[name] for name in lowest} == dict.fromkeys(lowest, 0)
    assert card.critical_failed == ("courtesy", "data_safety")
    assert card.total == 0


def test_its_own_allowance_counts_and_not_that_of_12363() -> None:
    """Twelve seconds of silence: too long for 12363 (10 s), allowed here (15 s); sixteen are not."""
    lines = ("a: Good morning, how can I help?", *LATE_PARCEL, "a: I see.", "c: So what now?", "a: I'm not sure.")
    for wait_s, level in ((12.0, 2), (16.0, 1)):
        times = [(0, 2), (3, 8), (9, 10), (10 + wait_s, 12 + wait_s), (12 + wait_s, 14 + wait_s)]
        times[3], times[4] = (10.5, 11.5), (11.5 + wait_s, 13 + wait_s)
        assert values(judged(*lines, times=times))["waits_announced"] == level


@pytest.mark.parametrize(
    ("lines", "level"),
    [
        (GOOD, 1),
        (("a: What do you want?", *LATE_PARCEL, "a: Hm.", "c: Well?", "a: Good morning to you, by the way."), 0),
        (("u: Hi.", *LATE_PARCEL, "a: Good morning."), "unscored"),  # the recording starts midway
    ],
)
def test_a_greeting_counts_at_the_start_alone(lines: tuple[str, ...], level: int | str) -> None:
    assert values(judged(*lines))["greeting"] == level


def test_what_an_author_wrote_as_an_anchor_is_what_the_agent_reads() -> None:
    said = judged(*POOR).criterion("way_forward").explanation.text
    assert "Refuses and leaves it there" in said.en
    assert "只拒绝，没有给出路" in said.zh


def test_scores_point_at_their_words() -> None:
    evidence = judged(*POOR).criterion("way_forward").evidence[0]
    assert evidence.quote in POOR[2]
