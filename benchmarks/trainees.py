"""Fifty trainees at once against the running app on loopback: how long a typed turn takes, and what they see of others.

Each trainee is a real session of the app: a WebSocket with their own cookie, which opens their own run, types into the
box and waits until the page stands with the customer's answer. They think for `THINK_S` between two answers, each in a
rhythm of their own, as fifty people in a room do.
"""

from __future__ import annotations

import asyncio
import math
import os
import random
import statistics
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.table import Row
from desk import accounts, practice
from desk.accounts import COOKIE
from desk.db import Store
from desk.settings import Settings

TRAINEES = 50
TURNS = 5  # typed by each
THINK_S = (15.0, 30.0)  # the customer speaks for five seconds, and forty characters a minute are well typed
BAR_S = 1.0
SCENARIO = "li_card_debt"
SAID = (
    "您好，这里是12363热线，收到传票换了谁都会害怕，您慢慢说。",
    "传票是哪一天收到的？",
    "您现在收入怎么样，家里还好吗？",
    "您和银行谈过分期吗？",
    "我跟您核对一下，您是想知道这几天该做什么，对吗？",
)
PAGE = "practise"


@dataclass
class Trainee:
    """One session: who, their run, and what came of it."""

    number: int
    cookie: str
    run_id: str
    taken_s: list[float] = field(default_factory=list)
    strangers: int = 0  # times that another's marker stood on this one's page
    missing: int = 0  # answers after which the own words did not stand on the page

    @property
    def marker(self) -> str:
        """Words by which a reply of theirs is known from everybody else's."""
        return f"我的编号是{10_000 + self.number}。"


def seed(home: Path, count: int) -> list[Trainee]:
    """Accounts and runs of `count` trainees in a store of its own."""
    settings = Settings(home=home)
    store = Store(settings)
    store.migrate()
    found: list[Trainee] = []
    with store.session() as session:
        for number in range(count):
            actor = accounts.add_user(session, None, f"trainee{number}", "trainee", "bench-password-1", language="zh")
            run = practice.start_run(session, actor, SCENARIO, "zh", seed=number)
            found.append(Trainee(number, accounts.issue_cookie(session, actor, settings), run.id))
    store.dispose()
    return found


class Window:
    """A browser window as the server sees it: messages in, messages out."""

    def __init__(self, socket: Any, run_id: str) -> None:
        """Over an open WebSocket."""
        self.socket, self.query = socket, f"run={run_id}"
        self.boxes: dict[str, str] = {}  # widget ids by user key
        self.going_on = True  # whether there was a box to type into when the page stood last

    async def rerun(self, **typed: str) -> bytes:
        """Run the page, with what was typed into boxes by key; everything that the server sent until it stands."""
        from streamlit.proto.BackMsg_pb2 import BackMsg

        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.page_script_hash = ""
        message.rerun_script.page_name = PAGE
        for key, text in typed.items():
            widget = message.rerun_script.widget_states.widgets.add()
            widget.id = self.boxes[key]
            widget.chat_input_value.data = text
        await self.socket.send(message.SerializeToString())
        return await self._until_it_stands()

    async def _until_it_stands(self) -> bytes:
        from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

        sent, self.going_on = bytearray(), False
        while True:
            data = await self.socket.recv()
            sent += data
            message = ForwardMsg()
            message.ParseFromString(data)
            box = message.delta.new_element.chat_input.id
            if box:
                self.boxes["reply"], self.going_on = box, True
            if message.WhichOneof("type") == "script_finished" and message.script_finished == 0:
                return bytes(sent)


async def practise(url: str, one: Trainee, everybody: list[Trainee], turns: int, think: tuple[float, float]) -> None:
    """One trainee's session from opening the page to the last answer."""
    import websockets

    rng = random.Random(one.number)
    headers = {"Cookie": f"{COOKIE}={one.cookie}"}
    address = f"{url.replace('http', 'ws')}/_stcore/stream"
    async with websockets.connect(
        address,
        additional_headers=headers,
        subprotocols=["streamlit"],
        max_size=None,
        origin=url,  # type: ignore[arg-type, list-item]
    ) as socket:
        window = Window(socket, one.run_id)
        await asyncio.sleep(rng.uniform(0, think[1]))  # nobody opens the page in the same second
        await window.rerun()
        for turn in range(turns):
            await asyncio.sleep(rng.uniform(*think))
            said = f"{SAID[turn % len(SAID)]}{one.marker}"
            begun = time.perf_counter()
            page = (await window.rerun(reply=said)).decode("utf-8", errors="ignore")
            one.taken_s.append(time.perf_counter() - begun)
            one.strangers += any(other.marker in page for other in everybody if other is not one)
            if not window.going_on:  # the customer ended the call: the page asks for the guess
                return
            one.missing += said not in page


async def _everybody(url: str, trainees: list[Trainee], turns: int, think: tuple[float, float]) -> None:
    await asyncio.gather(*(practise(url, one, trainees, turns, think) for one in trainees))


@dataclass
class Measured:
    """What came of each trainee, and the processor time that the app took for a typed turn, in seconds."""

    trainees: list[Trainee]
    processor_s: float

    @property
    def taken_s(self) -> list[float]:
        """Seconds of every typed turn."""
        return [taken for one in self.trainees for taken in one.taken_s]


def processor_s(pid: int) -> float:
    """Processor seconds of a process so far, its threads included; Linux alone tells it."""
    stat = Path(f"/proc/{pid}/stat")
    if not stat.is_file():
        return math.nan
    fields = stat.read_text(encoding="ascii", errors="ignore").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(count: int, turns: int = TURNS, think: tuple[float, float] = THINK_S) -> Measured:
    """`count` trainees at once, once the app has answered somebody: who opens it first waits for its word lists."""
    from tests.browser.driver import running_app

    with tempfile.TemporaryDirectory(prefix="tingxin-bench-") as folder:
        home = Path(folder)
        early, *trainees = seed(home, count + 1)
        with running_app(home, demo=False) as app:
            asyncio.run(_everybody(app.url, [early], 1, (0.1, 0.2)))
            begun = processor_s(app.process.pid)
            asyncio.run(_everybody(app.url, trainees, turns, think))
            spent = processor_s(app.process.pid) - begun
    return Measured(trainees, spent / sum(len(one.taken_s) for one in trainees))


def rows() -> list[Row]:
    """p95 of a typed turn with fifty at once beside one alone, and what anybody saw of others."""
    alone, room = measure(1, think=(0.2, 0.5)), measure(TRAINEES)
    taken = room.taken_s
    p95 = statistics.quantiles(taken, n=20)[-1]
    lone = statistics.median(alone.taken_s)
    strangers = sum(one.strangers for one in room.trainees)
    missing = sum(one.missing for one in room.trainees)
    return [
        Row(
            what=f"{TRAINEES} trainees at once, {len(taken)} typed turns: p95 (median)",
            figure=f"{p95:.2f} s ({statistics.median(taken):.2f} s; {room.processor_s:.2f} s of processor a turn)",
            compared_with=f"one alone, median: {lone:.2f} s",
            ratio=f"{p95 / lone:.1f} ×",
            bar=f"≤ {BAR_S:.0f} s",
            met=p95 <= BAR_S,
        ),
        Row(
            what=f"{TRAINEES} trainees at once: pages with another's words; replies that don't stand on one's own",
            figure=f"{strangers}; {missing}",
            bar="0; 0",
            met=strangers == missing == 0,
        ),
    ]
