"""`tingxin ingest` and `tingxin export`."""

from __future__ import annotations

import codecs
import sys
import time
from datetime import datetime
from pathlib import Path

import click

from desk.db import Store
from desk.errors import BadField
from desk.exports import Format, export_scorecards, export_transcripts
from desk.permissions import TERMINAL
from desk.practice_exports import Format as PracticeFormat
from desk.practice_exports import export_practice
from desk.settings import Settings
from jobs.bar import bar
from jobs.ingest import Rejected, Report, find_items
from jobs.ingest import ingest as take_in
from jobs.terminal import terminal_language
from jobs.watch import Door, Watcher
from recordings.formats import FORMATS, defuse, write_rows

PRACTICE_FORMATS = ("csv", "xlsx", "json", "xapi")
DAY = click.DateTime(formats=["%Y-%m-%d"])
WATCH_EVERY_S = 1.0


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, readable=False))
@click.option("--agent", help="Agent id of these calls.")
@click.option("--watch", is_flag=True, help="Go on and take in what comes later, until Ctrl-C.")
@click.option("--rejects", type=click.Path(path_type=Path, dir_okay=False), help="CSV file for what was not taken in.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def ingest(paths: tuple[Path, ...], agent: str | None, watch: bool, rejects: Path | None, as_json: bool) -> None:
    """Take in recordings and transcripts: files, or folders all the way down.

    X.transcript.json, X.vtt, X.srt and the like beside X.wav are taken as what was said in it, X.meta.json
    (agent, team, started_at, external_id, topic) as what is known of it; file names are read by
    TINGXIN_FILE_NAME_PATTERN. In folders, texts that are no talk of agent and customer are passed over. The same
    content twice is one call. Ctrl-C stops between two calls; the same command goes on from there.
    """
    settings = Settings.load()
    store = Store(settings)
    store.migrate()
    items = find_items(paths)
    language = terminal_language()
    watcher = Watcher(settings, store, paths, Door(agent, "cli", language, _tell_refused)) if watch else None
    with bar(len(items), "Taking in") as step:
        if watcher is not None:
            report = watcher.begin(items, on_done=lambda _: step())
        else:
            report = take_in(store, settings, items, agent=agent, on_done=lambda _: step(), language=language)
    for refused in () if watch else report.rejected:
        _tell_refused(refused)
    _sum_up(report, as_json)
    if rejects is not None:
        _write_rejects(rejects, report)
    if report.stopped:
        raise click.Abort
    if watcher is not None:
        _watch(watcher, as_json)
    elif report.rejected and not report.accepted and not report.duplicates:
        sys.exit(2)


@click.group()
def export() -> None:
    """Take data away."""


@export.command()
@click.option("--format", "format_", type=click.Choice(["csv", "xlsx", "json"]), default="csv", show_default=True)
@click.option("--from", "from_", type=DAY, help="First day, YYYY-MM-DD.")
@click.option("--to", type=DAY, help="Last day, included.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="File to write; stdout without it.")
def scorecards(format_: Format, from_: datetime | None, to: datetime | None, out: Path | None) -> None:
    """The newest scorecard of each source of each call."""
    _need_file(format_, out)
    store = Store(Settings.load())
    store.migrate()
    first = None if from_ is None else from_.date()
    last = None if to is None else to.date()
    with store.session() as session:
        body = export_scorecards(session, TERMINAL, format_, from_=first, to=last)
    _deliver(body, out)


@export.command()
@click.option("--format", "format_", type=click.Choice(PRACTICE_FORMATS), default="csv", show_default=True)
@click.option("--from", "from_", type=DAY, help="First day, YYYY-MM-DD.")
@click.option("--to", type=DAY, help="Last day, included.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="File to write; stdout without it.")
def practice(format_: PracticeFormat, from_: datetime | None, to: datetime | None, out: Path | None) -> None:
    """Practice runs: one row each, or xAPI statements for a learning record store."""
    _need_file(format_, out)
    store = Store(Settings.load())
    store.migrate()
    with store.session() as session:
        body = export_practice(session, TERMINAL, format_, from_=from_ and from_.date(), to=to and to.date())
    _deliver(body, out)


@export.command()
@click.option("--format", "format_", type=click.Choice(FORMATS), default="json", show_default=True)
@click.option("--from", "from_", type=DAY, help="First day, YYYY-MM-DD.")
@click.option("--to", type=DAY, help="Last day, included.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder to write to.")
def transcripts(format_: str, from_: datetime | None, to: datetime | None, out: Path) -> None:
    """The words of each call without personal data, one file a call."""
    store = Store(Settings.load())
    store.migrate()
    written = 0
    try:
        out.mkdir(parents=True, exist_ok=True)
        with store.session() as session:
            days = {"from_": from_ and from_.date(), "to": to and to.date()}
            for name, text in export_transcripts(session, TERMINAL, format_, **days):
                (out / name).write_text(text, encoding="utf-8", newline="")
                written += 1
    except OSError as error:
        raise BadField(field="--out", value=out, allowed="a folder that can be written to") from error
    click.echo(f"{written} transcript(s) in {out}", err=True)


def _tell_refused(refused: Rejected) -> None:
    name = Path(refused.file).name
    where = "" if name in refused.reason else f"{name}: "
    click.echo(f"tingxin: {where}{refused.reason}", err=True)


def _sum_up(report: Report, as_json: bool) -> None:
    if as_json:
        click.echo(report.model_dump_json())
        return
    click.echo(f"{report.accepted} taken in, {report.duplicates} known already, {len(report.rejected)} rejected")


def _write_rejects(path: Path, report: Report) -> None:
    """One row a file; formulas in names are defused."""
    rows = [(defuse(each.file), defuse(each.reason)) for each in report.rejected]
    try:
        path.write_text(write_rows([("file", "reason"), *rows]), encoding="utf-8", newline="")
    except OSError as error:
        raise BadField(field="--rejects", value=path, allowed="a file in a folder that can be written to") from error


def _watch(watcher: Watcher, as_json: bool) -> None:
    """Look again and again; Ctrl-C ends it with exit status 0."""
    click.echo("Watching; Ctrl-C ends it.", err=True)
    try:
        while True:
            time.sleep(WATCH_EVERY_S)
            report = watcher.scan()
            if not as_json and (report.accepted or report.rejected):
                click.echo(f"{report.accepted} taken in, {len(report.rejected)} rejected", err=True)
            if report.stopped:  # Ctrl-C between two calls
                break
    except KeyboardInterrupt:
        click.echo("", err=True)


def _need_file(format_: str, out: Path | None) -> None:
    if format_ == "xlsx" and out is None and sys.stdout.isatty():
        raise BadField(field="--out", value="nothing", allowed="a file to write, for --format xlsx")


def _deliver(body: bytes, out: Path | None) -> None:
    if out is None:
        # Spreadsheets need the mark; a program at the other end of a pipe would take it for a part of the first name.
        sys.stdout.buffer.write(body.removeprefix(codecs.BOM_UTF8))
        return
    try:
        out.write_bytes(body)
    except OSError as error:
        raise BadField(field="--out", value=out, allowed="a file in a folder that can be written to") from error
