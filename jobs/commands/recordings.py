"""`tingxin transcribe`, `probe`, `diarize` and `redact`."""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from dataclasses import asdict
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jobs.terminal import terminal_language
from recordings.errors import Language, RecordingError
from recordings.roles import load_roles

if TYPE_CHECKING:
    from recordings.audio import Audio
    from recordings.engines.pick import Picked
    from recordings.transcript import Transcript

AUDIO = click.Path(path_type=Path, readable=False)  # what can't be read is told in our own words
ENGINES = "auto, whisper-ct2, whisper, pocketsphinx"
SIDES = {True: ("A", "B"), False: ("B", "A")}


class CantWrite(RecordingError):
    """The result can't be written. Fields: where, reason."""

    en = "{where}: can't be written: {reason}. Allowed: a file in a folder that exists and that you may write to."
    zh = "{where}：无法写入：{reason}。请选择一个已存在且有写入权限的文件夹。"


@click.command()
@click.argument("audio", type=AUDIO)
@click.option("--engine", default="auto", show_default=True, help=f"Who listens: {ENGINES}.")
@click.option("--language", type=click.Choice(["zh", "en", "auto"]), default="auto", show_default=True)
@click.option("--model", help="A Whisper size or a .pt file; the newest one there is without it.")
@click.option("--swap", is_flag=True, help="Agent becomes customer and the reverse.")
@click.option("--out", type=AUDIO, help="File to write; .json, .vtt, .srt, .csv or .txt by its ending.")
@click.option("--json", "as_json", is_flag=True, help="Print the transcript as one JSON document.")
def transcribe(
    audio: Path, engine: str, language: Any, model: str | None, swap: bool, out: Path | None, as_json: bool
) -> None:
    """Say who said what, and when."""
    from desk.settings import Settings
    from jobs.remarks import remarks
    from jobs.vocabulary import vocabulary_for
    from recordings.speakers import swap as swapped
    from recordings.transcribe import transcribe as hear

    format_ = _format_of(out)
    picked: list[Picked] = []
    at_terminal = sys.stderr.isatty()
    with click.progressbar(length=1000, label="Listening", file=sys.stderr, hidden=not at_terminal) as bar:
        on_engine = _say_engine if at_terminal else picked.append
        transcript = hear(
            audio, engine, language, model, lambda share: _show(bar, share), on_engine=on_engine,
            vocabulary=vocabulary_for(Settings.load()),
        )  # fmt: skip
    transcript = swapped(transcript) if swap else transcript
    for each in picked:  # piped: after success, so that a failure is one line
        _say_engine(each)
    for remark in remarks(transcript, swapped=swap):
        click.echo(getattr(remark, terminal_language()), err=True)
    if out is not None:
        _write(out, transcript, format_)
    if as_json:
        click.echo(transcript.to_json())
    elif out is None:
        _print_turns(transcript)


@click.command()
@click.argument("audio", type=AUDIO)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def probe(audio: Path, as_json: bool) -> None:
    """Measure a recording: length, channels, codec, fake stereo, speech."""
    from recordings.audio import probe as measure

    found = measure(audio)
    if as_json:
        click.echo(json.dumps(asdict(found), ensure_ascii=False))
        return
    speech = ", ".join(f"{seconds:.1f} s" for seconds in found.speech_s)
    click.echo(f"{found.duration_s:.1f} s, {found.channels} channel(s), {found.rate_hz} Hz, {found.codec}")
    click.echo(f"speech per channel: {speech}")
    if found.fake_stereo:
        click.echo("fake stereo: both channels hold the same sound, it is heard as mono")
    if found.truncated:
        click.echo("sound is missing: the file breaks off or is damaged in places")


@click.command()
@click.argument("audio", type=AUDIO)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def diarize(audio: Path, as_json: bool) -> None:
    """Say who speaks when: by channel in stereo, by voice in mono.

    A speaks first, B next; C and further letters are more voices (a transfer, a third party), which are found
    where the weights that tell voices apart are installed.
    """
    from recordings.audio import decode

    segments, voices = _segments(decode(audio))
    if as_json:
        click.echo(json.dumps({"segments": segments, "voices": voices}))
        return
    if voices is not None and voices > 2:
        click.echo(f"{voices} voices: more than agent and customer (a transfer, a third party)", err=True)
    for segment in segments:
        click.echo(f"{segment['start_s']:9.2f} {segment['end_s']:9.2f}  {segment['speaker']}")


@click.command()
@click.option("--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def redact(language: Language, as_json: bool) -> None:
    """Take personal data out of lines on stdin."""
    from recordings.redact import redact as clean

    lines = [line.rstrip("\r\n") for line in TextIOWrapper(sys.stdin.buffer, "utf-8-sig", "replace")]
    done = [(line, clean(line, language)) for line in lines]
    if as_json:
        rows = [
            {"text": line, "redacted": result.text, "found": [asdict(each) for each in result.found]}
            for line, result in done
        ]
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for _, result in done:
        click.echo(result.text)


def _segments(audio: Audio) -> tuple[list[dict[str, Any]], int | None]:
    """By channel where two speak, else by voice, and how many voices; "A" is who speaks first."""
    from recordings.audio import sides
    from recordings.diarize import diarize as part
    from recordings.models import find_places
    from recordings.vad import is_dead, speech_spans

    channels = [(samples, speech_spans(samples)) for samples in sides(audio)]
    if len(channels) == 2:
        left, right = channels
        channels = [each for each, other in ((left, right), (right, left)) if not is_dead(each[1], other[1])]
    if len(channels) == 1:
        samples, spans = channels[0]
        found = part(samples, spans, models_folder=find_places().folder)
        return [asdict(each) for each in found.segments], found.voices if found.counted else None
    (_, left_spans), (_, right_spans) = channels or ((None, ()), (None, ()))
    names = SIDES[not right_spans or (bool(left_spans) and left_spans[0].start_s <= right_spans[0].start_s)]
    segments = [
        {"start_s": span.start_s, "end_s": span.end_s, "speaker": name}
        for name, spans in zip(names, (left_spans, right_spans), strict=True)
        for span in spans
    ]
    return sorted(segments, key=lambda each: (each["start_s"], each["end_s"])), len(channels)


def _show(bar: Any, share: float) -> None:
    bar.update(int(share * 1000) - bar.pos)


def _say_engine(picked: Picked) -> None:
    click.echo(f"{picked.engine.label}: {getattr(picked.why, terminal_language())}", err=True)


def _format_of(out: Path | None) -> str:
    """The format that a file's ending names; JSON where it names none of ours."""
    from recordings.formats import FORMATS

    ending = out.suffix.lower().lstrip(".") if out else ""
    return ending if ending in FORMATS else "json"


def _write(out: Path, transcript: Transcript, format_: str) -> None:
    """Whole or not at all: what stood there stays until the new file is complete."""
    from recordings.formats import write_transcript

    text = write_transcript(transcript, format_)
    part = out if out.exists() and not out.is_file() else out.with_name(f".{out.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
        if part != out:
            part.replace(out)
    except OSError as error:
        if part != out:
            with suppress(OSError):
                part.unlink()
        raise CantWrite(where=out.name, reason=error.strerror or str(error)) from error


def _print_turns(transcript: Transcript) -> None:
    from recordings.reading import reading_form

    names = load_roles().names
    for turn in transcript.turns:
        at = f"{turn.start_s:8.2f}  " if turn.start_s is not None else ""
        click.echo(f"{at}{names[turn.speaker][transcript.language]}: {reading_form(turn.text, transcript.language)}")
