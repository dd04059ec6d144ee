"""Quantities in spoken Chinese: 十五个工作日, 个半月, 千分之五, 三到五天, 不超过5年, 晚上十点到早上八点."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from scoring.findings import Quantity
from scoring.numbers_zh_bounds import UNITS, Found, bounded
from scoring.numerals_zh import HAN, NUMERAL, read

N = NUMERAL
_EVEN: dict[int, int | str] = dict(
    str.maketrans(
        "長遲頂時鐘塊錢圓個兩萬億點號週幾內過於間數壹贰叁肆伍陆柒捌玖拾佰仟-—–",
        "长迟顶时钟块钱圆个两万亿点号周几内过于间数一二三四五六七八九十百千~~~",
    )
)
_EVEN |= {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}  # full-width forms

_UNIT = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
_HALVES = {"月": "month", "年": "year", "天": "day", "小时": "hour", "钟头": "hour", "星期": "week", "礼拜": "week"}
_HALF = "|".join(sorted(_HALVES, key=len, reverse=True))
_TO = r"(?:到|至(?!少|多|今)|~|或者?)"
_PERIOD = (
    "晚上|夜里|夜间|晚间|半夜|深夜|凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|次日早上|次日|第二天早上|第二天|当晚|早|晚"
)
_PM = {"晚上", "夜里", "夜间", "晚间", "下午", "傍晚", "当晚", "晚", "深夜", "半夜"}
_TIME = (
    rf"(?P<p{{0}}>{_PERIOD})?(?P<h{{0}}>\d{{{{1,2}}}}|[{HAN}]{{{{1,3}}}})"
    rf"(?::(?P<c{{0}}>\d\d)(?!\d)|点(?:(?P<half{{0}}>半)|(?P<m{{0}}>\d\d?|[{HAN}]{{{{1,3}}}})分?|钟|整)?)"
)


def quantities_zh(text: str) -> tuple[Quantity, ...]:
    """Every quantity of a Chinese text; see `scoring.numbers.find_quantities`."""
    even = text.translate(_EVEN)
    if not _HAS_NUMBER.search(even):
        return ()
    taken = bytearray(len(even))
    found: list[Found] = []
    for finder, some_of in _FINDERS:
        if not some_of.search(even):
            continue
        for start, end, fields in finder(even):
            if any(taken[start:end]):
                continue
            start, end, fields = bounded(even, start, end, fields)
            taken[start:end] = b"\1" * (end - start)
            if fields["kind"] != "skip":
                found.append((start, end, fields))
    found.sort(key=lambda item: item[0])
    return tuple(Quantity(quote=text[s:e], start=s, end=e, **fields) for s, e, fields in found)


_HAS_NUMBER = re.compile(rf"[\d{HAN}几半俩仨数把]")


def _exact(kind: str, unit: str, low: float | None, high: float | None, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "unit": unit, "low": low, "high": high, **more}


_SKIPS = re.compile(
    rf"第(?!二天){N}[一-龥]?|(?:一下|一样|一直|一定|一般|一起|一些|一点儿?|有一点|一共|一旦"
    rf"|(?<![零〇一二两三四五六七八九十百千])万一|统一|唯一|一律|一切|一方面|一概|一条一条|一步一步"
    r"|千万[要别不]|十分(?!之|钟)|百分百|三番五次|半途|九五折|成百上千|一会儿?|一遍遍|一次性|三方|四处"
    r"|周[一二三四五六日]|星期[一二三四五六日天]|礼拜[一二三四五六日天])"
)


_MONTHLY = re.compile(rf"(?P<a>[{HAN}]*[百千万])一个月")


def _monthly(text: str) -> Iterator[Found]:
    """一千一个月 is a thousand every month, not 1100 months."""
    for match in _MONTHLY.finditer(text):
        reading = read(match["a"])
        if reading and reading.low is not None:
            yield match.start(), match.end(), _exact("money", "yuan", reading.low, reading.high)


def _skips(text: str) -> Iterator[Found]:
    """Words that hold a numeral but count nothing: 第七十条, 一定, 十分."""
    for match in _SKIPS.finditer(text):
        if match[0] == "百分百":
            yield match.start(), match.end(), _exact("rate", "percent", 100, 100)
        else:
            yield match.start(), match.end(), {"kind": "skip"}


_DATE = re.compile(
    rf"(?:(?P<y>\d{{4}}|[零〇一二三四五六七八九]{{4}})[年\-/~.](?:(?P<m>\d{{1,2}}"
    rf"|[{HAN}]{{1,2}})[月\-/~.](?:(?P<d>\d{{1,2}}|[{HAN}]{{1,3}})[日号]?)?)?(?:底|初|末)?"
    rf"|(?P<m2>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月(?:(?P<d2>\d{{1,2}}|[{HAN}]{{1,3}})[日号]|份|底|初"
    rf"|(?P<bare>(?![内以之])))"
    rf"|(?<=[本上下当每这那个]月)(?P<d3>\d{{1,2}}|[{HAN}]{{1,3}})[日号]|(?P<d4>\d{{1,2}}|[{HAN}]{{1,3}})号(?!线|楼|店))"
)


def _dates(text: str) -> Iterator[Found]:
    """Calendar dates as yyyymmdd with zeros for what is not said; unit names the parts: ymd, ym, y, md, m, d."""
    for match in _DATE.finditer(text):
        parts = {
            "y": match["y"],
            "m": match["m"] or match["m2"],
            "d": match["d"] or match["d2"] or match["d3"] or match["d4"],
        }
        values = {name: reading.low for name, word in parts.items() if word and (reading := read(word)) and reading.low}
        if not values or values.get("m", 1) > 12 or values.get("d", 1) > 31:
            continue
        value = values.get("y", 0) * 10_000 + values.get("m", 0) * 100 + values.get("d", 0)
        yield match.start(), match.end(), _exact("date", "".join(values), value, value)


_CLOCKS = re.compile(rf"{_TIME.format(1)}(?:[{HAN}]{{0,0}}(?:一直到|到|至|~){_TIME.format(2)})?")


def _clocks(text: str) -> Iterator[Found]:
    """Times of day in hours; a span that wraps over midnight keeps low above high."""
    for match in _CLOCKS.finditer(text):
        low, high = _hour(match, "1"), _hour(match, "2")
        if low is None:
            continue
        told = match["p1"] or match["c1"] or match["half1"] or match["h2"] or match[0].endswith(("钟", "整"))
        if not told and not (match["h1"].isdigit() and 12 < low <= 24):
            continue
        yield match.start(), match.end(), _exact("clock", "hour", low, low if high is None else high)


def _hour(match: re.Match[str], number: str) -> float | None:
    word = match["h" + number]
    reading = read(word) if word else None
    if reading is None or reading.low is None or reading.low > 24:
        return None
    hour = reading.low
    minutes = match["c" + number] or match["m" + number]
    spoken = read(minutes) if minutes else None
    if match["half" + number]:
        hour += 0.5
    elif spoken is not None and spoken.low is not None:
        hour += spoken.low / 60
    period = match["p" + number]
    if period in _PM and hour < 12 and not (period in ("半夜", "深夜") and hour < 6):
        hour += 12
    return hour


_RATE = re.compile(rf"(?P<of>百|千|万)分之(?P<a>{N})(?:{_TO}(?:(?:百|千|万)分之)?(?P<b>{N}))?")
_PART = re.compile(rf"(?P<of>[{HAN}]+)分之(?P<a>[{HAN}]+)")
_FOLD = re.compile(r"打?(?P<a>[一二三四五六七八九]{1,2}|\d(?:\.\d)?|\d\d)折")
_PER = {"百": "percent", "千": "permille", "万": "permyriad"}


def _rates(text: str) -> Iterator[Found]:
    """百分之三点五, 千分之五, 三分之一, 八折."""
    for match in _RATE.finditer(text):
        low, high = read(match["a"]), read(match["b"] or match["a"])
        if low and high:
            yield match.start(), match.end(), _exact("rate", _PER[match["of"]], low.low, high.high)
    for match in _PART.finditer(text):
        whole, part = read(match["of"]), read(match["a"])
        if whole and part and whole.low and part.low is not None:
            share = round(100 * part.low / whole.low, 6)
            yield match.start(), match.end(), _exact("rate", "percent", share, share)
    for match in _FOLD.finditer(text):
        reading = read(match["a"])
        if reading and reading.low:
            share = reading.low * 10 if reading.low < 10 else reading.low
            yield match.start(), match.end(), _exact("rate", "percent", share, share)


_YEARS_MONTHS = re.compile(rf"(?P<a>{N})年(?:零|又|加)?(?P<b>{N})个月")
_HOURS_MINUTES = re.compile(rf"(?P<a>{N})个?(?:小时|钟头)(?:零|又)?(?P<b>{N})分钟?")
_YUAN_JIAO = re.compile(rf"(?P<a>{N})[块元](?P<b>[{HAN}\d])[毛角]?(?![{HAN}\d百千万天个])")
_COMPOUNDS = (
    (_YEARS_MONTHS, "duration", "month", 12, 1.0),
    (_HOURS_MINUTES, "duration", "minute", 60, 1.0),
    (_YUAN_JIAO, "money", "yuan", 1, 0.1),
)


def _compounds(text: str) -> Iterator[Found]:
    """两年零三个月 is 27 months, 一小时三十分 90 minutes, 三块五 3.5 yuan."""
    for pattern, kind, unit, big, small in _COMPOUNDS:
        for match in pattern.finditer(text):
            first, second = read(match["a"]), read(match["b"])
            if first and second and first.low is not None and second.low is not None:
                value = round(first.low * big + second.low * small, 6)
                yield match.start(), match.end(), _exact(kind, unit, value, value)


_HALF_AFTER = re.compile(rf"(?P<a>{N})?(?:个|(?P<lead>(?<=[{HAN}\d])))半(?P<u>{_HALF})|(?P<b>{N})个半(?P<v>{_HALF})")
_UNIT_HALF = re.compile(rf"(?P<a>{N})(?P<u>年|天|周)半(?!年|天|夜|个|拉)")
_HALF_ALONE = re.compile(rf"(?P<about>[小大])?半[个拉]?(?P<u>{_HALF})|(?P<or_so>个把)(?P<v>{_HALF})")
_PAIRS = re.compile(r"(?P<a>俩|仨)(?P<u>个?月|星期|礼拜|小时|钟头|个?人)")


def _halves(text: str) -> Iterator[Found]:
    """两个半月 2.5, 个半月 1.5, 一年半 1.5, 半个月 0.5, 俩月 2."""
    for match in _HALF_AFTER.finditer(text):
        word, unit = match["a"] or match["b"], match["u"] or match["v"]
        reading = read(word) if word else None
        value = (reading.low if reading and reading.low is not None else 1.0) + 0.5
        yield match.start(), match.end(), _exact("duration", _HALVES[unit], value, value)
    for match in _UNIT_HALF.finditer(text):
        reading = read(match["a"])
        if reading and reading.low is not None:
            unit = {"年": "year", "天": "day", "周": "week"}[match["u"]]
            yield match.start(), match.end(), _exact("duration", unit, reading.low + 0.5, reading.low + 0.5)
    for match in _HALF_ALONE.finditer(text):
        value = 1.0 if match["or_so"] else 0.5
        about = bool(match["about"] or match["or_so"])
        unit = _HALVES[match["u"] or match["v"]]
        yield match.start(), match.end(), _exact("duration", unit, value, value, approximate=about)
    for match in _PAIRS.finditer(text):
        value = 2.0 if match["a"] == "俩" else 3.0
        unit = match["u"].lstrip("个")
        if unit == "人":
            yield match.start(), match.end(), _exact("count", "person", value, value)
        else:
            yield match.start(), match.end(), _exact("duration", {"月": "month", **_HALVES}[unit], value, value)


_UNITED = re.compile(
    rf"(?P<a>{N})(?P<more>[多余来])?(?:(?P<u>{_UNIT})?{_TO}(?P<b>{N}))?"
    rf"\s?(?P<more2>[多余来])?(?P<v>{_UNIT})(?P<more3>多)?"
)
_ARTICLED = ("位", "条", "家", "笔", "项", "件", "份", "张", "名", "个人")


def _united(text: str) -> Iterator[Found]:
    """A numeral or a span with its unit: 十五天, 三到五天, 三五天, 5 万元, 二十多天, 几天."""
    for match in _UNITED.finditer(text):
        kind, unit, factor, day_type = UNITS[match["v"]]
        if match["u"] and UNITS[match["u"]][1] != unit:
            continue
        low, high = read(match["a"].strip()), read((match["b"] or match["a"]).strip())
        if low is None or high is None or _no_count(text, match, kind):
            continue
        bottom = None if low.low is None else round(low.low * factor, 6)
        top = None if high.high is None else round(high.high * factor, 6)
        fields = _exact(kind, unit, bottom, top, day_type=day_type, approximate=low.approximate and not match["b"])
        if (match["more"] or match["more2"] or match["more3"]) and bottom is not None:
            fields |= {"low": bottom, "high": None, "low_inclusive": False, "approximate": True}
        yield match.start(), match.end(), fields


def _no_count(text: str, match: re.Match[str], kind: str) -> bool:
    """一位, 一条, 一家: an article rather than a count; 二月 is a month's name (两月 is not)."""
    if (
        kind == "count"
        and match["a"] == "一"
        and not match["b"]
        and match["v"] in ("位", "条", "家", "笔", "项", "件", "份", "张", "名", "个人")
    ):
        return True
    return match["v"] == "期" and text[match.end() : match.end() + 1] in ("待", "望", "间", "限")


_BARE = re.compile(rf"{N}")


def _bare(text: str) -> Iterator[Found]:
    """A number without a unit, where it can't be part of a word: digits, or two and more numerals."""
    for match in _BARE.finditer(text):
        word = match[0].strip()
        if len(word) < 2 and not word.isdigit():
            continue
        reading = read(word)
        if reading is not None and reading.low is not None:
            yield match.start(), match.start() + len(match[0].rstrip()), _exact("number", "", reading.low, reading.high)


_ANY = re.compile("")
# A finder, and what a text must hold for it to find anything.
_FINDERS: tuple[tuple[Callable[[str], Iterator[Found]], re.Pattern[str]], ...] = (
    (_rates, re.compile("分之|折")),
    (_monthly, re.compile("[百千万]一个月")),
    (_skips, _ANY),
    (_compounds, re.compile("年|时|钟头|[块元]")),
    (_halves, re.compile("[半俩仨把]")),
    (_clocks, re.compile("[点:]")),
    (_dates, re.compile(r"[月号]|\d{4}|[零〇一二三四五六七八九]{4}")),
    (_united, _ANY),
    (_bare, _ANY),
)
