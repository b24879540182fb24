"""Small whole numbers as people write them: digits, 十五, 二十, 廿三, 〇五."""

from __future__ import annotations

import re

_DIGITS = {
    "〇": 0,
    "零": 0,
    "○": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_TENS = {"十": 1, "廿": 2, "卅": 3}

CHINESE = "[〇零○一二两三四五六七八九十廿卅百]"
SMALL = rf"(?:\d{{1,2}}(?!\d)|{CHINESE}{{1,3}})"
"""Pattern of a number from 0 to 99; the text must be folded (NFKC) already."""


def number(text: str) -> int | None:
    """The number a text writes, 0 to 9999 in digits, to 999 in words; None when it writes none (``二五`` is 25, ``十十`` nothing)."""
    if re.fullmatch(r"[0-9]{1,4}", text):
        return int(text)
    if text and all(character in _DIGITS for character in text):
        return int("".join(str(_DIGITS[character]) for character in text)) if len(text) <= 4 else None
    if hundreds := re.fullmatch(
        r"([一二两三四五六七八九])百(?:零?([一二三四五六七八九])|([一二三四五六七八九]?十.?))?", text
    ):
        rest = number(hundreds[2] or hundreds[3] or "零")
        return None if rest is None else _DIGITS[hundreds[1]] * 100 + rest
    match = re.fullmatch(r"([一二两三四五六七八九]?)([十廿卅])([一二三四五六七八九]?)", text)
    if not match:
        return None
    tens, mark, ones = match.groups()
    if tens and mark != "十":
        return None
    return (_DIGITS[tens] if tens else _TENS[mark]) * 10 + (_DIGITS[ones] if ones else 0)


def small(text: str) -> int | None:
    """A spoken number: as ``number``, but digits side by side count only with a zero (〇五, 三〇).

    三五 is no 35: it means three to five.
    """
    if text.isascii():
        return number(text)
    if len(text) > 1 and all(character in _DIGITS for character in text) and not set(text) & set("〇零○"):
        return None
    return number(text)
