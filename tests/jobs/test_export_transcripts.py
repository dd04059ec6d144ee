"""`tingxin export transcripts`: words without personal data, in every format, chat too."""

from __future__ import annotations

from pathlib import Path

import pytest

from desk import calls
from desk.db import Store
from desk.errors import NotAllowed
from desk.exports import export_transcripts
from desk.permissions import SYSTEM, Actor
from desk.settings import Settings
from jobs import steps
from recordings.formats import FORMATS, read_transcript
from recordings.transcript import Transcript, Turn
from tests.jobs.conftest import tingxin

CALL = Transcript(
    language="zh",
    duration_s=9,
    turns=(
        Turn(index=0, speaker="agent", text="您好,12363", start_s=0, end_s=3),
        Turn(index=1, speaker="customer", text="我叫李建国,电话13800138000", start_s=4, end_s=9),
    ),
)
CHAT = CALL.model_copy(
    update={"turns": tuple(turn.model_copy(update={"start_s": None, "end_s": None}) for turn in CALL.turns)}
)


@pytest.mark.parametrize("format_", FORMATS)
def test_every_call_is_a_file_without_personal_data(
    store: Store, settings: Settings, tmp_path: Path, format_: str
) -> None:
    context = steps.Context(settings, store)
    for name, said in (("call.json", CALL), ("chat.txt", CHAT)):
        with store.session() as session:
            added = calls.add_transcript(session, SYSTEM, said, settings=settings, file_name=name)
        steps.run_all(context, added.call_id)
    with store.session() as session:
        files = dict(export_transcripts(session, SYSTEM, format_))
    endings = sorted(Path(name).suffix for name in files)
    assert endings == sorted([f".{format_}", ".txt" if format_ in ("vtt", "srt") else f".{format_}"])
    for name, text in files.items():
        assert "李建国" not in text
        assert "13800138000" not in text
        (tmp_path / name).write_text(text, encoding="utf-8")
        again = read_transcript(tmp_path / name)
        assert [turn.speaker for turn in again.turns] == ["agent", "customer"]
        assert again.turns[1].text == "我叫[姓名],电话[电话]"


def test_the_command_fills_a_folder_and_who_may_not_export_gets_nothing(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    with store.session() as session:
        added = calls.add_transcript(session, SYSTEM, CALL, settings=settings, file_name="call.json")
    steps.run_all(steps.Context(settings, store), added.call_id)
    told = tingxin(settings, "export", "transcripts", "--format", "srt", "--out", str(tmp_path / "out"))
    assert (told.returncode, [path.name for path in (tmp_path / "out").iterdir()]) == (0, [f"{added.call_id}.srt"])
    trainee = Actor(id=9, name="x", display_name="x", role="trainee")
    with store.session() as session, pytest.raises(NotAllowed):
        list(export_transcripts(session, trainee, "txt"))
