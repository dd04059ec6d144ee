"""Which body a customer is sent to, and which one is competent."""

from __future__ import annotations

import re
from collections.abc import Sequence

from recordings.errors import Language
from scoring.claim_scope import Clause, scope
from scoring.facts import Body, InstitutionKind, Knowledge
from scoring.findings import Span
from scoring.normalise import Normalised, normalise
from scoring.raw_patterns import may_match, needed


class BodyMention(Span):
    """A body named in a text. `directed`: the speaker sends the listener there; `negated`: says not to go there."""

    body: Body
    directed: bool
    negated: bool = False


_ZH: tuple[tuple[str, str], ...] = (
    (
        "b12378",
        r"1\s?2\s?3\s?7\s?8|[一幺]二三七八|国家金融监督管理总局|金融监督管理总局|金融监督管理局|金融监管总局"
        r"|金融监管局|金监局|金监总局|银保监会|银保监局|银监会|保监会",
    ),
    ("b12386", r"1\s?2\s?3\s?8\s?6|[一幺]二三八六|证监会|证监局|证券监督管理"),
    ("b12363", r"1\s?2\s?3\s?6\s?3|[一幺]二三六三|人民银行|人行|央行"),
    ("police", r"报警|报案|110|公安|派出所|警方|警察|96110|反诈中心|办案单位|办案民警"),
    ("mediation", r"调解"),
    ("court", r"法院|起诉|诉讼|开庭|答辩"),
    (
        "institution",
        r"(?:先)?(?:跟|向|找|联系|打给|致电|给)[^,.;!?]{0,4}(?:(?<!人民)(?<!中央)银行|发卡行|开户行|机构"
        r"|支付公司|保险公司"
        r"|征信机构|征信中心|信用卡中心|收款银行|付款行|公司|客服)",
    ),
)
_EN: tuple[tuple[str, str], ...] = (
    (
        "b12378",
        r"\b1\s?2\s?3\s?7\s?8\b|\b(?:one[ -]two|twelve)[ ,-]+three[ ,-]+seven[ ,-]+eight\b"
        r"|\btwelve three seventy[ -]eight\b"
        r"|\b(?:national )?financial regulatory administration\b|\bnfra\b|\bfinancial regulator\b"
        r"|\bbanking and insurance regulator\b",
    ),
    (
        "b12386",
        r"\b1\s?2\s?3\s?8\s?6\b|\b(?:one[ -]two|twelve)[ ,-]+three[ ,-]+eight[ ,-]+six\b"
        r"|\btwelve three eighty[ -]six\b|\bcsrc\b|\bsecurities (?:regulator|regulatory commission|commission)\b",
    ),
    (
        "b12363",
        r"\b1\s?2\s?3\s?6\s?3\b|\b(?:one[ -]two|twelve)[ ,-]+three[ ,-]+six[ ,-]+three\b"
        r"|\btwelve three sixty[ -]three\b|\bpeople's bank(?: of china)?\b"
        r"|\bpboc\b|\bcentral bank\b",
    ),
    ("police", r"\b(?:police|110|96110|anti-fraud centre|anti-fraud center)\b"),
    ("mediation", r"\bmediat\w+\b"),
    ("court", r"\b(?:courts?|sue|lawsuit|hearing)\b"),
    (
        "institution",
        r"\b(?:call|ring|contact|ask|write to|complain to|complaint to|complain in writing to|speak to|talk to"
        r"|go to|tell) (?:your |the |that )?(?:own )?(?:card )?(?:bank|insurer|issuer|company|provider"
        r"|institution|card centre)\b",
    ),
)
NAMES = {
    "zh": re.compile("|".join(f"(?P<{b}>{w})" for b, w in _ZH)),
    "en": re.compile("|".join(f"(?P<{b}>{w})" for b, w in _EN)),
}
_NEEDED = {language: needed(pattern.pattern) for language, pattern in NAMES.items()}
_DIRECT = {
    "zh": re.compile(
        r"拨打?|打(?!印|扰|算|款|工|零工)|致电|找|联系|反映|投诉|举报|申诉|受理|归|负责|管辖|转到|转接|去|到"
        r"|向|由|拨|管|登记|走|属于|该|应该是|电话是|热线是|报警|报案|提出|起诉|申请|答辩|调解|对口|能接|接得了|接不了"
    ),
    "en": re.compile(
        r"\b(?:call|ring|dial|phone|contact|complain\w*|report|go to|turn to|write to|handled?|handles"
        r"|responsible|take|takes|taken|deals?|dealt|number|one for|refer\w*|try|ask|file|apply"
        r"|appeal|sue|through"
        r"|via|goes|go|belongs? to|business|need|want|matter for|job of|comes? under|falls? under|under|ours"
        r"|covers?|covered|phone|supervis\w+|oversee\w*|overseen|(?:is|are) for|their (?:hotline|number)"
        r"|in charge"
        r"|look\w* after|here|speak to|talk to|make|made|best|straight to|direct(?:ed)? to|line for|lodged?"
        r"|submit\w*|register\w*)\b"
    ),
}
_TO_COURT = {
    "zh": re.compile(
        r"(?:向|(?<![接收等])到|去|找|在|给|跟)(?:当地)?(?:人民)?法院|(?:可以|您|能|再|直接|有权)(?:直接|再)?(?:起诉"
        r"|提起诉讼|应诉|答辩)|(?:按时|准时).{0,5}(?:开庭|出庭)|答辩状"
    ),
    "en": re.compile(
        r"\b(?:go|apply|turn|file|appeal|write|send|submit|take it) .{0,24}court|\b(?:can|may|could"
        r"|to) (?:also )?sue\b|\battend the hearing|\btell the court|\bask the court"
    ),
}
_GREETING = {
    "zh": re.compile(
        r"这里是|我是|您好|你好|欢迎|您拨打的是|您打的是|热线,?(?:工号|请讲|请问|很高兴)|为您服务|客服代表"
    ),
    "en": re.compile(
        r"\b(?:this is|you are through to|you have reached|welcome to|thank you for calling|thanks for calling"
        r"|good (?:morning|afternoon|evening)|hello|speaking|how (?:can|may) i help)\b"
    ),
}
# The hotline's own name, as one gives it on picking up: its "complaints" sends nobody anywhere.
_OWN_NAME = {
    "zh": re.compile(
        r"12363(?:金融|消费者?|权益|保护|投诉|咨询|服务|举报|维权|受理|的|与|和|及)*(?:热线|专线|电话|中心|平台)"
    ),
    "en": re.compile(
        r"\b12363(?: (?:financial|consumers?|complaints?|protection|rights|[ei]nquir\w+|and|service|advice|the))*"
        r" (?:hotline|helpline|line|desk|cent(?:re|er))\b"
    ),
}
_NEGATED = {
    "zh": re.compile(
        r"不归(?!我们|咱|这|本)|不由(?!我们|咱|这|本)|(?:不用|不必|用不着|别|甭)再?(?:打|找|拨)|不是(?:由|归|打|找)?|别打|不要打|不用打|不受理|不管|管不了|不负责|不能受理|不再受理"
        r"|无法受理|不在(?!我们|咱|这|本)|不属于(?!我们|咱|这|本)|没法受理"
    ),
    "en": re.compile(
        r"\b(?:not(?! (?:a )?banks?\b| ours\b| us\b| for us\b| our\b| here\b| with us\b)|no longer|cannot|never"
        r"|instead of|rather than)\b"
    ),
}
_CANNOT_ZH = re.compile(
    r".{0,3}(?:(?:不|没法|无法|不能|不会|不再|没办法)(?:再)?(?:受理|管|负责|接|收|办理?|登记|处理)"
    r"|(?:受理|管|接|收|办理?|登记|处理)不(?:了|着|到))"
)
_CANNOT_EN = re.compile(r"\s?(?:hotline )?(?:(?:does|do|can|could|will|is|would) not|cannot|no longer)\b")
# "不归我们12363管" denies 12363, "不归我们,打12378" not the body that comes after it.
_NOT_OURS_ZH = re.compile(r"(?:不归|不由|不在|不属于)(?:我们|咱们?|本热线|这里|这儿)$")
_US = {
    "zh": re.compile(r"我们(?:这边|这里|热线|中心)?(?=.{0,8}(?:受理|登记|处理|管))|本热线|我们(?:这|12363)"),
    "en": re.compile(r"\b(?:we|this hotline|our hotline)\b(?=.{0,20}\b(?:take|handle|register|deal|accept))"),
}
_BODIES: dict[str, Body] = {"b12378": "12378", "b12386": "12386", "b12363": "12363"}


def find_bodies(text: str, language: Language) -> tuple[BodyMention, ...]:
    """Every body that a text names: 12378, 12363, 12386, police, court, mediation, the institution itself.

    A greeting with the hotline's own name is a mention that directs nobody. Questions, conditions and
    quotations don't direct either.

    Args:
        text: One turn or clause.
        language: Its language.

    Returns:
        Mentions in order of place.
    """
    norm = normalise(text, language)
    return bodies_in(norm, scope(norm.text, language), language)


def names_any(text: str, language: Language) -> bool:
    """Whether an evened text names a body at all."""
    return may_match(text, _NEEDED[language]) and NAMES[language].search(text) is not None


def bodies_in(norm: Normalised, clauses: Sequence[Clause], language: Language) -> tuple[BodyMention, ...]:
    """The same as `find_bodies` for a text that has been evened and cut already."""
    found: list[BodyMention] = []
    if not names_any(norm.text, language):
        return ()
    for clause in clauses:
        greeting = _GREETING[language].search(clause.text) is not None and clause.sentence == 0
        words = _OWN_NAME[language].sub("12363", clause.text)
        directs = clause.force in ("asserted", "read_back") and _DIRECT[language].search(words) is not None
        matches = list(NAMES[language].finditer(clause.text))
        for match in matches:
            start, end = norm.span(clause.start + match.start(), clause.start + match.end())
            sent = directs
            if match.lastgroup == "court":
                sent = directs and _TO_COURT[language].search(clause.text) is not None
            negated = _negated(clause.text, match, matches, language)
            hotline = match.lastgroup == "b12363"
            found.append(
                BodyMention(
                    quote=norm.original[start:end],
                    start=start,
                    end=end,
                    body=_BODIES.get(match.lastgroup or "", match.lastgroup),
                    directed=sent and not negated and not (greeting and hotline),
                    negated=negated,
                )
            )
    return tuple(found)


def _negated(clause: str, match: re.Match[str], matches: list[re.Match[str]], language: Language) -> bool:
    """Whether the clause says not to go to this body, and not to another one."""
    if language == "en":
        before = clause[max(0, match.start() - 34) : match.start()]
        last = max((other.end() for other in matches if other.end() <= match.start()), default=0)
        denied = _CANNOT_EN.match(clause, last) if last else None  # said of the body before, not of this one
        own = _NEGATED["en"].search(before, max(0, (denied.end() if denied else last) - max(0, match.start() - 34)))
        return bool(own or _CANNOT_EN.match(clause, match.end()))
    last = max((other.end() for other in matches if other.end() <= match.start()), default=0)
    before = clause[max(last, match.start() - 8) : match.start()]
    rest = clause[match.end() : match.end() + 8]
    ours = match.lastgroup == "b12363" and _NOT_OURS_ZH.search(before)
    return bool(ours or _NEGATED["zh"].search(before) or _CANNOT_ZH.match(rest))


def referral_due(topic: str | None, institution_kind: InstitutionKind | None, knowledge: Knowledge) -> Body | None:
    """The body competent for a topic and kind of institution; None where no referral is due or it can't be told.

    Args:
        topic: Id of the topic; None or an id that the base doesn't know leaves only the kind to go by.
        institution_kind: Kind complained of; None takes the topic's usual kind.
        knowledge: The base.
    """
    if topic is not None and knowledge.has_topic(topic):
        known = knowledge.topic(topic)
        kind = institution_kind or known.institution
        if kind is not None and kind in known.bodies:
            return known.bodies[kind]
        return known.bodies.get("any")
    return body_of_kind(institution_kind, knowledge)


def body_of_kind(kind: InstitutionKind | None, knowledge: Knowledge) -> Body | None:
    """The body that takes complaints about a kind of institution, by the facts of the base."""
    for fact in knowledge.facts:
        if fact.body is not None and kind is not None and kind in fact.institutions:
            return fact.body
    return None
