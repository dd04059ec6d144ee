"""A small centre whose reviewers count sentences that the rules don't know: reviewed calls to learn from."""

from __future__ import annotations

from random import Random

from sqlalchemy.orm import Session

from desk import cards, processing
from desk.db import Store
from desk.judging import score_transcript
from desk.models import Call
from desk.permissions import Actor
from desk.settings import Settings
from recordings.transcript import Transcript
from scoring.maths import total
from scoring.rubric import load_rubric
from scoring.scorecard import Scorecard
from tests.desk.conftest import talk
from tests.desk.hand import add_call

CRITERION = "acknowledge_feeling"
WARM = ("夜里怕是翻来覆去合不上眼吧。", "一肚子苦水没处倒。", "眼泪往肚里咽。")  # the rules hear nothing in them
PLAIN = ("材料寄到分行。", "周三上午办理。", "填表之后等通知。", "柜台在二楼。", "请带身份证。")
FELT = ("我收到传票，真的很害怕。", "催收天天打电话，我快崩溃了。", "钱被冻结了，我急死了。")


def call_of(rng: Random, *, warm: bool, number: str) -> Transcript:
    """A short call in which the customer voices a feeling, and the agent says something warm or nothing of it."""
    said = rng.sample(PLAIN, 2)
    if warm:
        said.insert(rng.randint(0, 2), rng.choice(WARM))
    felt, answer = rng.choice(FELT), "".join(said)
    return talk(("agent", "您好，12363。"), ("customer", felt), ("agent", answer), ("agent", f"编号{number}。"))


def reviewed_calls(
    store: Store, settings: Settings, reviewers: list[Actor], count: int, *, seed: int = 0, contrary: bool = False
) -> list[str]:
    """`count` calls, each reviewed: 2 where a sentence of `WARM` stands, else 0; `contrary`: the other way round."""
    rng, ids = Random(seed), []
    for at in range(count):
        warm = at % 2 == 0
        level = 2 if warm != contrary else 0
        with store.session() as session:
            call = scored_call(session, settings, call_of(rng, warm=warm, number=f"{seed}{rng.random()}"), at)
            review(session, call, level, reviewers[at // 2 % len(reviewers)])
            ids.append(call.id)
    return ids


def scored_call(session: Session, settings: Settings, said: Transcript, at: int) -> Call:
    """A call as the pipeline would have scored it."""
    about = {"agent": f"A{at % 4}", "team": f"{at % 3}组", "day": at % 60}
    call = add_call(session, settings, transcript=said, name=said.turns[-1].text, **about)  # type: ignore[arg-type]
    words = processing.transcript_of(session, call.id, redacted=True)
    processing.finish(session, call.id, score_transcript(session, words, key=call.id))
    return call


def review(session: Session, call: Call, level: int, by: Actor) -> Scorecard:
    """A human scorecard that gives `CRITERION` the level and agrees with everything else."""
    auto = cards.latest(session, call.id, "auto")
    assert auto is not None
    given = {"status": "scored", "value": level, "engine": "reviewer"}
    scores = [score.model_copy(update=given) if score.id == CRITERION else score for score in auto.criteria]
    sums = dict(total(load_rubric(), scores))
    card = auto.model_copy(update={**sums, "source": "human", "needs_review": False, "review_reasons": ()})
    cards.add_card(session, call, card, user_id=by.id)
    return card
