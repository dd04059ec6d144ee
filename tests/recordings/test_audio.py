from __future__ import annotations

import os
import struct
import subprocess
import sys
from pathlib import Path

import av
import numpy as np
import pytest

from recordings import bounds
from recordings.audio import Audio, decode, peaks, probe, sides
from recordings.errors import (
    AudioError,
    BrokenAudio,
    EmptyAudio,
    MissingFile,
    NoPermission,
    NoSoundTrack,
    NotAFile,
    NotAudio,
    OddSound,
    TooLarge,
    TooLong,
    Unreadable,
)
from tests.recordings.sounds import KINDS, SAMPLES, SHARED, loudest_hz, tones, write_sound

CALL = SAMPLES / "zh_li_cold" / "audio.ogg"


@pytest.mark.parametrize("kind", KINDS)
def test_every_codec_keeps_length_and_sides(kind: str, tmp_path: Path) -> None:
    ending, codec, rate_hz, channels = KINDS[kind]
    path = write_sound(tmp_path / f"a.{ending}", tones(3, *(440, 880)[:channels]), codec=codec, coded_hz=rate_hz)
    audio = decode(path)
    found = probe(path)
    # aac and amr pad to whole frames: at most 0.05 s more
    assert audio.duration_s == pytest.approx(3, abs=0.06)
    assert found.duration_s == pytest.approx(audio.duration_s, abs=0.001)
    assert (found.channels, found.rate_hz, found.truncated) == (channels, rate_hz, False)
    assert audio.samples.dtype == np.float32
    heard = [loudest_hz(channel, audio.rate_hz) for channel in audio.samples]
    assert heard == pytest.approx([440, 880][:channels], abs=1)


def test_decoding_can_keep_the_stored_rate(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "a.wav", tones(1, 440), coded_hz=8000)
    assert decode(path, 8000).samples.shape == (1, 8000)


def test_a_path_may_hold_chinese_and_spaces(tmp_path: Path) -> None:
    folder = tmp_path / "十一月 录音"
    folder.mkdir()
    assert probe(write_sound(folder / "投诉 电话.wav", tones(1, 440))).channels == 1


def test_two_real_sides_are_no_fake_stereo_and_both_speak() -> None:
    found = probe(CALL)
    assert not found.fake_stereo
    assert all(seconds > 15 for seconds in found.speech_s)


@pytest.mark.parametrize(("gain", "delay"), [(1.0, 0), (0.3, 0), (-0.7, 40), (0.5, 700)])
def test_the_same_sound_twice_is_fake_stereo_whatever_gain_sign_and_delay(
    gain: float, delay: int, tmp_path: Path
) -> None:
    mono = decode(CALL).samples[0, : 40 * 16000]
    twin = np.stack([mono, gain * np.roll(mono, delay)])
    path = write_sound(tmp_path / "twin.ogg", twin, codec="libopus", coded_hz=48000)
    assert probe(path).fake_stereo
    heard = sides(decode(path))
    assert len(heard) == 1
    # the louder channel is kept, not the sum: it is not cancelled by an inverted twin
    assert np.abs(heard[0]).max() == pytest.approx(np.abs(mono).max(), rel=0.2)


def test_sides_that_leak_into_each_other_stay_two() -> None:
    samples = decode(CALL).samples
    leaky = np.stack([samples[0] + 0.5 * samples[1], samples[1] + 0.5 * samples[0]])
    assert len(sides(Audio(leaky, 16000))) == 2


def test_a_silent_side_is_no_fake_stereo(tmp_path: Path) -> None:
    samples = decode(CALL).samples[:, : 30 * 16000].copy()
    samples[1] = 0
    found = probe(write_sound(tmp_path / "half.wav", samples))
    assert not found.fake_stereo
    assert found.speech_s[1] == 0


def test_silence_can_be_probed(tmp_path: Path) -> None:
    found = probe(write_sound(tmp_path / "silent.wav", np.zeros((1, 32000), np.float32)))
    assert found.speech_s == (0.0,)
    assert found.duration_s == 2


def test_peaks_follow_the_loudness() -> None:
    # one second quiet, one second loud: two columns of 0.1 and 0.5
    rising = np.concatenate([tones(1, 100, level=0.1), tones(1, 100, level=0.5)], axis=1)
    assert peaks(Audio(rising, 16000), 2) == [[pytest.approx(0.1, abs=0.001), pytest.approx(0.5, abs=0.001)]]


def test_peaks_are_never_more_than_samples_and_never_above_one() -> None:
    few = Audio(np.array([[0.5, -3.0, 0.0]], np.float32), 16000)
    assert peaks(few, 800) == [[0.5, 1.0, 0.0]]


@pytest.mark.parametrize("kind", ["wav 16 bit", "wav mu-law", "mp3", "flac", "amr", "webm opus"])
def test_a_file_cut_in_the_middle_is_used_as_far_as_it_goes(kind: str, tmp_path: Path) -> None:
    ending, codec, rate_hz, channels = KINDS[kind]
    path = write_sound(tmp_path / f"a.{ending}", tones(10, *(440, 880)[:channels]), codec=codec, coded_hz=rate_hz)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    found = probe(path)
    assert 3 < found.duration_s < 7
    assert found.truncated
    assert decode(path).truncated


def test_silence_that_was_not_sent_keeps_its_time(tmp_path: Path) -> None:
    # one second of sound, packets of the second second left out, one more second
    path = tmp_path / "paused.webm"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libopus", rate=48000, layout="mono")
        for number in range(150):
            piece = tones(0.02, 440, rate_hz=48000) if not 50 <= number < 100 else np.zeros((1, 960), np.float32)
            frame = av.AudioFrame.from_ndarray(piece, format="fltp", layout="mono")
            frame.sample_rate, frame.pts = 48000, number * 960
            frame = next(iter(av.AudioResampler(format=stream.format.name, layout="mono", rate=48000).resample(frame)))
            for packet in stream.encode(frame):
                if not 50 <= number < 100:
                    out.mux(packet)
    assert decode(path).duration_s == pytest.approx(3, abs=0.1)


def bad_files(folder: Path) -> dict[str, type[AudioError]]:
    """Files that can't be used, each with the cause that should be named."""
    noise = np.random.default_rng(0).integers(0, 256, 100_000, dtype=np.uint8).tobytes()
    good = write_sound(folder / "good.wav", tones(1, 440, 880)).read_bytes()
    at_format = good.index(b"fmt ") + 8
    for name, content in {
        "zero.wav": b"",
        "text.wav": "这是一段文字。\n".encode() * 100,
        "text.mp3": "这是一段文字。\n".encode() * 100,
        "text.flac": b"hello\n" * 100,
        "noise.mp3": noise,
        "noise.wav": noise,
        "head.wav": good[:20],
        "wiped.wav": b"\0" * 64 + good[64:],
        "no samples.wav": good[: good.index(b"data") + 4] + b"\0\0\0\0",
        "no channels.wav": good[: at_format + 2] + b"\0\0" + good[at_format + 4 :],
        "absurd rate.wav": good[: at_format + 4] + struct.pack("<I", 2_000_000_000) + good[at_format + 8 :],
        "low rate.wav": good[: at_format + 4] + struct.pack("<I", 1000) + good[at_format + 8 :],
        "list.m3u8": f"#EXTM3U\n#EXTINF:1,\n{folder / 'good.wav'}\n#EXT-X-ENDLIST\n".encode(),
        "list.ffconcat": b"ffconcat version 1.0\nfile good.wav\n",
    }.items():
        (folder / name).write_bytes(content)
    song = write_sound(folder / "song.m4a", tones(2, 440), codec="aac", coded_hz=44100).read_bytes()
    begin, end = song.index(b"mdat") + 4, song.index(b"moov") - 4
    scrambled = bytes(byte ^ 0xA5 for byte in song[begin:end])  # protected music: its sound is enciphered
    (folder / "song.m4a").write_bytes((song[:begin] + scrambled + song[end:]).replace(b"mp4a", b"drms", 1))
    (folder / "codec.wav").write_bytes(good[:at_format] + b"\x7a\x7a" + good[at_format + 2 :])
    write_sound(folder / "six.wav", tones(0.5, 100, 200, 300, 400, 500, 600))
    broken = tones(1, 440)
    broken[0, 8000] = np.nan
    write_sound(folder / "nan.wav", broken, codec="pcm_f32le")
    long = np.zeros((1, int(bounds.MAX_DURATION_S + 2) * 4000), np.float32)
    write_sound(folder / "long.flac", long, rate_hz=4000, codec="flac")
    with (folder / "large.wav").open("wb") as file:
        file.truncate(bounds.MAX_BYTES + 1)
    with av.open(str(folder / "film.mp4"), "w") as out:
        stream = out.add_stream("mpeg4", rate=5)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for frame in (av.VideoFrame(64, 64, "yuv420p"), None):
            out.mux(stream.encode(frame))
    (folder / "folder.wav").mkdir()
    os.mkfifo(folder / "pipe.wav")
    return {
        "zero.wav": EmptyAudio,
        "text.wav": NotAudio,
        "text.mp3": NotAudio,
        "text.flac": NotAudio,
        "noise.mp3": NotAudio,
        "noise.wav": NotAudio,
        "head.wav": NotAudio,
        "wiped.wav": NotAudio,
        "no samples.wav": EmptyAudio,
        "no channels.wav": NotAudio,
        "absurd rate.wav": OddSound,
        "low rate.wav": OddSound,
        "song.m4a": NotAudio,
        "codec.wav": NotAudio,
        "list.m3u8": NotAudio,
        "list.ffconcat": NotAudio,
        "six.wav": OddSound,
        "nan.wav": BrokenAudio,
        "long.flac": TooLong,
        "large.wav": TooLarge,
        "film.mp4": NoSoundTrack,
        "folder.wav": NotAFile,
        "pipe.wav": NotAFile,
        "missing.wav": MissingFile,
        "a\0b.wav": Unreadable,
        "http:": MissingFile,
    }


def test_broken_samples_are_told_with_their_second(tmp_path: Path) -> None:
    sound = tones(2, 440)
    sound[0, 24_000:] = np.inf  # 1.5 s at 16 kHz
    with pytest.raises(BrokenAudio) as caught:
        decode(write_sound(tmp_path / "a.wav", sound, codec="pcm_f32le"))
    assert caught.value.fields["at_s"] == pytest.approx(1.5, abs=0.01)


def test_bad_files_are_named_for_their_cause_and_leave_nothing_behind(tmp_path: Path) -> None:
    causes = bad_files(tmp_path)
    before = sorted(tmp_path.iterdir())
    for name, cause in causes.items():
        for use in (probe, decode):
            with pytest.raises(cause) as caught:
                use(tmp_path / name)
            assert type(caught.value) is cause, name
            words = caught.value.text("zh"), caught.value.text("en")
            assert all(name.split("\0")[0] in each and str(tmp_path) not in each for each in words)
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_says_so(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "a.wav", tones(1, 440))
    path.chmod(0)
    with pytest.raises(NoPermission):
        probe(path)


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the shared recordings")
def test_a_telephone_call_is_measured() -> None:
    found = probe(SHARED / "call40_stereo.wav")
    assert (found.duration_s, found.rate_hz, found.channels, found.codec) == (245.38, 8000, 2, "pcm_s16le")
    assert not found.fake_stereo
    # together they speak for about three of the four minutes
    assert 150 < sum(found.speech_s) < 210
    assert probe(SHARED / "jfk.flac").fake_stereo


HEAVY = ("torch", "whisper", "faster_whisper", "sklearn", "scipy", "onnxruntime", "opencc", "ctranslate2")


@pytest.mark.parametrize(
    "module",
    ["recordings", *(f"recordings.{name}" for name in ("audio", "formats", "timeline", "redact", "transcribe"))],
)
def test_importing_recordings_stays_light(module: str) -> None:
    code = f"import sys, {module}; print([name for name in {HEAVY!r} if name in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def test_the_timeline_needs_no_numpy() -> None:
    code = "import sys, recordings.timeline; print('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "False"
