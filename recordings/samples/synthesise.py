"""Make the sample calls: speak every `call.yaml` and write its audio and its exact transcript.

    python -m recordings.samples.synthesise [ID ...]

Needs the `espeak-ng` program (Debian: `apt install espeak-ng`); the results are kept beside the
scripts, so nobody who only runs Tingxin needs it. The voices are synthesised and say so in the title
tag of the audio. Clause times are exact; words inside a clause are spread by their length.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import wave
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import av
import numpy as np
import yaml
from numpy.typing import NDArray

from recordings.transcript import Speaker, Transcript, Turn, Word

HERE = Path(__file__).parent
RATE_HZ = 16_000
BIT_RATE = 32_000  # bits/s for both channels; speech in Opus needs no more
PAUSE_S = 0.7  # between two turns, unless the script says `wait` or `overlap`
CLAUSE_PAUSE_S = 0.18
LINE_NOISE = 0.0008  # full scale 1.0; a line that is perfectly silent sounds dead
VOICES: dict[tuple[str, str], tuple[str, int, int]] = {  # (language, speaker) → espeak voice, words/min, pitch
    ("zh", "agent"): ("cmn+f2", 290, 55),
    ("zh", "customer"): ("cmn+m3", 270, 40),
    ("en", "agent"): ("en-gb+f3", 165, 55),
    ("en", "customer"): ("en-us+m2", 160, 40),
}
CLAUSE = re.compile(r"[^,,。.!!??;;::、]+[,,。.!!??;;::、\"']*\s*")
TOKEN = re.compile(r"[一-鿿]|[0-9]+|[A-Za-z][A-Za-z'’-]*")

Samples = NDArray[np.float32]


@dataclass(frozen=True)
class Spoken:
    """One turn as sound, with its words timed from the turn's own start."""

    samples: Samples
    words: tuple[Word, ...]

    @property
    def seconds(self) -> float:
        """Length of the turn in seconds."""
        return len(self.samples) / RATE_HZ


def say(text: str, language: str, speaker: str) -> Samples:
    """Speak `text`; mono float32 at `RATE_HZ`, trimmed of the voice's own silence."""
    voice, speed, pitch = VOICES[language, speaker]
    aloud = re.sub(r"\d{5}", lambda number: " ".join(number.group()), text)  # a hotline is read digit by digit
    command = ["espeak-ng", "-v", voice, "-s", str(speed), "-p", str(pitch), "--stdout", aloud]
    done = subprocess.run(command, check=True, capture_output=True)
    with wave.open(io.BytesIO(done.stdout)) as file:
        rate_hz = file.getframerate()
        pcm = np.frombuffer(file.readframes(file.getnframes()), dtype=np.int16)
    loud = np.flatnonzero(np.abs(pcm) > 200)
    if loud.size:
        pcm = pcm[loud[0] : loud[-1] + 1]
    seconds = len(pcm) / rate_hz
    at = np.linspace(0, len(pcm) - 1, int(seconds * RATE_HZ))
    return (np.interp(at, np.arange(len(pcm)), pcm) / 32768).astype(np.float32)


def words_of(clause: str, start_s: float, end_s: float) -> list[Word]:
    """The clause's words, spread over its time by their number of characters."""
    tokens = TOKEN.findall(clause)
    marks = np.cumsum([0.0, *(len(token) for token in tokens)])
    times = start_s + marks / max(marks[-1], 1.0) * (end_s - start_s)
    return [
        Word(text=token, start_s=round(float(a), 3), end_s=round(float(b), 3))
        for token, (a, b) in zip(tokens, pairwise(times), strict=True)
    ]


def speak_turn(text: str, language: str, speaker: str) -> Spoken:
    """Speak a turn clause by clause, so that every clause's time is known exactly."""
    pieces: list[Samples] = []
    words: list[Word] = []
    at_s = 0.0
    for clause in CLAUSE.findall(text):
        sound = say(clause, language, speaker)
        end_s = at_s + len(sound) / RATE_HZ
        words += words_of(clause, at_s, end_s)
        pieces += [sound, np.zeros(int(CLAUSE_PAUSE_S * RATE_HZ), np.float32)]
        at_s = end_s + int(CLAUSE_PAUSE_S * RATE_HZ) / RATE_HZ
    return Spoken(np.concatenate(pieces[:-1]), tuple(words))


def lay_out(call: dict[str, Any]) -> tuple[NDArray[np.float32], Transcript]:
    """Place all turns in time: agent left, customer right; returns [2, n] samples and the transcript."""
    placed: list[tuple[Speaker, float, Spoken, str]] = []
    end_s = 0.4
    for line in call["dialogue"]:
        spoken = speak_turn(line["say"], call["language"], line["who"])
        gap_s = -line["overlap"] if "overlap" in line else line.get("wait", PAUSE_S)
        start_s = round(max(0.4, end_s + gap_s), 3)
        placed.append((line["who"], start_s, spoken, line["say"]))
        end_s = max(end_s, start_s + spoken.seconds)
    total_s = end_s + 0.6
    noise = np.random.default_rng(12363).normal(0, LINE_NOISE, (2, int(total_s * RATE_HZ)))
    mix: NDArray[np.float32] = noise.astype(np.float32)
    turns = []
    for index, (who, start_s, spoken, text) in enumerate(placed):
        first = int(start_s * RATE_HZ)
        mix[0 if who == "agent" else 1, first : first + len(spoken.samples)] += spoken.samples
        turns.append(_turn(index, who, start_s, spoken, text))
    transcript = Transcript(
        language=call["language"], duration_s=round(total_s, 3), engine="import", quality="supplied", turns=tuple(turns)
    )
    return np.clip(mix, -1, 1), transcript


def _turn(index: int, who: Speaker, start_s: float, spoken: Spoken, text: str) -> Turn:
    words = tuple(
        Word(text=word.text, start_s=round(start_s + word.start_s, 3), end_s=round(start_s + word.end_s, 3))
        for word in spoken.words
    )
    end_s = round(start_s + spoken.seconds, 3)
    return Turn(index=index, speaker=who, text=text, start_s=start_s, end_s=end_s, words=words)


def write_opus(path: Path, samples: NDArray[np.float32], title: str) -> None:
    """Write [2, n] samples as Ogg Opus."""
    layout: Literal["stereo"] = "stereo"
    with av.open(str(path), "w", format="ogg") as container:
        container.metadata["title"] = title
        stream = container.add_stream("libopus", rate=48_000)
        stream.layout = layout
        stream.bit_rate = BIT_RATE
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples), format="fltp", layout=layout)
        frame.sample_rate = RATE_HZ
        resampler = av.AudioResampler(format="flt", layout=layout, rate=48_000)
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            container.mux(stream.encode(piece))
        container.mux(stream.encode(None))


def make(folder: Path) -> None:
    """Speak one call and write `audio.ogg` and `call.transcript.json` beside its script."""
    call = yaml.safe_load((folder / "call.yaml").read_text(encoding="utf-8"))
    samples, transcript = lay_out(call)
    write_opus(folder / "audio.ogg", samples, f"{call['title']['en']} (synthesised speech, invented call)")
    document = json.dumps(json.loads(transcript.to_json()), ensure_ascii=False, indent=1)
    (folder / "call.transcript.json").write_text(document + "\n", encoding="utf-8")
    print(f"{folder.name}: {transcript.duration_s:.0f} s, {len(transcript.turns)} turns")


def main(names: list[str]) -> None:
    """Make the named calls, or all."""
    for folder in sorted(HERE.iterdir()):
        if (folder / "call.yaml").is_file() and (not names or folder.name in names):
            make(folder)


if __name__ == "__main__":
    main(sys.argv[1:])
