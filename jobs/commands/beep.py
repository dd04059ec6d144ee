"""`tingxin beep`."""

from __future__ import annotations

from pathlib import Path

import click

from jobs.commands.recordings import AUDIO, CantWrite


@click.command()
@click.argument("audio", type=AUDIO)
@click.argument("transcript", type=AUDIO)
@click.option("--out", type=AUDIO, required=True, help="File to write, .flac.")
def beep(audio: Path, transcript: Path, out: Path) -> None:
    """Write a copy of a recording with personal data beeped out, by its transcript's times."""
    from recordings.beep import ENDING, personal_stretches, write_beeped
    from recordings.formats import read_transcript

    if out.suffix.lower() != ENDING:
        raise CantWrite(where=out.name, reason=f"a name that ends in {ENDING} is needed")
    stretches = personal_stretches(read_transcript(transcript))
    try:
        write_beeped(audio, stretches, out)
    except OSError as error:
        raise CantWrite(where=out.name, reason=error.strerror or str(error)) from error
    total_s = sum(stretch.end_s - stretch.start_s for stretch in stretches)
    click.echo(f"{len(stretches)} stretch(es), {total_s:.1f} s beeped")
