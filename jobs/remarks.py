"""What somebody who has a recording transcribed at the terminal must know before trusting who said what."""

from __future__ import annotations

from collections.abc import Iterator

from jobs.checks import Text
from recordings.transcript import Transcript

TRUNCATED = Text(
    en="sound is missing: the file breaks off or is damaged in places",
    zh="录音不完整：文件被截断或有损坏，可能缺少部分对话",
)
LAYOUTS = {
    "twin": Text(
        en="both channels hold the same sound: heard as mono, the speakers told apart by voice",
        zh="两个声道是同一路声音：按单声道处理，按声音区分说话人",
    ),
    "one_side": Text(
        en="one channel holds no speech: the other was heard alone, the speakers told apart by voice",
        zh="有一个声道没有人声：只用了另一个声道，按声音区分说话人",
    ),
}
NOBODY = Text(
    en="nobody could tell who is agent and who customer; on the call page a person can say",
    zh="听不出谁是坐席、谁是客户；可在通话页面由人指定",
)
NO_SWAP = Text(
    en="--swap changed nothing: nobody could tell who is agent and who customer",
    zh="--swap 没有作用：听不出谁是坐席、谁是客户",
)


def remarks(transcript: Transcript, *, swapped: bool = False) -> Iterator[Text]:
    """The remarks that a transcript deserves; none for two clear sides of a whole recording.

    Args:
        transcript: As it was heard.
        swapped: Whether agent and customer were to be swapped.
    """
    voices = transcript.voices
    if voices is None:
        return
    if voices.truncated:
        yield TRUNCATED
    if voices.layout in LAYOUTS:
        yield LAYOUTS[voices.layout]
    if voices.count is not None and voices.count > 2:
        yield Text(
            en=f"{voices.count} voices: more than agent and customer (a transfer, a third party)",
            zh=f"听到 {voices.count} 个人的声音，不止坐席和客户（可能有转接或第三方）",
        )
    if all(turn.speaker == "unknown" for turn in transcript.turns):
        yield NO_SWAP if swapped else NOBODY
