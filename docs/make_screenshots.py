"""Take the pictures in `docs/screenshots` from the running app: `python docs/make_screenshots.py`.

Needs Chromium and a Chinese font (Debian: `apt install chromium fonts-noto-cjk`).
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser  # noqa: E402

from tests.browser.driver import DESK, PHONE, App, Colours, browser, running_app, visit  # noqa: E402

SHOTS = ROOT / "docs" / "screenshots"
PAGES: dict[str, tuple[str, str]] = {  # name → demo account, address
    "home": ("mei", "/"),
    "calls": ("mei", "/calls"),
    "call": ("mei", "/call?call={call}"),
    "practise": ("xiaolin", "/practise"),
    "overview": ("zhou", "/overview"),
}
LOOKS: tuple[tuple[str, Colours], ...] = (("zh", "light"), ("en", "light"), ("en", "dark"))


def cold_call(home: Path) -> str:
    """The id of Mr Li's cold call in the demo."""
    code = (
        "from desk.settings import Settings; from desk.db import Store; from desk.models import Call;"
        "s = Store(Settings.load()); o = s.session().__enter__();"
        "print(next(c.id for c in o.query(Call) if c.file_name.startswith('zh_li_cold')))"
    )
    done = subprocess.run([sys.executable, "-c", code], env=_env(home), cwd=ROOT, check=True, capture_output=True)
    return done.stdout.decode().strip()


def _env(home: Path) -> dict[str, str]:
    return {**os.environ, "TINGXIN_HOME": str(home), "TINGXIN_DEMO": "true"}


def take(chromium: Browser, app: App, call: str) -> None:
    """All pages in all looks, and two on a telephone."""
    for language, colours in LOOKS:
        for name, (account, address) in PAGES.items():
            _one(
                chromium,
                app,
                account,
                address.format(call=call),
                f"{name}-{language}-{colours}",
                language,
                colours,
                DESK,
            )
    for name in ("call", "practise"):
        account, address = PAGES[name]
        _one(chromium, app, account, address.format(call=call), f"{name}-zh-phone", "zh", "light", PHONE)


def _one(
    chromium: Browser, app: App, account: str, address: str, name: str, language: str, colours: Colours,
    size: tuple[int, int],
) -> None:  # fmt: skip
    spoken = "zh" if language == "zh" else "en"
    with visit(chromium, app, size=size, language=spoken, colours=colours) as window:
        window.sign_in_demo(account)
        window.open(address)
        window.page.wait_for_timeout(2_500)  # lists and waveforms paint after the page stands
        window.picture(SHOTS / f"{name}.png")
        print(SHOTS / f"{name}.png")


def main() -> None:
    """Load the demo into a home of its own, start the app, take the pictures."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        subprocess.run([sys.executable, "-m", "qa_cli", "demo"], env=_env(home), cwd=ROOT, check=True)
        with running_app(home) as app, browser() as chromium:
            take(chromium, app, cold_call(home))


if __name__ == "__main__":
    main()
