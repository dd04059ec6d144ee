from __future__ import annotations

from pathlib import Path

import pytest

from desk import calls, media, retention
from desk.db import Store
from desk.errors import AudioGone, LinkExpired, NobodySpeaks, NoSuchCall, NotAllowed, TooLarge
from desk.models import Call
from desk.permissions import SYSTEM, Actor
from desk.processing import fail
from desk.settings import Settings
from desk.shelf import Shelf
from recordings.errors import RecordingError
from tests.desk.conftest import COLD
from tests.desk.sounds import speech


def kept(settings: Settings) -> list[str]:
    root = Path(settings.recordings_root)
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()) if root.exists() else []


def take(store: Store, settings: Settings, path: Path, **about: str) -> calls.Added:
    with store.session() as session:
        return calls.add_recording(session, SYSTEM, path, settings=settings, file_name=path.name, **about)  # type: ignore[arg-type]


def test_a_recording_is_copied_under_its_content_hash(store: Store, settings: Settings, tmp_path: Path) -> None:
    added = take(store, settings, speech(tmp_path / "a.wav"))
    with store.reading() as session:
        call = session.get_one(Call, added.call_id)
        assert kept(settings) == [call.audio_key]
        assert call.audio_key == f"{call.content_hash[:2]}/{call.content_hash}.wav"
        assert call.duration_s == pytest.approx(6.0, abs=0.05)
    assert (tmp_path / "a.wav").exists()


def test_the_same_sound_under_another_name_is_the_same_call(store: Store, settings: Settings, tmp_path: Path) -> None:
    first = take(store, settings, speech(tmp_path / "a.wav"))
    again = take(store, settings, speech(tmp_path / "b.wave"))
    assert again == calls.Added(call_id=first.call_id, duplicate=True)
    assert len(kept(settings)) == 1


@pytest.mark.parametrize("body", [b"", b"not sound at all", b"RIFF\x00\x00\x00\x00WAVEfmt ", bytes(4096)])
def test_what_is_no_sound_is_refused_in_words_and_leaves_nothing(
    store: Store, settings: Settings, tmp_path: Path, body: bytes
) -> None:
    path = tmp_path / "call.wav"
    path.write_bytes(body)
    with pytest.raises(RecordingError) as caught:
        take(store, settings, path)
    assert caught.value.text("zh")
    assert kept(settings) == []
    with store.reading() as session:
        assert session.query(Call).count() == 0


def test_a_silent_recording_is_refused_and_leaves_nothing(store: Store, settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(NobodySpeaks, match="6 seconds"):
        take(store, settings, speech(tmp_path / "a.wav", loud=0.0))
    assert kept(settings) == []


def test_a_file_over_the_limit_is_refused_before_it_is_read(store: Store, settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "big.wav"
    with path.open("wb") as file:
        file.truncate((1 << 20) + 1)
    with pytest.raises(TooLarge, match="1 MB"):
        take(store, settings.model_copy(update={"max_upload_mb": 1}), path)
    assert kept(settings) == []


def test_a_fault_of_the_store_leaves_no_copy_behind(store: Store, settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(Exception, match="agent"):
        take(store, settings, speech(tmp_path / "a.wav"), agent="x" * 65)
    assert kept(settings) == []


def test_a_trainee_brings_no_calls(store: Store, settings: Settings, tmp_path: Path, xiaolin: Actor) -> None:
    with pytest.raises(NotAllowed), store.session() as session:
        calls.add_recording(session, xiaolin, speech(tmp_path / "a.wav"), settings=settings, file_name="a.wav")
    assert kept(settings) == []


def test_recordings_can_live_in_an_object_store(store: Store, settings: Settings, tmp_path: Path) -> None:
    # fsspec's in-memory file system stands for any remote one.
    remote = settings.model_copy(update={"recordings_url": "memory://calls"})
    added = take(store, remote, speech(tmp_path / "a.wav"))
    with store.reading() as session:
        key = session.get_one(Call, added.call_id).audio_key
    assert key is not None
    shelf = Shelf(remote)
    path = shelf.path(key)
    assert path is not None
    assert path.read_bytes() == (tmp_path / "a.wav").read_bytes()
    shelf.remove(key)
    assert shelf.path(key) is None


def test_sound_is_handed_out_by_signed_links_to_those_who_may_hear_it(
    store: Store, settings: Settings, tmp_path: Path, mei: Actor, xiaolin: Actor, admin: Actor
) -> None:
    added = take(store, settings, speech(tmp_path / "a.wav"), agent="A1024")
    other = take(store, settings, speech(tmp_path / "b.wav", start_s=7), agent="A1031")
    with store.reading() as session:
        token = media.sign_audio(session, mei, added.call_id, settings)
        assert media.open_audio(token, settings).read_bytes() == (tmp_path / "a.wav").read_bytes()
        media.sign_audio(session, xiaolin, added.call_id, settings)
        with pytest.raises(NoSuchCall):
            media.sign_audio(session, xiaolin, other.call_id, settings)
        with pytest.raises(NotAllowed):
            media.sign_audio(session, admin, added.call_id, settings)
    with pytest.raises(LinkExpired):
        media.open_audio(token[:-2] + "xx", settings)
    with pytest.raises(LinkExpired):
        media.open_audio(token, settings.model_copy(update={"secret": "another key" * 4}))


def test_a_call_that_came_as_text_has_no_sound(store: Store, settings: Settings, mei: Actor) -> None:
    with store.session() as session:
        added = calls.add_transcript(session, SYSTEM, COLD, settings=settings, file_name="a.json")
        with pytest.raises(AudioGone):
            media.sign_audio(session, mei, added.call_id, settings)


def test_retention_removes_old_sound_of_finished_calls_and_keeps_the_rest(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    from desk.models import now

    old = take(store, settings, speech(tmp_path / "a.wav"))
    waiting = take(store, settings, speech(tmp_path / "b.wav", start_s=7))
    with store.session() as session:
        for added in (old, waiting):
            session.get_one(Call, added.call_id).started_at = now().replace(year=2020)
        fail(session, old.call_id, ValueError())
    assert retention.remove_old(store, settings) == 0  # no limit is set
    assert retention.remove_old(store, settings.model_copy(update={"retention_days": 30})) == 1
    with store.reading() as session:
        assert session.get_one(Call, old.call_id).audio_key is None
        assert kept(settings) == [session.get_one(Call, waiting.call_id).audio_key]


def test_a_deleted_call_takes_its_sound_with_it(store: Store, settings: Settings, tmp_path: Path, mei: Actor) -> None:
    added = take(store, settings, speech(tmp_path / "a.wav"))
    with store.session() as session:
        calls.delete_call(session, mei, added.call_id, settings=settings)
    assert kept(settings) == []


def take_and_lose(store: Store, settings: Settings, path: Path) -> None:
    """As when the disk is full at the very end."""
    with store.session() as session:
        calls.add_recording(session, SYSTEM, path, settings=settings, file_name=path.name)
        assert len(kept(settings)) == 1
        raise RuntimeError


def test_a_commit_that_fails_leaves_no_copy_behind(store: Store, settings: Settings, tmp_path: Path) -> None:
    path = speech(tmp_path / "a.wav")
    with pytest.raises(RuntimeError):
        take_and_lose(store, settings, path)
    assert kept(settings) == []


def test_a_commit_that_fails_leaves_what_another_call_has(store: Store, settings: Settings, tmp_path: Path) -> None:
    path = speech(tmp_path / "a.wav")
    take(store, settings, path)
    with pytest.raises(RuntimeError):
        take_and_lose(store, settings, path)
    assert len(kept(settings)) == 1
