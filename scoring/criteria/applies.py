"""When a criterion applies. Short, silent and wrong-number calls are not marked down for what they had no room for."""

from __future__ import annotations

import re
from collections.abc import Callable

from recordings.errors import Language
from scoring.call_view import BRUSH_OFF, CallView
from scoring.criteria.outcome import Outcome, cannot_tell, not_applicable
from scoring.normalise import normalise

PROBLEM_TOLD = {"zh": 8, "en": 6}  # characters, words: what a customer says at least to have told a problem; own choice
WRONG_NUMBER = {"zh": 40, "en": 30}  # up to so many, "打错了" means the number and not an account; own choice
MOST_UNKNOWN = 0.3  # share of words by nobody knows whom, above which nothing is told from who said what; own choice
HANDED_OVER = 3  # times that an agent has the word, at most, in a call that is only passed on; own choice
_WRONG_NUMBER = {
    "zh": re.compile(r"打错(?:了|电话|号码|啦)|拨错|按错了|误拨|打错[,.。!]|不是.{0,12}(?:号码|电话)吗"),
    "en": re.compile(
        r"\bwrong (?:number|line|place|hotline)\b|\bmis-?dial+ed\b"
        r"|\bdial+ed (?:the wrong|this by mistake|it by mistake)\b"
    ),
}
_NOT_OURS = {  # the agent's word that this is not the number
    "zh": re.compile(
        r"(?:打|拨|按)错|不是(?:我们|这里|本)[^,.]{0,6}(?:业务|范围)|这里(?:不是|是金融)[^,.]{0,14}(?:您|请)?"
    ),
    "en": re.compile(
        r"\bwrong number\b|\b(?:reached|called|dialled|dialed|got) the (?:wrong|financial)|\bmis-?dial+ed\b"
        r"|\bthis is the (?:hotline for financial|financial)"
    ),
}
_MONEY_MATTER = {  # a word of these, and the call may be ours after all
    "zh": re.compile(
        r"银行|贷|卡|钱|款|征信|保险|理赔|支付|钱包|催收|账户|投诉|利息|逾期|转账|现金|残币|基金|股票|证券"
    ),
    "en": re.compile(
        r"\b(?:bank|loan|card|money|debt|credit|insur|payment|wallet|collector|account|complain|interest|overdue|transfer"
        r"|cash|fund|refund|yuan)"
    ),
}
_SMALL_TALK = {
    "zh": re.compile(
        r"[您你]们?好|谢谢[您你]?|再见|拜拜|好的?|是的?|对[的啊]?|没有了?|没事了?|不用了?|知道了|明白了?|清楚了?|喂|行|嗯"
        r"|听得到吗|能听到吗|听得见吗|有人吗|在吗|请问|[吗呢吧啊呀哦了的]|不好意思|抱歉|是我"
    ),
    "en": re.compile(
        r"\b(?:hello|hi|hey|yes|yeah|no|okay|right|sure|fine|thanks?|thank you|goodbye|bye|sorry|please|oh|i see|good"
        r"|morning|afternoon|evening|can you hear me|are you there|is (?:any|some)(?:body|one) there|anybody there"
        r"|so much|very much|great|never mind)\b"
    ),
}
_HANDS_OVER = {
    "zh": re.compile(r"转接|[给帮为]您转(?:到|给|去|过去)"),
    "en": re.compile(r"\b(?:transfer\w*|connect\w*|put\w*) (?:you|your call|the call) (?:to|through|over|across)\b"),
}
_COUNTED = {"zh": re.compile(r"[\u3400-\u9fff]|[a-z0-9]+"), "en": re.compile(r"[a-z0-9']+")}


def customer_length(call: CallView) -> int:
    """How much the customer said beside small talk, in characters (zh) or words (en)."""
    small, counted = _SMALL_TALK[call.language], _COUNTED[call.language]
    texts = (normalise(view.turn.text, call.language).text for view in call.by("customer"))
    return sum(len(counted.findall(small.sub(" ", text))) for text in texts)


def only_small_talk(text: str, language: Language) -> bool:
    """Whether a turn holds nothing beside small talk: okay, thanks, goodbye."""
    even = normalise(text, language).text
    return not _COUNTED[language].findall(_SMALL_TALK[language].sub(" ", even))


def always(call: CallView) -> Outcome | None:
    """To every call in which the speakers are known and the agent says something."""
    if call.share_unknown > MOST_UNKNOWN:
        return cannot_tell("unknown_speakers")
    if not any(view.turn.text.strip() for view in call.by("agent")):
        return cannot_tell("no_agent")
    return None


def problem_told(call: CallView) -> Outcome | None:
    """To calls in which the customer told a problem and the agent dealt with it, rather than passed the call on."""
    return call.once("problem_told", _problem_told)


def _problem_told(call: CallView) -> Outcome | None:
    blocked = always(call)
    if blocked is not None:
        return blocked
    said = customer_length(call)
    if _misdialled(call, said):
        return not_applicable("not_for_us")
    if said < PROBLEM_TOLD[call.language]:
        return not_applicable("no_problem_told")
    return not_applicable("handed_over") if handed_over(call) else None


def _misdialled(call: CallView, said: int) -> bool:
    """Whether it was a wrong number: by the customer's word, or by the agent's where no money matter was told."""
    if said > WRONG_NUMBER[call.language]:
        return False
    customer = [view.turn.text.lower() for view in call.by("customer")]
    if any(_WRONG_NUMBER[call.language].search(text) for text in customer):
        return True
    money = any(_MONEY_MATTER[call.language].search(text) for text in customer)
    early = [view.turn.text.lower() for view in call.by("agent")[1:3]]
    return not money and any(_NOT_OURS[call.language].search(text) for text in early)


def handed_over(call: CallView) -> bool:
    """Whether the agent only passes the call on to a colleague."""
    agent = call.by("agent")
    if len({view.stretch for view in agent}) > HANDED_OVER:
        return False
    passing = [view for view in agent[-2:] if _HANDS_OVER[call.language].search(view.turn.text.lower())]
    if not passing:
        return False
    return not any(call.advises(view) or view.does(*BRUSH_OFF) for view in agent if view not in passing)


def feeling_voiced(call: CallView) -> Outcome | None:
    """To calls in which the customer voiced a feeling or hardship that the agent could still answer."""
    blocked = always(call)
    if blocked is None and not any(call.agent_turns_after(view.index, 1) for view, _ in call.feelings()):
        return not_applicable("no_feeling_voiced")
    return blocked


def facts_required(call: CallView) -> Outcome | None:
    """To calls whose topic is known to require facts."""
    blocked = problem_told(call)
    if blocked is not None:
        return blocked
    if call.topic is None:
        return cannot_tell("topic_unknown")
    if not call.required.given and not call.required.missing:
        return not_applicable("no_facts_required")
    return None


def times_known(call: CallView) -> Outcome | None:
    """To calls whose turns have times."""
    blocked = always(call)
    if blocked is None and call.timeline.gaps is None:
        return cannot_tell("no_times")
    return blocked


CONDITIONS: dict[str, Callable[[CallView], Outcome | None]] = {
    "always": always,
    "problem_told": problem_told,
    "feeling_voiced": feeling_voiced,
    "facts_required": facts_required,
    "referral_due": problem_told,  # whether one is due its scorer looks up
    "times_known": times_known,
}
