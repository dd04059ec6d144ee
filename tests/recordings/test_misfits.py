from __future__ import annotations

import pytest

from recordings.errors import BadTranscript
from recordings.transcript import Transcript

TURN = '{"index": 0, "speaker": "agent", "text": "您好", "start_s": 1.0, "end_s": 2.0}'


def with_turn(old: str, new: str) -> str:
    """A document with that turn, in which one thing is otherwise."""
    return f'{{"language": "zh", "turns": [{TURN.replace(old, new)}]}}'


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ('{"schema": "transcript/1", "language": "zh"', "不是有效的 JSON"),
        ("[]", "应为 JSON 对象"),
        ('{"schema": "transcript/1"}', "language：缺少这个字段"),
        ('{"language": "fr"}', "language：只能是 'zh' 或 'en'"),
        ('{"language": "zh", "mood": 1}', "mood：没有这个字段"),
        ('{"language": "zh", "turns": {}}', "turns：应为列表"),
        (with_turn("1.0", "-1"), "turns.0.start_s：不能小于 0"),
        (with_turn("1.0", '"x"'), "turns.0.start_s：应为数字"),
        (with_turn('"您好"', "5"), "turns.0.text：应为文字"),
        (with_turn("1.0", "3.0"), "结束时间（2.0 秒）早于开始时间（3.0 秒）"),
        (with_turn('"index": 0', '"index": 4'), "编号为 4 的句子排在第 0 位"),
    ],
)
def test_what_a_document_lacks_is_said_in_chinese(document: str, said: str) -> None:
    with pytest.raises(BadTranscript) as caught:
        Transcript.from_json(document, where="a.json")
    assert caught.value.text("zh").startswith("a.json：")
    assert said in caught.value.text("zh")
    assert "应为" not in caught.value.text("en")
