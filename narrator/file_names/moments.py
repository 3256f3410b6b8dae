"""The day and time that programs write into names of files."""

import re
from dataclasses import dataclass
from datetime import date

from narrator.days import spoken_day


@dataclass(frozen=True, kw_only=True)
class Moment:
    """When a picture was made or came, in the local time of its maker."""

    day: date
    clock: str | None
    """Hour and minute, "14:05"; None where the name has no time, or one that can be read in two ways."""

    def spoken(self, today: date) -> str:
        """As it is said: "today, 14:05"."""
        day = spoken_day(self.day, today)
        return f"{day}, {self.clock}" if self.clock else day


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """The part of a name that is a day, perhaps with a time."""

    span: tuple[int, int]
    timed: bool
    """Whether there is a time of day, to the second or the minute, as nobody writes by hand."""
    moment: Moment | None
    """None if it is not known which day is meant, as in 04-07-2019, or whose clock, as in 10:15Z."""


_YEAR_FIRST = r"(?P<year>(?:19|20)\d\d)(?P<gap>[-–_. ]?)(?P<month>\d\d)(?P=gap)(?P<day>\d\d?)"
_YEAR_LAST = r"(?P<first>\d\d?)(?P<gap2>[-_. ])(?P<second>\d\d?)(?P=gap2)(?P<last>(?:19|20)\d\d)"
_HALF_BEFORE = r"(?P<half_before>上午|下午|午前|午後|오전|오후)"
_TIME = (
    r"(?:(?P<hour>\d\d?)(?P<colon>[-_.:： h])(?P<minute>\d\d)"
    r"(?:(?P=colon)\d\d(?:[-_.]\d{3}(?![^\W_]))?|m\d\ds(?:\d{3})?)?"
    r"|(?P<hour2>\d\d)(?P<minute2>[0-5]\d)[0-5]\d(?:\d{3})?)(?!\d)"
)
_HALF_AFTER = (
    r"(?:[ _.]{0,2}(?P<half>[ap]\.? ?m\b\.?|nachm\.|vorm\.)|[ .](?P<unknown>[^\W\d_]{1,4}\b))?(?P<zone>Z)?"
)
_STAMP = re.compile(
    rf"(?<!\d)(?:{_YEAR_FIRST}|{_YEAR_LAST})"
    rf"(?:[^\w]{{0,6}}(?:[^\W\d_]{{1,8}}[^\w]{{0,6}}){{0,3}}?_?{_HALF_BEFORE}?\s?{_TIME}{_HALF_AFTER}|(?!\d))",
    re.IGNORECASE,
)
"""A day, then up to three short words as "at" or "a la(s)", a time, and what tells the half of the day."""
_AFTERNOON = ("p", "下午", "午後", "오후", "nachm")


def stamp_in(text: str) -> Stamp | None:
    """The last day in a name, with its time: what is put before it is mostly the day of a copy."""
    for match in reversed(list(_STAMP.finditer(text))):
        parts = match.groupdict()
        hour, minute = parts["hour"] or parts["hour2"], parts["minute"] or parts["minute2"]
        timed = hour is not None and int(hour) < 24 and int(minute) < 60
        in_doubt = parts["last"] is not None and _day(parts) is None
        if (day := _day(parts)) or in_doubt:
            clock = _clock(int(hour), minute, parts) if timed else None
            known = None if day is None or parts["zone"] else Moment(day=day, clock=clock)
            end = match.start("unknown") if parts["unknown"] else match.end()
            return Stamp(span=(match.start(), end), timed=timed, moment=known)
    return None


def _day(parts: dict[str, str | None]) -> date | None:
    try:
        if parts["year"]:
            return date(int(parts["year"]), int(parts["month"] or 0), int(parts["day"] or 0))
        first, second, year = (int(parts[name] or 0) for name in ("first", "second", "last"))
        if parts["gap2"] == "." or first > 12 or first == second:
            return date(year, second, first)
        return date(year, first, second) if second > 12 else None  # 04-07-2019 may be April or July
    except ValueError:
        return None


def _clock(hour: int, minute: str, parts: dict[str, str | None]) -> str | None:
    half = parts["half"] or parts["half_before"]
    if half:
        hour = hour % 12 + 12 * half.lower().startswith(_AFTERNOON) if hour <= 12 else hour
    elif parts["unknown"] and parts["hour"] and 1 <= hour <= 12 and parts["hour"][0] != "0":
        return None  # the word may be the half of the day, in a language that is not known here
    return f"{hour}:{minute}" if hour > 9 else f"0{hour}:{minute}"
