"""`tingxin acts`: the acts of agent utterances, one per line of stdin."""

from __future__ import annotations

import json
import sys

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

    lines = [line.rstrip("\r\n") for line in sys.stdin]
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


_FIELDS = {"act", "quote", "start", "end", "confidence"}
