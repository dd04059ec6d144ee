"""Both Whisper engines on one small checkpoint that really transcribes.

All that needs the checkpoint stands in this file, so that it is trained once.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from recordings.engines import Engine, HeardWord, pick_engine
from recordings.engines.add import add_model
from recordings.engines.errors import (
    BadWeights,
    ImportIsNoEar,
    NoEngine,
    NoSpeech,
    UnknownEngine,
    UnknownSize,
    WrongLanguage,
)
from recordings.engines.status import engine_statuses
from recordings.engines.whisper import WhisperEngine
from recordings.engines.whisper_ct2 import WhisperCt2Engine
from recordings.models import ModelPlaces, NoWeights, Weights
from recordings.transcribe import transcribe
from recordings.windows import Piece, Window
from tests.recordings.checkpoint import PHRASES, phrase_sound, random_model, save_checkpoint, trained_checkpoint
from tests.recordings.sounds import write_sound as write_wav

WAYS = ("tingxin model add", "TINGXIN_WHISPER_MODEL", "pocketsphinx")
SILENCE = np.zeros(16_000, np.float32)


@pytest.fixture(scope="session")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Weights:
    path = trained_checkpoint(tmp_path_factory.mktemp("weights") / "small-test.pt")
    return Weights(path, path.stem)


@pytest.fixture(scope="session")
def models_folder(weights: Weights) -> Path:
    return weights.path.parent


@pytest.fixture(scope="session", params=["whisper", "whisper-ct2", "whisper-ct2 float32"])
def engine(request: pytest.FixtureRequest, weights: Weights, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    if request.param == "whisper":
        return WhisperEngine(weights)
    precision = "float32" if "float32" in request.param else "int8"
    return WhisperCt2Engine(weights, tmp_path_factory.mktemp("ct2"), precision=precision)


@pytest.fixture(autouse=True)
def nothing_around(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No weights of this machine's own, no settings of this machine's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("TINGXIN_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("TINGXIN_WHISPER_MODEL", raising=False)


def window(sound: np.ndarray) -> Window:
    return Window(sound, (Piece(0.0, 0.0, len(sound) / 16_000),))


def said(words: Sequence[HeardWord]) -> str:
    return "".join(word.text for word in words).strip()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_engine_hears_the_phrase(engine: Engine, language: str) -> None:
    (heard,) = engine.transcribe([window(phrase_sound(language))], language)  # type: ignore[arg-type]
    assert said(heard.words) == PHRASES[language].strip()
    assert heard.dropped == ()


def test_every_engine_tells_the_language_of_each_window(engine: Engine) -> None:
    spoken = ["zh", "en", "en", "zh", "zh"]
    heard = engine.transcribe([window(phrase_sound(language)) for language in spoken])
    assert [each.language for each in heard] == spoken
    assert [said(each.words) for each in heard] == [PHRASES[language].strip() for language in spoken]


def test_a_language_that_is_told_to_an_engine_holds_for_every_window(engine: Engine) -> None:
    heard = engine.transcribe([window(phrase_sound(language)) for language in ("zh", "en")], "en")
    assert [each.language for each in heard] == ["en", "en"]


def test_word_times_never_run_back_and_stay_in_the_window(engine: Engine) -> None:
    sound = phrase_sound("en")
    (heard,) = engine.transcribe([window(sound)], "en")
    words = heard.words
    times = [time_s for word in words for time_s in (word.start_s, word.end_s)]
    assert times == sorted(times)
    assert times[0] >= 0
    assert times[-1] <= len(sound) / 16_000
    assert all(0 <= word.confidence <= 1 for word in words if word.confidence is not None)


def test_a_window_is_heard_alike_alone_and_among_others(engine: Engine) -> None:
    """Five windows are more than one batch; nothing is carried from one to the next."""
    sound = phrase_sound("en")
    shifted = np.concatenate([SILENCE[:4000], sound])
    told: list[float] = []
    heard = engine.transcribe([window(sound), window(shifted), *[window(sound)] * 3], "en", progress=told.append)
    assert [said(each.words) for each in heard] == [PHRASES["en"].strip()] * 5
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_auto_picks_the_fast_engine_and_says_why(models_folder: Path) -> None:
    picked = pick_engine(models_folder=models_folder)
    assert picked.engine.label == "whisper-ct2:small-test"
    assert picked.why.en
    assert picked.why.zh != picked.why.en


def test_an_engine_stays_loaded(models_folder: Path) -> None:
    assert pick_engine(models_folder=models_folder).engine is pick_engine(models_folder=models_folder).engine


def test_weights_are_named_by_file_or_by_the_environment(weights: Weights, monkeypatch: pytest.MonkeyPatch) -> None:
    assert pick_engine("whisper-ct2", str(weights.path)).engine.label == "whisper-ct2:small-test"
    monkeypatch.setenv("TINGXIN_WHISPER_MODEL", str(weights.path))
    assert pick_engine().engine.label == "whisper-ct2:small-test"


def test_without_weights_auto_falls_back_to_a_draft_and_says_so(tmp_path: Path) -> None:
    picked = pick_engine(models_folder=tmp_path)
    assert picked.engine.info.name == "pocketsphinx"
    assert picked.engine.info.quality == "draft"
    assert "draft" in picked.why.en
    assert "草稿" in picked.why.zh


@pytest.mark.parametrize(
    ("name", "language", "error"),
    [
        ("auto", "zh", NoEngine),
        ("whisper", "auto", NoWeights),
        ("whisper-ct2", "en", NoWeights),
        ("pocketsphinx", "zh", WrongLanguage),
    ],
)
def test_what_cannot_be_heard_names_three_ways_out_at_once(
    tmp_path: Path, name: str, language: str, error: type[Exception]
) -> None:
    began = time.monotonic()
    with pytest.raises(error) as caught:
        pick_engine(name, language=language, models_folder=tmp_path)  # type: ignore[arg-type]
    assert time.monotonic() - began < 10
    for spoken in ("en", "zh"):
        assert all(way in caught.value.text(spoken) for way in WAYS)  # type: ignore[attr-defined]


def test_a_model_that_was_asked_for_and_is_missing_stops_auto_too(tmp_path: Path) -> None:
    with pytest.raises(NoWeights, match=r"nowhere\.pt"):
        pick_engine("auto", str(tmp_path / "nowhere.pt"))


def test_a_broken_file_stops_auto_only_if_it_was_asked_for(tmp_path: Path) -> None:
    broken = tmp_path / "broken.pt"
    broken.write_bytes(b"not a checkpoint")
    picked = pick_engine(models_folder=tmp_path)
    assert picked.engine.info.name == "pocketsphinx"
    assert "broken.pt" in picked.why.en
    with pytest.raises(BadWeights, match=r"broken\.pt"):
        pick_engine("auto", str(broken))


def test_english_weights_refuse_chinese(tmp_path: Path) -> None:
    save_checkpoint(random_model(n_vocab=51864), tmp_path / "english.pt")
    with pytest.raises(WrongLanguage, match="Allowed: en"):
        pick_engine("whisper-ct2", language="zh", models_folder=tmp_path)


def test_unknown_engines_and_import_are_refused() -> None:
    with pytest.raises(UnknownEngine, match="Allowed: auto, whisper-ct2, whisper, pocketsphinx, import"):
        pick_engine("siri")
    with pytest.raises(ImportIsNoEar):
        pick_engine("import")


def test_every_engine_says_whether_it_is_ready(models_folder: Path, tmp_path: Path) -> None:
    ready = {status.info.name: status.ready for status in engine_statuses(ModelPlaces(models_folder))}
    assert ready == {"whisper-ct2": True, "whisper": True, "pocketsphinx": True, "import": True}
    ready = {status.info.name: status.ready for status in engine_statuses(ModelPlaces(tmp_path))}
    assert ready == {"whisper-ct2": False, "whisper": False, "pocketsphinx": True, "import": True}


def test_two_channels_become_two_speakers_in_order_of_time(models_folder: Path, tmp_path: Path) -> None:
    # Right speaks at 1 s, left at 6 s; the phrase lasts about 2.5 s. Both say the same, so the words don't
    # tell who is who, and the left channel is the agent.
    phrase = phrase_sound("en")
    sound = np.zeros((2, 10 * 16_000), np.float32)
    for channel, second in ((1, 1), (0, 6)):
        sound[channel, second * 16_000 : second * 16_000 + len(phrase)] = phrase
    told: list[float] = []
    transcript = transcribe(
        write_wav(tmp_path / "call.wav", sound), "whisper-ct2", vocabulary={}, progress=told.append,
        models_folder=models_folder,
    )  # fmt: skip
    assert (transcript.engine, transcript.quality, transcript.language) == ("whisper-ct2:small-test", "normal", "en")
    assert transcript.duration_s == pytest.approx(10.0, abs=0.01)
    for speaker, second in (("customer", 1), ("agent", 6)):
        # A model this small does not know when it hears a word, only that it does: its turns may fall apart.
        turns = [turn for turn in transcript.turns if turn.speaker == speaker]
        assert " ".join(turn.text for turn in turns) == PHRASES["en"].strip()
        assert all(second - 0.5 < (turn.start_s or 0) <= (turn.end_s or 0) < second + 4 for turn in turns)
    assert [turn.speaker for turn in transcript.turns] == sorted(
        (turn.speaker for turn in transcript.turns), reverse=True
    )
    assert told == sorted(told)
    assert told[-1] == 1.0


@pytest.mark.parametrize("name", ["whisper-ct2", "whisper"])
def test_a_call_in_both_languages_is_heard_in_both(models_folder: Path, tmp_path: Path, name: str) -> None:
    chinese, english = phrase_sound("zh"), phrase_sound("en")
    sound = np.zeros((2, 10 * 16_000), np.float32)
    sound[0, 8_000 : 8_000 + len(chinese)] = chinese
    sound[1, 80_000 : 80_000 + len(english)] = english
    path = write_wav(tmp_path / "mixed.wav", sound)
    transcript = transcribe(path, name, vocabulary={}, models_folder=models_folder)
    said_by = {turn.speaker: "" for turn in transcript.turns}
    for turn in transcript.turns:
        said_by[turn.speaker] = f"{said_by[turn.speaker]} {turn.text}".strip()
    assert said_by["agent"].replace(" ", "") == PHRASES["zh"]
    assert said_by["customer"] == PHRASES["en"].strip()


def test_a_loop_over_faint_noise_is_dropped_and_the_transcript_says_so(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The model's own words, three times over, on a stretch far below the channel's speech."""
    sound = phrase_sound("en")
    faint = Window(
        np.concatenate([sound, sound, sound]) * np.float32(1e-3), (Piece(0.0, 0.0, 3 * len(sound) / 16_000),), -20.0
    )
    decode = engine.decode  # type: ignore[attr-defined]
    phrase = decode([engine.encode(window(sound))], "en", prompt=None, temperature=0.0)[0]  # type: ignore[attr-defined]
    looped = replace(phrase, tokens=phrase.tokens * 3, text=phrase.text * 3, log_prob=-0.1, no_speech=0.1)
    monkeypatch.setattr(engine, "decode", lambda *_given, **_options: [looped])
    (heard,) = engine.transcribe([faint], "en")
    assert heard.words == ()
    assert [each.reason for each in heard.dropped] == ["loop"]
    assert heard.dropped[0].text == (PHRASES["en"] * 3).strip()


def test_fake_stereo_is_heard_once(models_folder: Path, tmp_path: Path) -> None:
    phrase = np.pad(phrase_sound("zh"), 8_000)
    transcript = transcribe(
        write_wav(tmp_path / "twin.wav", np.stack([phrase, phrase])), vocabulary={}, models_folder=models_folder
    )
    assert transcript.language == "zh"
    assert "".join(turn.text for turn in transcript.turns) == PHRASES["zh"]


def test_a_silent_recording_is_an_error_in_both_languages(models_folder: Path, tmp_path: Path) -> None:
    with pytest.raises(NoSpeech) as caught:
        transcribe(write_wav(tmp_path / "silent.wav", SILENCE[None]), models_folder=models_folder)
    assert "silent.wav" in caught.value.text("en")
    assert "没有人说话" in caught.value.text("zh")


def test_a_checkpoint_is_added_checked_and_converted(weights: Weights, tmp_path: Path) -> None:
    added = add_model(str(weights.path), ModelPlaces(tmp_path / "models"))
    assert added.path.read_bytes() == weights.path.read_bytes()
    assert (added.converted / "model.bin").is_file()
    assert sorted(path.name for path in (tmp_path / "models").iterdir()) == ["ct2", "small-test.pt"]


def test_a_file_that_is_no_checkpoint_is_not_added(tmp_path: Path) -> None:
    broken = tmp_path / "broken.pt"
    broken.write_bytes(b"not a checkpoint")
    with pytest.raises(BadWeights):
        add_model(str(broken), ModelPlaces(tmp_path / "models"))
    with pytest.raises(UnknownSize):
        add_model("enormous", ModelPlaces(tmp_path / "models"))
    with pytest.raises(NoWeights):
        add_model("nowhere.pt", ModelPlaces(tmp_path / "models"))
    assert not (tmp_path / "models").exists()
