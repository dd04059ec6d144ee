"""The optional language-model judge: any OpenAI-compatible endpoint, a local one first. Off unless a URL is set.

What is sent: the section's criteria and the transcript without personal data (`TINGXIN_JUDGE_ORIGINAL` allows the
original). Nothing else leaves the machine, and who the agent is never does.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx

from desk.settings import Settings
from jobs.errors import JudgeFailed
from recordings.transcript import Transcript
from scoring.judge import Answer, BadAnswer, answer_schema, asked, judge_card, messages, read_answer
from scoring.rubric import Rubric, Section
from scoring.scorecard import Scorecard

log = logging.getLogger(__name__)

TRIES = 3  # of one request, where the server is busy, slow or broken
WAIT_S = 1.0  # before the second try; doubled before each further one
BUSY = frozenset((408, 409, 425, 429, 500, 502, 503, 504))
LARGEST = 1_000_000  # bytes of an answer
ONE_MORE = "Your answer could not be used: {reason}. Answer again, as one JSON object of the form that was asked for."


@dataclass(frozen=True)
class Judged:
    """A judge's scorecard and what it took."""

    card: Scorecard
    tokens_in: int
    tokens_out: int
    requests: int
    cost: float  # in the currency of the prices that are set; 0 where none are


@dataclass
class _Use:
    tokens_in: int = 0
    tokens_out: int = 0
    requests: int = 0


def judge(
    settings: Settings,
    transcript: Transcript,
    rubric: Rubric,
    auto: Scorecard,
    *,
    wait: Callable[[float], None] = time.sleep,
) -> Judged:
    """Ask the model about every section, as many times as is set.

    Args:
        settings: URL, model, key, prices.
        transcript: What may be sent.
        rubric: That `auto` was scored on.
        auto: The automatic scorecard.
        wait: Sleeps so many seconds between tries.

    Raises:
        JudgeFailed: The endpoint can't be reached or keeps answering with errors.
    """
    use = _Use()
    answers: dict[str, list[Answer]] = {}
    headers = {"Authorization": f"Bearer {settings.judge_key}"} if settings.judge_key else {}
    with httpx.Client(timeout=settings.judge_timeout_s, headers=headers, follow_redirects=False) as client:
        for section in rubric.sections:
            if not asked(section):
                continue
            for _ in range(settings.judge_samples):
                for one in _section(client, settings, section, transcript, use, wait):
                    answers.setdefault(one.criterion, []).append(one)
    asked_of = {criterion.id: answers.get(criterion.id, []) for part in rubric.sections for criterion in asked(part)}
    cost = (use.tokens_in * settings.judge_price_in + use.tokens_out * settings.judge_price_out) / 1_000_000
    card = judge_card(rubric, auto, asked_of, model=settings.judge_model or None)
    return Judged(card, use.tokens_in, use.tokens_out, use.requests, round(cost, 6))


def _section(
    client: httpx.Client,
    settings: Settings,
    section: Section,
    transcript: Transcript,
    use: _Use,
    wait: Callable[[float], None],
) -> tuple[Answer, ...]:
    """One opinion on one section: asked once more where the answer is unusable or quotes what was never said."""
    talk = messages(section, transcript)
    found: tuple[Answer, ...] = ()
    for _ in range(2):
        text = _ask(client, settings, talk, answer_schema(section), use, wait)
        try:
            found = read_answer(section, transcript, text)
            reason = ", ".join(
                f"{one.criterion} quotes words that are not in the call" for one in found if one.invented
            )
        except BadAnswer as error:
            reason = str(error)
        if not reason:
            break
        log.info("judge, section %s: %s", section.id, reason)
        talk = [
            *talk,
            {"role": "assistant", "content": text[:4000]},
            {"role": "user", "content": ONE_MORE.format(reason=reason)},
        ]
    return found


def _ask(
    client: httpx.Client,
    settings: Settings,
    talk: list[dict[str, str]],
    schema: dict[str, Any],
    use: _Use,
    wait: Callable[[float], None],
) -> str:
    """The model's text. Raises `JudgeFailed` after `TRIES`."""
    form = {"type": "json_schema", "json_schema": {"name": "judgement", "strict": True, "schema": schema}}
    body = {
        "model": settings.judge_model,
        "messages": talk,
        "temperature": settings.judge_temperature,
        "response_format": form,
    }
    url = settings.judge_url.rstrip("/") + "/chat/completions"
    reason = ""
    for attempt in range(TRIES):
        if attempt:
            wait(WAIT_S * 2 ** (attempt - 1))
        use.requests += 1
        try:
            answer = client.post(url, json=body)
        except httpx.HTTPError as error:
            reason = type(error).__name__
            continue
        if answer.status_code in BUSY:
            reason = f"HTTP {answer.status_code}"
            continue
        if answer.status_code != 200:
            raise JudgeFailed(url=settings.judge_url, reason=f"HTTP {answer.status_code}")
        text = _text(answer, use)
        if text is not None:
            return text
        reason = "an answer of another form"
    raise JudgeFailed(url=settings.judge_url, reason=reason)


def _text(answer: httpx.Response, use: _Use) -> str | None:
    """The text of an answer, and its tokens counted; None where it isn't of OpenAI's form."""
    if len(answer.content) > LARGEST:
        return None
    try:
        found = answer.json()
        text = found["choices"][0]["message"]["content"]
        counted = found.get("usage") or {}
        use.tokens_in += int(counted.get("prompt_tokens") or 0)
        use.tokens_out += int(counted.get("completion_tokens") or 0)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        return None
    return text if isinstance(text, str) else None
