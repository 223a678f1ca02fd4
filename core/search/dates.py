"""Days as people write them in a search: `2026-12-01`, `01.12.2026`, `friday`, `пт`, `yesterday`, `2w`."""

import datetime as dt
import re

WEEKDAYS = {
    **dict.fromkeys(("monday", "mon", "mo", "понедельник", "понедельника", "пн"), 0),
    **dict.fromkeys(("tuesday", "tue", "tues", "вторник", "вторника", "вт"), 1),
    **dict.fromkeys(("wednesday", "wed", "среда", "среду", "среды", "ср"), 2),
    **dict.fromkeys(("thursday", "thu", "thur", "thurs", "четверг", "четверга", "чт"), 3),
    **dict.fromkeys(("friday", "fri", "пятница", "пятницу", "пятницы", "пт"), 4),
    **dict.fromkeys(("saturday", "sat", "суббота", "субботу", "субботы", "сб"), 5),
    **dict.fromkeys(("sunday", "sun", "воскресенье", "воскресенья", "вс"), 6),
}
"""Each name of a day of the week, folded → its number; in Russian in the cases that follow “до” and “с”."""

TODAY = {"today": 0, "сегодня": 0}
YESTERDAY = {"yesterday": -1, "вчера": -1}
TOMORROW = {"tomorrow": 1, "завтра": 1}
NEAR = {**TODAY, **YESTERDAY, **TOMORROW}
SPANS = {
    **dict.fromkeys(("week", "неделя", "неделю", "недели"), 7),
    **dict.fromkeys(("month", "месяц", "месяца"), 30),
}
"""Days that end or begin today → their number."""

UNITS = {**dict.fromkeys("dд", 1), **dict.fromkeys("wн", 7), **dict.fromkeys("mм", 30)}

ISO = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
DOTTED = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})(?:\.([0-9]{4})?)?")
MONTH = re.compile(r"([0-9]{4})-([0-9]{1,2})")
YEAR = re.compile(r"[0-9]{4}")
DISTANCE = re.compile(r"([0-9]{1,3})([dwmднм])")

Days = tuple[dt.date, dt.date]
"""The first day, and the day after the last."""


def parse_days(text: str, *, today: dt.date, ahead: bool) -> Days | None:
    """Return the days that a folded text names; None for any other text.

    `ahead` decides between two readings. With it, `friday` is the next one, today included, and `2w` and
    `week` lie before us; without it, all of them lie behind.
    """
    try:
        return _relative(text, today, 1 if ahead else -1) or _written(text, today)
    except (ValueError, OverflowError):
        return None


def _relative(text: str, today: dt.date, direction: int) -> Days | None:
    if text in NEAR:
        return _one(today, NEAR[text])
    if text in WEEKDAYS:
        return _one(today, direction * (direction * (WEEKDAYS[text] - today.weekday()) % 7))
    if text in SPANS:
        first, last = sorted((0, direction * (SPANS[text] - 1)))
        return _one(today, first)[0], _one(today, last)[1]
    match = DISTANCE.fullmatch(text)
    return _one(today, direction * int(match[1]) * UNITS[match[2]]) if match else None


def _written(text: str, today: dt.date) -> Days | None:
    if match := ISO.fullmatch(text):
        return _one(dt.date(int(match[1]), int(match[2]), int(match[3])))
    if match := DOTTED.fullmatch(text):
        return _one(dt.date(int(match[3] or today.year), int(match[2]), int(match[1])))
    if match := MONTH.fullmatch(text):
        first = dt.date(int(match[1]), int(match[2]), 1)
        return first, (first + dt.timedelta(days=31)).replace(day=1)
    if YEAR.fullmatch(text):
        return dt.date(int(text), 1, 1), dt.date(int(text) + 1, 1, 1)
    return None


def _one(day: dt.date, apart: int = 0) -> Days:
    return day + dt.timedelta(days=apart), day + dt.timedelta(days=apart + 1)
