"""Quantities in spoken English: fifteen business days, a fortnight, up to five years, two grand, 10pm to 8am."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from scoring.findings import Quantity
from scoring.numbers_en_bounds import UNITS, Found, bounded
from scoring.numerals_en import NUMERAL, ONES, ORDINAL, ORDINALS, SCALES, TENS, read, read_ordinal

_EVEN = str.maketrans({"–": "-", "—": "-", "’": "'", "\u00a0": " ", "‑": "-", "¥": "¥"})
_UNIT = "|".join(sorted((re.escape(word) for word in UNITS), key=len, reverse=True))
_DAYS = r"(?P<dt>business|working|banking|bank|trading|work|week|calendar|natural|consecutive)?[\s-]?"
_FREE = (
    r"(?:(?:free|credit|effective|answered|unanswered|missed|full|whole|straight|separate|more|written|equal|monthly"
    r"|collection)"
    r"\s){0,2}"
)
_TO = r"\s?(?:-|to|or|till|until|and)\s?"
_HALF = r"(?P<half>[\s-]and[\s-]a[\s-]half|[\s-]and[\s-]one[\s-]half)?"


def quantities_en(text: str) -> tuple[Quantity, ...]:
    """Every quantity of an English text; see `scoring.numbers.find_quantities`."""
    even = text.translate(_EVEN).lower()
    words = {*_WORD.findall(even), *("0" for _ in _DIGIT.findall(even)[:1])}
    if words.isdisjoint(_TRIGGERS) or len(even) != len(text):
        return ()
    taken = bytearray(len(even))
    found: list[Found] = []
    for finder, some_of in _FINDERS:
        if words.isdisjoint(some_of):
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


def _exact(kind: str, unit: str, low: float | None, high: float | None, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "unit": unit, "low": low, "high": high, **more}


def _day_type(word: str | None, unit: str) -> str | None:
    if word is None or unit != "day":
        return None
    return "calendar" if word in ("calendar", "natural", "consecutive") else "business"


_SKIPS = re.compile(
    r"\b(?:article|art\.?|section|clause|chapter|no\.|number|order|step|option|press|agent)\s(?:no\.?\s)?#?\d+\b"
    r"|\b\d+-digit\b|\bone (?:of|by one|more thing|moment|second|minute|another|thing|way|point)\b"
    r"|\b(?:no|this|that|any|which) ?one\b|\bat once\b|\bthree[\s-]quarters\b(?! of)"
)


def _skips(text: str) -> Iterator[Found]:
    """Words that hold a numeral but count nothing: article 70, one of, at once."""
    for match in _SKIPS.finditer(text):
        yield match.start(), match.end(), {"kind": "skip"}


_MONTHS = {
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9,
    "october": 10, "november": 11, "december": 12,
}  # fmt: skip
_MONTH = "|".join(_MONTHS)
_DATE = re.compile(
    rf"(?:(?P<d>{ORDINAL}|\b\d{{1,2}})(?: of)? (?P<m>{_MONTH})\b"
    rf"|\b(?P<m2>{_MONTH}) (?:the )?(?P<d2>{ORDINAL}|\d{{1,2}}\b(?!:| ?(?:days|percent|yuan))))"
    rf"(?:,? (?P<y>\d{{4}})\b)?"
    rf"|\b(?P<m3>{_MONTH}) (?P<y3>\d{{4}})\b|\b(?P<y4>\d{{4}})-(?P<n4>\d\d)-(?P<d4>\d\d)\b"
    rf"|(?<=the )(?P<d5>{ORDINAL})(?= (?:this|next|of (?:this|next|the) month|last))"
    rf"|\b(?:in|by|since|from|until) (?P<y6>(?:19|20)\d\d)\b"
)


def _dates(text: str) -> Iterator[Found]:
    """Calendar dates as yyyymmdd with zeros for what is not said; unit names the parts."""
    for match in _DATE.finditer(text):
        groups = match.groupdict()
        year = next((int(groups[key]) for key in ("y", "y3", "y4", "y6") if groups[key]), 0)
        name = groups["m"] or groups["m2"] or groups["m3"]
        month = _MONTHS[name] if name else int(groups["n4"] or 0)
        word = next((groups[key] for key in ("d", "d2", "d4", "d5") if groups[key]), None)
        day = 0 if word is None else int(word) if word.isdigit() else read_ordinal(word) or 0
        unit = ("y" if year else "") + ("m" if month else "") + ("d" if day else "")
        value = float(year * 10_000 + month * 100 + day)
        start = match.start("y6") if groups["y6"] else match.start()
        yield start, match.end(), _exact("date", unit, value, value)


_HOURS = r"(?P<h{0}>\d{{1,2}}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_OF_DAY = r"(?:at night|in the (?:morning|evening|afternoon))"
_PART = rf"(?P<p{{0}}>a\.?m\b\.?|p\.?m\b\.?|{_OF_DAY}|o'clock(?: {_OF_DAY})?)"
_TIME = rf"(?P<q{{0}}>half past |quarter past |quarter to )?{_HOURS}(?:[:.](?P<m{{0}}>[0-5]\d)(?!\d|%))?\s?{_PART}?"
_CLOCK = re.compile(rf"(?<![\d.,:])\b{_TIME.format(1)}(?:(?:\s?(?:-|to|till|until|and)\s?){_TIME.format(2)})?(?![\d%])")
_PM = ("pm", "p.m", "p.m.", "night", "evening", "afternoon")


def _clocks(text: str) -> Iterator[Found]:
    """Times of day in hours; a span that wraps over midnight keeps low above high."""
    for match in _CLOCK.finditer(text):
        told = [bool(match["p" + n] or match["m" + n] or match["q" + n]) for n in "12"]
        if not any(told) or (match["h2"] and not told[1]):
            continue
        parts = (match["p1"] or (match["p2"] if match["h2"] and not match["m1"] else None), match["p2"])
        low, high = _hour(match, "1", parts[0]), _hour(match, "2", parts[1])
        if low is not None:
            end = match.start() + len(match[0].rstrip())
            yield match.start(), end, _exact("clock", "hour", low, low if high is None else high)


def _hour(match: re.Match[str], number: str, part: str | None) -> float | None:
    word = match["h" + number]
    hour = read(word) if word else None
    if hour is None or hour > 24:
        return None
    hour += int(match["m" + number] or 0) / 60
    past = match["q" + number]
    if past:
        hour += {"half past ": 0.5, "quarter past ": 0.25, "quarter to ": -0.25}[past]
    if part and part.endswith(_PM) and hour < 12:
        hour += 12
    if part and part.startswith("a") and hour >= 12 and part != "at night":
        hour -= 12
    return hour


_YEARS_MONTHS = re.compile(rf"(?P<a>{NUMERAL}|an?) years?,? (?:and )?(?P<b>{NUMERAL}|an?) months?\b")


def _compounds(text: str) -> Iterator[Found]:
    """Two years and three months is 27 months."""
    for match in _YEARS_MONTHS.finditer(text):
        years, months = (1.0 if word in ("a", "an") else read(word) for word in (match["a"], match["b"]))
        if years is not None and months is not None:
            yield match.start(), match.end(), _exact("duration", "month", years * 12 + months, years * 12 + months)


_HALVES = re.compile(
    r"\b(?:(?P<half>half an?|half of a|a half) (?P<u>hour|day|week|month|year|decade)"
    r"|(?P<a>an?|one) (?P<v>hour|day|week|month|year) and a half)\b"
    r"|\b(?P<f>three[\s-]quarters|half|two[\s-]thirds|one[\s-]third|a third|a quarter) of(?= the| your| it| that| what)"
)
_PARTS = {
    "three quarters": 75.0,
    "half": 50.0,
    "two thirds": 66.666667,
    "one third": 33.333333,
    "a third": 33.333333,
    "a quarter": 25.0,
}


def _halves(text: str) -> Iterator[Found]:
    """Half a month 0.5, a year and a half 1.5, three quarters of."""
    for match in _HALVES.finditer(text):
        if match["f"]:
            share = _PARTS[match["f"].replace("-", " ")]
            yield match.start(), match.end(), _exact("rate", "percent", share, share)
        else:
            value = 0.5 if match["half"] else 1.5
            unit = match["u"] or match["v"]
            unit, value = ("year", value * 10) if unit == "decade" else (unit, value)
            yield match.start(), match.end(), _exact("duration", unit, value, value)


_UNITED = re.compile(
    rf"(?P<a>{NUMERAL}){_HALF}(?:(?:[\s-]?(?:{_UNIT}))?{_TO}(?P<b>{NUMERAL}))?"
    rf"[\s-]?(?P<of>of )?{_FREE}{_DAYS}(?P<u>{_UNIT})(?![a-z])"
)
_MONEY_BEFORE = re.compile(rf"(?:¥|rmb |cny |\$)(?P<a>{NUMERAL})")


def _united(text: str) -> Iterator[Found]:
    """A numeral or a span with its unit: fifteen business days, 3-5 days, one and a half percent, 50,000 yuan."""
    for match in _UNITED.finditer(text):
        kind, unit, factor = UNITS[match["u"]]
        low = read(match["a"].strip())
        high = read(match["b"].strip()) if match["b"] else low
        if low is None or high is None:
            continue
        extra = 0.5 if match["half"] else 0.0
        low, high = round((low + extra) * factor, 6), round((high + extra) * factor, 6)
        yield match.start(), match.end(), _exact(kind, unit, low, high, day_type=_day_type(match["dt"], unit))
    for match in _MONEY_BEFORE.finditer(text):
        value = read(match["a"].strip())
        if value is not None:
            yield match.start(), match.end(), _exact("money", "usd" if match[0][0] == "$" else "yuan", value, value)


_LOOSE = re.compile(
    r"\b(?P<w>a couple(?: of)?|a few|several|some|many|a number of|a dozen|an?|another) "
    rf"{_FREE}{_DAYS}(?P<u>{_UNIT})(?![a-z])"
)
_ARTICLE_AFTER = re.compile(
    r"\b(?:within|inside of|in|for|about|around|takes?|taken?|took|least|most|than|to|under|over|nearly|almost"
    r"|after|a full|half|have|has|get|gets|got|needs?"
    r"|exceed|exceeding|lasts?|inside|just|only)\s(?:just |only |about )?$"
)
_TIMES = re.compile(
    r"\b(?P<w>twice|(?<=only )once|(?<=just )once|once(?= (?:a|per|every|only|and for all)\b)|once(?=[.,!;?]|$|,? not))"
)


def _loose(text: str) -> Iterator[Found]:
    """A few days (open), a couple of weeks, within a month, twice."""
    for match in _LOOSE.finditer(text):
        kind, unit, factor = UNITS[match["u"]]
        word, day_type = match["w"], _day_type(match["dt"], unit)
        if word in ("a", "an", "another"):
            if match["u"] == "fortnight" or (
                kind == "duration" and unit != "instalment" and _ARTICLE_AFTER.search(text[: match.start()])
            ):
                yield match.start(), match.end(), _exact(kind, unit, factor, factor, day_type=day_type)
        elif kind == "duration":
            value = {"a dozen": 12.0}.get(word, 2.0 if word.startswith("a couple") else None)
            yield match.start(), match.end(), _exact(kind, unit, value, value, day_type=day_type, approximate=True)
    for match in _TIMES.finditer(text):
        value = 2.0 if match["w"] == "twice" else 1.0
        yield match.start(), match.end(), _exact("count", "time", value, value)


_BARE = re.compile(NUMERAL)


def _bare(text: str) -> Iterator[Found]:
    """A number without a unit."""
    for match in _BARE.finditer(text):
        value = read(match[0].strip())
        if value is not None:
            yield match.start(), match.start() + len(match[0].rstrip()), _exact("number", "", value, value)


_WORD = re.compile(r"[a-z]+")
_DIGIT = re.compile(r"\d")
_NUMERALS = frozenset(("0", *ONES, *TENS, *SCALES, "half"))  # "0" stands for any digit
_PARTS_OF = frozenset(("half", "quarter", "quarters", "third", "thirds"))
_SOME = frozenset(
    ("couple", "few", "several", "some", "many", "number", "dozen", "a", "an", "another", "twice", "once")
)
# A finder, and the words of which a text must hold one for it to find anything.
_FINDERS: tuple[tuple[Callable[[str], Iterator[Found]], frozenset[str]], ...] = (
    (_skips, _NUMERALS | {"once", "quarters"}),
    (_dates, frozenset((*_MONTHS, *ORDINALS, *TENS, "0"))),
    (_compounds, frozenset(("year", "years"))),
    (_halves, _PARTS_OF),
    (_clocks, _NUMERALS),
    (_united, _NUMERALS),
    (_loose, _SOME),
    (_bare, _NUMERALS),
)
_TRIGGERS = frozenset().union(*(some_of for _, some_of in _FINDERS))
