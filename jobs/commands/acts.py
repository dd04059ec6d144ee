"""`tingxin acts`: the acts of agent utterances, one per line of stdin."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import BinaryIO

import click

from recordings.errors import Language


@click.command()
@click.option("--language", type=click.Choice(["zh", "en"]), required=True, help="Language of the lines.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def acts(language: Language, as_json: bool) -> None:
    """Find the acts in agent utterances, one per line of standard input.

    An empty line gives an entry without acts, so that entries and lines stay in step.
    """
    from scoring.acts import find_acts

    lines = list(_lines(sys.stdin.buffer))
    found = [
        {"text": line, "acts": [hit.model_dump(include=_FIELDS) for hit in find_acts(line, language)]} for line in lines
    ]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for entry in found:
        click.echo(entry["text"])
        for hit in entry["acts"]:
            click.echo(f"    {hit['act']:<22} {hit['confidence']:.2f}  {hit['quote']}")  # type: ignore[index]


def _lines(stream: BinaryIO) -> Iterator[str]:
    for number, line in enumerate(stream, 1):
        try:
            yield line.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
        except UnicodeDecodeError as error:
            raise click.UsageError(f"standard input, line {number}: not UTF-8 text") from error


_FIELDS = {"act", "quote", "start", "end", "confidence"}
