from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from desk import calls, processing
from desk.db import Store
from desk.permissions import Actor
from desk.settings import Settings
from desk.views import CallFilter
from recordings.errors import BadTranscript
from tests.ui.conftest import calm, open_app, talk
from ui.intake import About, pairs, take_all

SAMPLES = Path(__file__).resolve().parents[2] / "recordings" / "samples"


class File(io.BytesIO):
    """What Streamlit hands over: bytes with a name."""

    def __init__(self, name: str, content: bytes = b"") -> None:
        super().__init__(content)
        self.name = name


def sound(sample: str = "zh_li_cold") -> bytes:
    return (SAMPLES / sample / "audio.ogg").read_bytes()


def rows(store: Store, actor: Actor) -> tuple[calls.CallRow, ...]:
    with store.reading() as session:
        return calls.list_calls(session, actor, CallFilter()).rows


def test_a_transcript_goes_to_the_recording_of_its_name() -> None:
    files = [File(name) for name in ("a.wav", "b.vtt", "A.transcript.json", "c.mp3", "b.WAV")]
    found = {(pair.sound.name if pair.sound else None, pair.text.name if pair.text else None) for pair in pairs(files)}
    assert found == {("a.wav", "A.transcript.json"), ("b.WAV", "b.vtt"), ("c.mp3", None)}


def test_what_is_known_comes_with_a_call_and_the_form_goes_before(
    store: Store, settings: Settings, people: dict[str, Actor]
) -> None:
    known = '{"agent": "A7", "team": "二组", "started_at": "2026-11-23T09:30:15+08:00", "external_id": "77801"}'
    files = [File("a.ogg", sound()), File("A.meta.json", known.encode()), File("b.meta.json", b"{}")]
    lonely, taken = take_all(files, store, settings, people["supervisor"], About(agent="A1024"))[::-1]
    (row,) = rows(store, people["supervisor"])
    assert taken.added is not None
    assert (row.agent, row.team, row.started_at) == ("A1024", "二组", datetime(2026, 11, 23, 1, 30, 15, tzinfo=UTC))
    assert lonely.error is not None
    assert lonely.error.text("zh").startswith("b.meta.json：无法使用：没有与它同名的录音")


def test_what_is_known_wrongly_refuses_its_call_in_words(
    store: Store, settings: Settings, people: dict[str, Actor]
) -> None:
    files = [File("a.ogg", sound()), File("a.meta.json", b'{"agnet": "A7"}')]
    (outcome,) = take_all(files, store, settings, people["supervisor"], About())
    assert outcome.error is not None
    assert "agnet：没有这个字段" in outcome.error.text("zh")
    assert rows(store, people["supervisor"]) == ()


def test_a_transcript_alone_is_a_call() -> None:
    (pair,) = pairs([File("chat.txt")])
    assert (pair.sound, pair.name) == (None, "chat.txt")


def test_a_good_file_is_taken_in_beside_a_bad_one_and_nothing_is_left_behind(
    store: Store, settings: Settings, people: dict[str, Actor]
) -> None:
    files = [File("good.ogg", sound()), File("bad.wav", b"no sound at all"), File("bad.vtt", b"WEBVTT")]
    about = About(agent="A1024", started_at=datetime(2026, 11, 20, 6, 3, tzinfo=UTC))
    outcomes = take_all(files, store, settings, people["supervisor"], about)
    good = next(outcome for outcome in outcomes if outcome.file == "good.ogg")
    bad = next(outcome for outcome in outcomes if outcome.file == "bad.wav")
    assert good.added is not None
    assert bad.error is not None
    assert "bad" in bad.error.text("zh")
    (row,) = rows(store, people["supervisor"])
    assert (row.file_name, row.agent, row.status) == ("good.ogg", "A1024", "queued")
    assert list(Path(settings.home).glob("upload-*")) == []


def test_the_same_recording_twice_is_one_call(store: Store, settings: Settings, people: dict[str, Actor]) -> None:
    first, second = (
        take_all([File(name, sound())], store, settings, people["supervisor"], About())[0]
        for name in ("a.ogg", "b.ogg")
    )
    assert first.added is not None
    assert second.added is not None
    assert second.added.duplicate
    assert second.added.call_id == first.added.call_id


def test_files_are_uploaded_on_the_page_with_a_result_for_each(store: Store, people: dict[str, Actor]) -> None:
    at = open_app(people["supervisor"], "upload")
    at.file_uploader[0].upload("call.ogg", sound())
    at.file_uploader[0].upload("notes.wav", b"no sound")
    at.run()
    at.text_input(key="upload_agent_0").set_value("A1024")
    at.button(key="upload_submit").click().run()
    assert not at.exception
    assert [success.value for success in at.success] == ["call\\.ogg：已收下，开始处理。"]
    assert len(at.error) == 1  # notes.wav, with its reason
    assert [row.agent for row in rows(store, people["supervisor"])] == ["A1024"]


def test_the_queue_is_shown_with_its_failures_and_another_go(
    store: Store, people: dict[str, Actor], call: Callable[..., str]
) -> None:
    call(talk((("agent", "您好。"),)), done=False, file_name="waits.txt")
    failed = call(done=False, file_name="fails.txt")
    with store.session() as session:
        processing.fail(session, failed, BadTranscript(where="fails.txt", reason="line 3"))
    at = open_app(people["supervisor"], "upload", language="en")
    assert [bar.text for bar in at.progress] == ["waits\\.txt · Waiting"]
    assert any("line 3" in markdown.value for markdown in at.markdown)
    at.button(key=f"upload_retry_{failed}").click().run()
    assert {row.status for row in rows(store, people["supervisor"])} == {"queued"}
    calm(at)


def test_only_those_who_may_bring_calls_see_the_page(people: dict[str, Actor]) -> None:
    at = open_app(people["manager"], "upload", language="en")
    assert len(at.warning) == 1
    assert not at.file_uploader
