"""Names and numbers as they may be disguised: spaced, wide, in other scripts or in words, brought to one form.

The form of a text has a character for each of its own, so that a place in the one is the same place in the other.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from evidencelog.text.traditional import SIMPLIFIED, TRADITIONAL

_WORDS = ("零〇○", "一壹幺", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
_LAST_DIGIT = 0x20000
"""No character beyond is a digit."""
_WIDE = 0xFEE0
"""From an ASCII character to its wide form."""
_ESCAPE = r"\x1b\[[0-?]*[ -/]*[@-~]"
NUMBER_GAP = rf"(?:{_ESCAPE}|[\W_]){{0,4}}"
"""What can stand between the digits of a number: spaces, signs, characters without width, terminal escapes."""
NAME_GAP = (
    rf"(?:{_ESCAPE}|[\s·・•‧．.＿_\-‐–*]|[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]){{0,4}}"
)
"""What people put between the characters of a name; a comma or a full stop may end a sentence there."""
_BETWEEN = re.compile(rf"{_ESCAPE}|[\W_]+")


@cache
def _forms() -> dict[int, str]:
    """Each character that is another one in disguise to that one."""
    forms = {ord(older): newer for older, newer in zip(TRADITIONAL, SIMPLIFIED, strict=True)}
    forms |= {code + _WIDE: chr(code) for code in range(ord("!"), ord("~") + 1)}
    forms |= {ord(letter): letter.lower() for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
    forms |= {ord(letter) + _WIDE: letter.lower() for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
    forms |= {ord(sign): str(digit) for digit, words in enumerate(_WORDS) for sign in words}
    for code in range(0x80, _LAST_DIGIT):
        digit = unicodedata.digit(chr(code), None)
        if digit is not None:
            forms[code] = str(digit)
    return forms


def plain(text: str) -> str:
    """The text in one form, character for character."""
    return text.translate(_forms())


def bare(text: str) -> str:
    """The text in one form without anything between its letters and digits."""
    return _BETWEEN.sub("", plain(text))


def digits(text: str) -> str:
    """The digits of a text as ASCII, however they are written."""
    return "".join(sign for sign in plain(text) if sign in "0123456789")
