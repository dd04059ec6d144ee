"""Chinese unit words, and the bound words around a number: 不超过, 至少, 以内, 以上, 左右."""

from __future__ import annotations

import re
from typing import Any

Found = tuple[int, int, dict[str, Any]]  # start, end, fields of a Quantity

# Longest first: 个工作日 before 个.  Unit word → (kind, unit, factor, day type).
UNITS: dict[str, tuple[str, str, float, str | None]] = {
    **dict.fromkeys(("个工作日", "工作日", "个工作天", "工作天", "个交易日"), ("duration", "day", 1, "business")),
    **dict.fromkeys(("个工做日", "工做日", "个公作日"), ("duration", "day", 1, "business")),  # as misheard
    **dict.fromkeys(("个营业日", "营业日"), ("duration", "day", 1, "business")),
    **dict.fromkeys(("个自然日", "自然日", "个自然天", "自然天"), ("duration", "day", 1, "calendar")),
    **dict.fromkeys(("个日历日", "日历日"), ("duration", "day", 1, "calendar")),
    **dict.fromkeys(("个整天", "整天", "天", "日"), ("duration", "day", 1, None)),
    **dict.fromkeys(("个星期", "星期", "个礼拜", "礼拜", "个周", "周"), ("duration", "week", 1, None)),
    **dict.fromkeys(("个月", "月"), ("duration", "month", 1, None)),
    **dict.fromkeys(("个季度", "季度"), ("duration", "quarter", 1, None)),
    **dict.fromkeys(("个年头", "周年", "整年", "年"), ("duration", "year", 1, None)),
    **dict.fromkeys(("个小时", "小时", "个钟头", "钟头", "个钟"), ("duration", "hour", 1, None)),
    **dict.fromkeys(("分钟", "个分钟"), ("duration", "minute", 1, None)),
    **dict.fromkeys(("刻钟", "刻"), ("duration", "minute", 15, None)),
    **dict.fromkeys(("秒钟", "秒"), ("duration", "second", 1, None)),
    **dict.fromkeys(("个期", "期"), ("duration", "instalment", 1, None)),
    **dict.fromkeys(("元钱", "块钱", "元", "块", "圆"), ("money", "yuan", 1, None)),
    **dict.fromkeys(("毛钱", "毛"), ("money", "yuan", 0.1, None)),
    **dict.fromkeys(("美元", "美金"), ("money", "usd", 1, None)),
    **dict.fromkeys(("%", "个百分点"), ("rate", "percent", 1, None)),
    **dict.fromkeys(("‰",), ("rate", "permille", 1, None)),
    **dict.fromkeys(("成",), ("rate", "percent", 10, None)),
    **dict.fromkeys(("倍",), ("rate", "multiple", 1, None)),
    **dict.fromkeys(("次", "回", "遍", "趟", "通", "个电话"), ("count", "time", 1, None)),
    **dict.fromkeys(("个人", "名", "位"), ("count", "person", 1, None)),
    **dict.fromkeys(("周岁", "岁"), ("count", "age", 1, None)),
    **dict.fromkeys(("份", "张", "笔", "条", "件", "封", "家", "项"), ("count", "item", 1, None)),
}  # fmt: skip

_UPPER = re.compile(
    r"(?:不得超过|不能超过|不会超过|不可以超过|不超过|不要超过|别超过|不应超过|不应该超过|不该超过|不准超过"
    r"|不许超过|不允许超过|不得多于|不能多于|不可超过|不多于|不大于|不高于|最多|至多|最长|最晚|最迟|最高|最慢"
    r"|超不过|多则|最多不过|不过|撑死|满打满算"
    r"|顶多|上限|封顶)"
    r"(?:就?是|为|到|不超过|可以|能|只能|要)?(?:保存|保留|留存|延长|分|延|给|等)?$"
)
_LOWER = re.compile(
    r"(?:不得少于|不能少于|不少于|不得低于|不低于|不短于|不小于|至少|最少|最低|最短|最快|起码|下限)"
    r"(?:就?是|也?要|得|需要?|为|保存|应当)?$"
)
_OVER = re.compile(
    r"(?<!不)(?<!别)(?<!不要)(?<!不可)(?<!不许)(?<!不准)(?<!允许)(?<!不应)(?<!应该)(?<!不该)(?<!可以)(?<!不会)(?<!不能)(?<!不得)(?:超过|超出|多于|高于|大于|长于|逾)了?$"
)
_UNDER = re.compile(r"(?:少于|低于|小于|短于|不到|不足|不满|未满|未到)$")
_ABOUT = re.compile(r"(?:大概|大约|大致|差不多|约莫|估计|将近|接近|约)(?:是|在|需要?|要)?$")
_WITHIN = re.compile(r"之?以?内|之内|里(?!面)|以下|封顶|为限|打住|为止|到顶")
_ABOVE = re.compile(r"以上|起步|打底")
_AFTER = re.compile(r"以后|之后|后|以外|之外")
_UNTIL = re.compile(r"以前|之前|前")
_SOFT = re.compile(r"左右|上下|的样子|上下浮动|出头|开外")
_BEFORE_CHARS = 8  # longest bound word before a number, in characters


def bounded(text: str, start: int, end: int, fields: dict[str, Any]) -> Found:
    """Widen a find by the bound words around it: 不超过, 至少, 以内, 以上, 左右."""
    if fields["kind"] in ("skip", "date"):
        return start, end, fields
    before = text[max(0, start - _BEFORE_CHARS) : start]
    low, high = fields["low"], fields["high"]
    after = text[end : end + 3]
    if match := _SOFT.match(after):
        return start, end + match.end(), fields | {"approximate": True}
    for pattern, change in (
        (_UPPER, {"low": None, "high": high}),
        (_LOWER, {"low": low, "high": None}),
        (_OVER, {"low": high, "high": None, "low_inclusive": False}),
        (_UNDER, {"low": None, "high": low, "high_inclusive": False}),
    ):
        if match := pattern.search(before):
            return start - len(match[0]), end + _tail(after), fields | change
    if match := _ABOUT.search(before):
        fields = fields | {"approximate": True}
        start -= len(match[0])
    if low == high or fields["kind"] != "clock":
        if match := _WITHIN.match(after):
            return start, end + match.end(), fields | {"low": None if low == high else low}
        if match := _ABOVE.match(after):
            return start, end + match.end(), fields | {"high": None}
        if fields["kind"] == "clock" and (match := _UNTIL.match(after)):
            return start, end + match.end(), fields | {"low": None, "high_inclusive": False}
        if (match := _AFTER.match(after)) and fields["kind"] in ("clock", "duration"):
            return start, end + match.end(), fields | {"high": None}
    return start, end, fields


def _tail(after: str) -> int:
    match = _WITHIN.match(after)
    return match.end() if match else 0
