from __future__ import annotations

from recordings.transcript import Transcript, Turn, Word
from ui.components.call_player.turns import channel_roles, gaps, shown_spans, word_spans
from ui.formats import clock, plain, score, share


def words(*said: str) -> tuple[Word, ...]:
    return tuple(Word(text=text, start_s=i * 0.5, end_s=i * 0.5 + 0.4) for i, text in enumerate(said))


def two_turns() -> Transcript:
    return Transcript(
        language="zh",
        duration_s=20.0,
        turns=(
            Turn(index=0, speaker="agent", text="您好", start_s=0.0, end_s=2.0),
            Turn(index=1, speaker="customer", text="喂", start_s=9.0, end_s=12.0),
        ),
    )


def test_each_word_finds_its_place_in_the_text() -> None:
    # 您 0-1, 好 1-2, a comma that no word holds at 2, 请 3-4, 讲 4-5
    assert word_spans("您好，请讲", words("您", "好", "请", "讲")) == [
        [0, 1, 0.0],
        [1, 2, 0.5],
        [3, 4, 1.0],
        [4, 5, 1.5],
    ]


def test_a_word_that_was_redacted_has_no_place_and_moves_no_other() -> None:
    assert word_spans("my name is [name] thanks", words("my", "name", "is", "Jim", "thanks")) == [
        [0, 2, 0.0], [3, 7, 0.5], [8, 10, 1.0], [18, 24, 2.0],
    ]  # fmt: skip


def test_the_same_word_twice_has_two_places() -> None:
    assert word_spans("no, no", words("no", "no")) == [[0, 2, 0.0], [4, 6, 0.5]]


def test_silences_over_three_seconds_are_gaps() -> None:
    # silent from 2 to 9 and from 12 to the end at 20
    assert gaps(two_turns()) == [[2.0, 9.0], [12.0, 20.0]]


def test_a_transcript_without_times_has_no_gaps_rather_than_one_long_one() -> None:
    assert gaps(Transcript(language="zh", turns=(Turn(index=0, speaker="agent", text="您好"),))) == []


def test_the_channel_that_is_loud_while_the_agent_speaks_is_the_agents() -> None:
    # ten buckets of two seconds: the agent speaks in the first, the customer in the fifth and sixth
    left = (0.0, 0.0, 0.0, 0.0, 0.9, 0.9, 0.0, 0.0, 0.0, 0.0)
    right = (0.9, 0.1, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    assert channel_roles(two_turns(), (left, right), 20.0) == ("customer", "agent")
    assert channel_roles(two_turns(), (right, left), 20.0) == ("agent", "customer")


def test_one_channel_belongs_to_nobody_alone() -> None:
    assert channel_roles(two_turns(), ((0.1, 0.2),), 20.0) == (None,)


def test_unknown_is_written_as_a_dash_and_never_as_zero() -> None:
    assert (score(None), clock(None), share(None)) == ("–", "–", "–")
    assert (score(0.0), score(61.5), clock(245.9), clock(3723.0)) == ("0", "62", "4:05", "1:02:03")


def test_somebodys_text_is_shown_as_it_stands() -> None:
    assert plain("**bold** [a](b) <b> :material/x:") == (r"\*\*bold\*\* \[a\]\(b\) \<b\> \:material/x\:")


def test_numbers_are_shown_as_one_reads_them_and_their_place_is_that_of_the_spoken_words() -> None:
    text = "您收到后十五天内可以答辩"
    (span,) = [one for one in shown_spans(text, "zh") if "15" in one[2]]
    assert text[span[0] : span[1]].startswith("十五")
    assert shown_spans("好。", "zh") == []
