"""Take the pictures in `docs/screenshots` from the running app: `python docs/make_screenshots.py [NAME …]`.

Without names all of them are taken. Needs Chromium and a Chinese font (Debian: `apt install chromium fonts-noto-cjk`).
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from PIL import Image  # noqa: E402
from playwright.sync_api import Browser  # noqa: E402
from sqlalchemy import select  # noqa: E402

from desk import accounts, practice  # noqa: E402
from desk.db import Store  # noqa: E402
from desk.models import Call, User  # noqa: E402
from desk.settings import Settings  # noqa: E402
from jobs.demo import load_demo  # noqa: E402
from recordings.errors import Language  # noqa: E402
from scenarios.load import load_script  # noqa: E402
from tests.browser.driver import DESK, PHONE, App, Colours, browser, running_app, visit  # noqa: E402

SHOTS = ROOT / "docs" / "screenshots"
SAMPLES: dict[Language, str] = {"zh": "zh_li_cold.ogg", "en": "en_credit_record.ogg"}
SCENARIO = "li_card_debt"
WEAK_AT = ("story", "jail")  # nodes of the scenario that get the weak answer
ROOM, WHOLE = 4, 40  # replies: a call under way, and a call to its end
COLOURS = 128  # of a picture: the pages have few, and it is a third of the size
PAINT_MS = 2_500  # charts, lists and waveforms paint after the page stands


class Shot(NamedTuple):
    """One picture: which page, whose, in what look."""

    page: str
    language: Language = "zh"
    colours: Colours = "light"
    size: tuple[int, int] = DESK

    @property
    def name(self) -> str:
        """Its file, without `.png`."""
        return f"{self.page}-{self.language}-{'phone' if self.size == PHONE else self.colours}"


WHO = {
    "home": "mei",
    "calls": "mei",
    "call": "mei",
    "room": "xiaolin",
    "debrief": "xiaolin",
    "overview": "zhou",
    "knowledge": "mei",
    "words": "mei",
    "progress": "xiaolin",
    "training": "mei",
    "assignments": "mei",
    "authoring": "mei",
    "trust": "mei",
}
TAKEN = (
    *(Shot(page) for page in WHO),
    *(Shot(page, "en", "dark") for page in WHO),
    Shot("progress", "en", size=PHONE),
    Shot("call", "en"),
    Shot("call", size=PHONE),
    Shot("room", size=PHONE),
)


def prepare(settings: Settings) -> dict[str, str]:
    """Load the demo and play two calls in each language; the address of every page, by page and language."""
    load_demo(settings)
    found = {page: f"/{page}" for page in ("calls", "overview", "knowledge", "progress", "training", "trust")}
    found |= {
        "home": "/",
        "words": "/knowledge?view=words",
        "assignments": "/training?view=assign",
        "authoring": f"/scenarios?scenario={load_script(SCENARIO).reference}",
    }
    with Store(settings).session() as session:
        for language, name in SAMPLES.items():
            call = session.scalars(select(Call).where(Call.file_name == name)).one()
            found[f"call-{language}"] = f"/call?call={call.id}"
        trainee = accounts.actor_by_id(session, session.scalars(select(User).where(User.name == "xiaolin")).one().id)
        assert trainee is not None
        script = load_script(SCENARIO)
        for language in script.languages:
            for page, replies in (("room", ROOM), ("debrief", WHOLE)):
                run = practice.start_run(session, trainee, SCENARIO, language, seed=1)
                seen = set[str]()
                while run.ended is None and run.step < replies:
                    node = script.nodes[run.node]
                    answer = node.weak if run.node in WEAK_AT and run.node not in seen else node.model
                    seen.add(run.node)
                    text = None if answer is None else answer.text(language)
                    run = practice.answer(session, trainee, run.id, text, run.step)
                found[f"{page}-{language}"] = f"/practise?run={run.id}"
                if run.ended is not None:
                    practice.self_rate(session, trainee, run.id, 70)
    return found


def take(chromium: Browser, app: App, shot: Shot, address: str) -> Path:
    """Sign in, open the page, take the picture."""
    with visit(chromium, app, size=shot.size, language=shot.language, colours=shot.colours) as window:
        window.sign_in_demo(WHO[shot.page])
        window.open(address)
        window.page.wait_for_timeout(PAINT_MS)
        path = window.picture(SHOTS / f"{shot.name}.png")
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    return path


def main(names: list[str]) -> None:
    """Load the demo into a home of its own, start the app, take the pictures."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        addresses = prepare(Settings(home=home, demo=True))
        with running_app(home) as app, browser() as chromium:
            for shot in TAKEN:
                if names and shot.name not in names:
                    continue
                address = addresses.get(f"{shot.page}-{shot.language}") or addresses[shot.page]
                path = take(chromium, app, shot, address)
                print(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1000} kB", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
