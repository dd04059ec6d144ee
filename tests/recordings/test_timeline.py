from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recordings.timeline import MIN_GAP_S, Gap, Interruption, Monologue, Overlap, Timeline, timeline
from recordings.transcript import Speaker, Turn, Word


def turns(*said: tuple[Speaker, float | None, float | None, str]) -> tuple[Turn, ...]:
    return tuple(
        Turn(index=index, speaker=speaker, start_s=start_s, end_s=end_s, text=text)
        for index, (speaker, start_s, end_s, text) in enumerate(said)
    )


def test_without_times_nothing_is_known() -> None:
    chat = turns(("agent", None, None, "您好"), ("customer", None, None, "你好"))
    half = turns(("agent", 0, 1, "您好"), ("customer", 2, None, "你好"))
    assert timeline(chat, "zh") == timeline(half, "zh") == timeline((), "zh") == Timeline()
    assert timeline(chat, "zh").silence_s is None


def test_gaps_of_a_second_and_more_are_silence() -> None:
    # 0–2 agent, 2.9–5 customer (0.9 s apart: none), 6–7 agent (1 s), 19–20 customer (12 s)
    found = timeline(
        turns(("agent", 0, 2, "a"), ("customer", 2.9, 5, "b"), ("agent", 6, 7, "c"), ("customer", 19, 20, "d")), "en"
    )
    assert found.gaps == (Gap(5, 6, "customer", 1, "agent", 2), Gap(7, 19, "agent", 2, "customer", 3))
    assert (found.silence_s, found.longest_silence_s) == (13, 12)


def test_the_ringing_before_and_a_word_within_a_long_one_make_no_gap() -> None:
    # the customer speaks from 5 to 20; what ends within does not open a gap
    found = timeline(turns(("customer", 5, 20, "long"), ("agent", 6, 7, "mm"), ("agent", 20.5, 21, "so")), "en")
    assert found.gaps == ()
    assert (found.silence_s, found.longest_silence_s) == (0, 0)


def test_a_pause_within_a_turn_is_a_gap_where_words_show_it() -> None:
    words = (
        Word(text="one", start_s=0, end_s=1),
        Word(text="moment", start_s=1.5, end_s=2),
        Word(text="so", start_s=9, end_s=10),
    )
    turn = Turn(index=0, speaker="agent", text="one moment so", start_s=0, end_s=10, words=words)
    found = timeline([turn], "en")
    # 1–1.5 is below a second; 2–9 is not
    assert found.gaps == (Gap(2, 9, "agent", 0, "agent", 0),)
    assert found.speech_s == {"agent": 3.0, "customer": 0, "unknown": 0}


def test_overlaps_count_from_three_tenths() -> None:
    found = timeline(
        turns(("agent", 0, 3, "a"), ("customer", 2.8, 5, "b"), ("agent", 4, 6, "c"), ("customer", 7, 8, "d")), "en"
    )
    # 2.8–3 is too short; 4–5 is both
    assert found.overlaps == (Overlap(4, 5),)


@pytest.mark.parametrize(
    ("start_s", "end_s", "text", "cuts_in"),
    [
        (4.0, 7.0, "您先听我说", True),  # in the middle, goes on
        (4.0, 7.0, "嗯嗯,好的", False),  # a word of listening, however long it is drawn
        (4.0, 4.8, "您先听我说", False),  # gives way within a second
        (9.7, 12.0, "您先听我说", False),  # 0.3 s before the end: took the turn a little early
        (0.2, 3.0, "您先听我说", False),  # both began at once
        (9.5, 12.0, "您先听我说", True),  # just early enough
    ],
)
def test_an_interruption_cuts_in_on_speech_that_goes_on(start_s: float, end_s: float, text: str, cuts_in: bool) -> None:
    said = turns(("customer", 0, 10, "我想说的是"), ("agent", start_s, end_s, text))
    found = timeline(said, "zh").interruptions or ()
    assert [(each.at_s, each.turn, each.into) for each in found] == ([(start_s, 1, 0)] if cuts_in else [])


def test_an_interruption_says_who_how_long_and_whether_the_other_stopped() -> None:
    # The customer speaks 0-10; the agent cuts in at 9 for 4 s: both speak for 1 s, then the customer has stopped.
    gives_way = turns(("customer", 0, 10, "我想说的是"), ("agent", 9, 13, "您先听我说"))
    assert timeline(gives_way, "zh").interruptions == (Interruption(9, 1, 0, "agent", 4, 1, gave_way=True),)
    # The customer cuts in at 4 for 3 s, the agent speaks on to 10: both speak for 3 s.
    holds_on = turns(("agent", 0, 10, "按照规定需要"), ("customer", 4, 7, "我等不了了"))
    found = timeline(holds_on, "zh")
    assert found.customer_interruptions == (Interruption(4, 1, 0, "customer", 3, 3, gave_way=False),)
    assert found.interruptions == ()
    # Cut in at 5 and both go on to 10: 5 s are no giving way, though the customer ends first.
    both = turns(("customer", 0, 10, "我想说的是"), ("agent", 5, 12, "您先听我说"))
    assert [each.gave_way for each in timeline(both, "zh").interruptions or ()] == [False]


def test_a_gap_is_announced_where_the_agents_last_turn_before_it_says_so() -> None:
    said = turns(
        ("agent", 0, 2, "请稍等"), ("customer", 2, 3, "好"), ("agent", 20, 22, "查到了"), ("agent", 30, 31, "b")
    )
    assert [gap.announced for gap in timeline(said, "zh", notices={0}).gaps or ()] == [True, False]
    assert [gap.announced for gap in timeline(said, "zh").gaps or ()] == [None, None]


def test_a_customer_who_cuts_in_is_no_agent_interruption() -> None:
    assert timeline(turns(("agent", 0, 10, "a b c"), ("customer", 4, 8, "no no")), "en").interruptions == ()


def test_the_share_is_of_seconds_spoken() -> None:
    # agent 6 s (0–4 and 3–6 overlap with themselves), customer 2 s: 6/8
    found = timeline(turns(("agent", 0, 4, "a"), ("agent", 3, 6, "b"), ("customer", 6, 8, "c")), "en")
    assert found.talk_share_agent == 0.75


def test_the_share_is_not_told_where_much_is_by_nobody_knows_whom() -> None:
    assert timeline(turns(("agent", 0, 4, "a"), ("unknown", 5, 9, "b")), "en").talk_share_agent is None
    assert timeline(turns(("agent", 0, 30, "a"), ("unknown", 31, 32, "b")), "en").talk_share_agent == 1


def test_pace_counts_characters_and_digits_in_chinese() -> None:
    # 您好这里是 (5) 12363 (5) 热线 (2) ATM (1) = 13 in 6 s = 130 a minute
    found = timeline(turns(("agent", 0, 6, "您好,这里是12363热线ATM。"), ("customer", 7, 8, "好")), "zh")
    assert found.pace == 130
    # one second of speech says nothing about a pace
    assert found.customer_pace is None


def test_pace_counts_words_in_english() -> None:
    # I'm / calling / about / an / e-mail / from / 12378 = 7 words in 10 s = 42 a minute
    assert timeline(turns(("customer", 0, 10, "I'm calling about an e-mail from 12378.")), "en").customer_pace == 42


def test_the_longest_monologue_joins_turns_that_follow_one_another() -> None:
    found = timeline(
        turns(("agent", 0, 5, "a"), ("agent", 6, 9, "b"), ("customer", 9, 30, "c"), ("agent", 30, 37, "d")), "en"
    )
    assert found.longest_monologue == Monologue("agent", 0, 9)


SPEAKERS = st.sampled_from(["agent", "customer", "unknown"])
TIMES = st.floats(0, 600).map(lambda time: round(time, 2))
LENGTHS = st.floats(0, 30).map(lambda time: round(time, 2))
TURNS = st.lists(st.tuples(SPEAKERS, TIMES, LENGTHS), min_size=1, max_size=30).map(
    lambda rows: turns(*((who, start_s, round(start_s + long_s, 2), "好 yes") for who, start_s, long_s in rows))
)


@given(TURNS)
def test_figures_keep_within_the_call(said: Sequence[Turn]) -> None:
    found = timeline(said, "zh")
    assert found.gaps is not None
    assert found.speech_s is not None
    first = min(turn.start_s or 0 for turn in said)
    last = max(turn.end_s or 0 for turn in said)
    assert all(gap.duration_s >= MIN_GAP_S - 1e-6 and first <= gap.start_s < gap.end_s <= last for gap in found.gaps)
    assert found.silence_s == pytest.approx(sum(gap.duration_s for gap in found.gaps), abs=0.01)
    assert max(found.speech_s.values()) + (found.silence_s or 0) <= last - first + 0.01
    assert found.talk_share_agent is None or 0 <= found.talk_share_agent <= 1
    # nobody speaks in a gap
    for gap in found.gaps:
        assert all((t.end_s or 0) <= gap.start_s or (t.start_s or 0) >= gap.end_s for t in said)


@given(TURNS, st.randoms())
def test_the_order_of_turns_does_not_matter(said: Sequence[Turn], random: object) -> None:
    shuffled = list(said)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    here, there = timeline(said, "zh"), timeline(shuffled, "zh")
    assert (here.silence_s, here.speech_s, here.overlaps) == (there.silence_s, there.speech_s, there.overlaps)
