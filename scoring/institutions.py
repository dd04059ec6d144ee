"""Kinds of financial institutions by the words that name them."""

from __future__ import annotations

import re
from functools import lru_cache

from recordings.errors import Language
from scoring.facts import InstitutionKind
from scoring.raw_patterns import may_match, needed

_ZH: tuple[tuple[InstitutionKind, str], ...] = (
    (
        "payment",
        r"非银行支付机构|第三方支付|支付机构|支付公司|支付平台|支付宝|微信支付|微信零钱|财付通|云闪付|电子钱包|某宝(?!贝)"
        r"|微信(?:钱包|余额|提现|那[头边]|客服|转账?|付|收款|给.{0,4}付)|零钱(?=被|提|里|冻|限)|付款软件|支付软件"
        r"|钱包|零钱通|收单机构|收单公司|拉卡拉|支付账户|[一-龥]{2}支付(?=公司|把|的|说|扣|冻|给|他|,|\.|$)",
    ),
    ("credit_agency", r"征信机构|征信公司|征信中心|百行征信|朴道征信|征信服务机构"),
    ("insurer", r"保险公司|保险机构|保险|险企|人寿|财险|车险|寿险|理赔|保单|保费|[一-龥]{2}人寿"),
    ("securities", r"证券公司|证券|券商|炒股|股民|开户炒股|基金公司|基金|期货公司|期货|股票"),
    (
        "bank",
        r"消费金融公司|消费金融|信托公司|信托|开户行|发卡行|发卡银行|付款行"
        r"|(?<!非)(?<!人民)(?<!中央)银行(?!保险监督|业协会|卡民事)|信用社|农商行|工行|农行|中行|建行|交行|招行"
        r"|信用卡中心|信用卡|储蓄卡|借记卡|房贷|车贷|花呗|借呗|微粒贷|白条"
        r"|(?:平安|广发|中信|浦发|兴业|民生|光大|华夏|招商|邮储)(?=的?(?:信用|卡|那张|贷|[一二三四五六七八九十两\d]|催|把|说))"
        r"|欠(?:平安|广发|中信|浦发|兴业|民生|光大|华夏|招商|邮储)",
    ),
)
_EN: tuple[tuple[InstitutionKind, str], ...] = (
    (
        "payment",
        r"(?:non-bank )?payment (?:institution|compan|provider|platform|firm|app)\w*|third-party payment\w*"
        r"|alipay|wechat (?:pay|balance|wallet|end|transfer|support|tells|says|told|sent)"
        r"|(?:on|by|via|through|with) wechat|lakala|payment institution\w*|payment firms?"
        r"|e-?wallet\w*|(?<!in my )(?<!in her )(?<!in his )(?<!in your )wallets?|acquirers?"
        r"|acquiring institution\w*|unionpay app",
    ),
    (
        "credit_agency",
        r"credit[- ]reporting (?:agenc|compan|institution|cent|firm)\w*|credit (?:agenc|bureau|reference)\w*"
        r"|credit reference cent\w*",
    ),
    ("insurer", r"insurers?|insurance(?: compan\w*| firm\w*| polic\w*| claim\w*)?|underwriters?"),
    (
        "securities",
        r"stock accounts?|share accounts?|trading accounts?|securities(?: firm\w*| compan\w*)?|brokers?"
        r"|brokerages?|brokerage firm\w*"
        r"|(?:mutual )?funds?(?= (?:compan|firm|manager|house))\w*|fund (?:compan|firm|manager|house)\w*"
        r"|futures(?: compan\w*| firm\w*)?|stock broker\w*",
    ),
    (
        "bank",
        r"(?<!people's )(?<!central )(?<!non-)(?<!are not )(?<!is not )(?<!not a )(?<!than )"
        r"\bbanks?(?:'s)?(?! for international)|credit cards?|debit cards?"
        r"|\b(?:icbc|ccb|abc bank|cmb|citic|bocom|boc|psbc|huabei|jiebei|webank|baitiao)\b"
        r"|consumer[- ]finance (?:compan|firm)\w*|consumer finance|trust compan\w*|card issuer|issuing bank"
        r"|mortgages?",
    ),
)
_NAMES = {
    "zh": re.compile("|".join(f"(?P<{kind}>{words})" for kind, words in _ZH)),
    "en": re.compile("|".join(rf"(?P<{kind}>\b(?:{words})\b)" for kind, words in _EN)),
}
# Named only to say that it is not the one: 银行那头没毛病, it isn't the bank, the bank says my card is fine.
_CLEARED = {
    "zh": (
        re.compile(r"(?:不是|不怪|不怨|不赖|不关|没投诉|不投诉|不告(?:哪家|那家)?|跟|和)$"),
        re.compile(
            r"(?:卡|那[头边]|倒是|倒|柜台)*(?:说|讲)?(?:卡|它那边|他们那边|账户|它|都)*"
            r"(?:没事|没毛病|没问题|没啥问题|正常|好好的|没说啥|没关系|不相干|无关|没责任)"
        ),
    ),
    "en": (
        re.compile(
            r"(?:\b(?:not|no longer|never)(?: \w+)? (?:the|a|any|my|your)|no complaint (?:about|against|with)(?: \w+)?"
            r"|not complaining about(?: \w+)?|do not blame(?: the| my)?|nothing (?:wrong with|against)(?: the| my)?) $"
        ),
        re.compile(
            r"(?:'s)?(?: card| account| end| side)?(?: (?:itself|one|there))?"
            r"(?: (?:says?|said|tells me|told me)(?: that)?)?"
            r"(?: (?:my|the|it|its|their|everything|all)(?: card| account| end| side)?)?(?: (?:is|was|are|'s))?"
            r" (?:all )?(?:fine|okay|ok|normal|all right|not their end|nothing to do with|not at fault|not to blame"
            r"|only receives|not involved|never done anything)"
        ),
    ),
}
_NEEDED = {language: needed(pattern.pattern) for language, pattern in _NAMES.items()}


@lru_cache(maxsize=512)  # the topic and the claims read the same turns
def institution_spans(text: str, language: Language) -> tuple[tuple[InstitutionKind, int, int], ...]:
    """Every naming of an institution, as (kind, start, end); text in lower case, even."""
    if not may_match(text, _NEEDED[language]):
        return ()
    return tuple(
        (match.lastgroup, match.start(), match.end())  # type: ignore[misc]
        for match in _NAMES[language].finditer(text)
        if not _cleared(text, match.start(), match.end(), language)
    )


def _cleared(text: str, start: int, end: int, language: Language) -> bool:
    before, after = _CLEARED[language]
    named_with = language == "zh" and text[max(0, start - 1) : start] in ("跟", "和")
    if named_with:  # 跟银行没关系, but not 跟银行谈
        return after.match(text, end) is not None
    return before.search(text[max(0, start - 30) : start]) is not None or after.match(text, end) is not None
