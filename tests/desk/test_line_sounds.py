from __future__ import annotations

from pathlib import Path

import pytest

from desk import line_sounds, practice, scenario_store
from desk.db import Store
from desk.errors import LinkExpired, NoSuchRun
from desk.permissions import Actor
from desk.settings import Settings
from tests.desk.sounds import speech


def begin(store: Store, actor: Actor, scenario: str = "li_card_debt", seed: int = 1) -> practice.RunView:
    with store.session() as session:
        return practice.start_run(session, actor, scenario, "en", seed=seed)


def record(settings: Settings, run: practice.RunView, line: practice.RunLine) -> Path:
    """Somebody's recording of a line, in the home folder."""
    folder = settings.home / "lines" / run.scenario_id
    folder.mkdir(parents=True)
    return speech(folder / f"{line.line_id}.en.wav", 3)


def test_a_line_is_heard_where_somebody_recorded_it_and_else_not(
    store: Store, settings: Settings, xiaolin: Actor
) -> None:
    run = begin(store, xiaolin)
    with store.reading() as session:
        assert line_sounds.sign_lines(session, xiaolin, run, run.lines, settings) == (None,) * len(run.lines)
        path = record(settings, run, run.lines[0])
        token = line_sounds.sign_lines(session, xiaolin, run, run.lines, settings)[0]
    assert token is not None
    assert line_sounds.open_line(token, settings) == path
    path.unlink()
    with pytest.raises(LinkExpired):
        line_sounds.open_line(token, settings)


def test_a_recording_of_another_language_is_not_played(store: Store, settings: Settings, xiaolin: Actor) -> None:
    run = begin(store, xiaolin)
    path = record(settings, run, run.lines[0])
    path.rename(path.with_name(f"{run.lines[0].line_id}.zh.wav"))
    with store.reading() as session:
        assert line_sounds.sign_lines(session, xiaolin, run, run.lines, settings)[0] is None


def test_nobody_else_gets_the_links_of_a_run(store: Store, settings: Settings, xiaolin: Actor, mei: Actor) -> None:
    run = begin(store, mei)
    with store.reading() as session, pytest.raises(NoSuchRun):
        line_sounds.sign_lines(session, xiaolin, run, run.lines, settings)


def test_a_false_link_opens_nothing(settings: Settings) -> None:
    with pytest.raises(LinkExpired):
        line_sounds.open_line("forged.token", settings)


def test_a_recorded_name_is_not_played_for_a_customer_of_another_name(
    store: Store, settings: Settings, xiaolin: Actor
) -> None:
    """pos_fee's second variant is another merchant; `f_name_1` says the name."""
    named = practice.RunLine(speaker="customer", text="…", line_id="f_name_1", step=0)
    for seed in range(3):
        run = begin(store, xiaolin, "pos_fee", seed)
        if seed == 0:
            record(settings, run, named)
        with store.reading() as session:
            script = scenario_store.get(session, "pos_fee@1")
            same = script.as_variant(run.variant).persona.name == script.persona.name
            (token,) = line_sounds.sign_lines(session, xiaolin, run, (named,), settings)
        assert (token is not None) == same
