"""First letters of the readings of Chinese characters, so that a name is found by typing 某消金 as ``mxj``.

The common characters of GB 2312 stand in the order of their readings: where each letter begins is all there is to know.
"""

from __future__ import annotations

from bisect import bisect_right

_LETTERS = "abcdefghjklmnopqrstwxyz"
_BEGIN = (
    0xB0A1, 0xB0C5, 0xB2C1, 0xB4EE, 0xB6EA, 0xB7A2, 0xB8C1, 0xB9FE, 0xBBF7, 0xBFA6, 0xC0AC, 0xC2E8,
    0xC4C3, 0xC5B6, 0xC5BE, 0xC6DA, 0xC8BB, 0xC8F6, 0xCBFA, 0xCDDA, 0xCEF4, 0xD1B9, 0xD4D1,
)  # fmt: skip
"""Code of the first character read with each letter."""
_END = 0xD7F9
"""Code of the last character in that order; those after it stand in the order of their shapes."""

_OTHERS = {
    "行": "xh", "重": "zc", "长": "cz", "乐": "ly", "还": "hx", "会": "hk", "单": "ds", "曾": "zc", "解": "jx", "仇": "cq",
    "区": "qo", "朴": "pp", "盛": "sc", "省": "sx", "藏": "cz", "厦": "xs", "传": "cz", "调": "td", "呗": "b", "鑫": "x",
    "煜": "y", "昊": "h", "晟": "s", "瑞": "r", "琪": "q", "淼": "m", "烨": "y", "婷": "t", "妍": "y", "颖": "y", "璐": "l",
    "嘀": "d", "嗒": "d", "哒": "d", "钰": "y", "熙": "x", "瑜": "y", "瑶": "y", "琳": "l", "彤": "t", "萱": "x", "怡": "y",
    "钱": "q", "闫": "y", "覃": "qt", "翟": "z", "蒯": "k", "郝": "h", "邱": "q", "邹": "z", "阎": "y", "骆": "l", "龚": "g",
    "岑": "c", "戚": "q", "佘": "s", "芮": "r", "荀": "x", "莘": "sx", "蒋": "j", "裘": "q", "隗": "wk", "麦": "m", "邝": "k",
}  # fmt: skip
"""Characters with more than one reading, and those in names that stand outside the order."""


def letters_of(character: str) -> str:
    """The letters a character's readings may begin with; itself in lower case where it is no Chinese character."""
    if character in _OTHERS:
        return _OTHERS[character]
    try:
        code = int.from_bytes(character.encode("gb2312"), "big")
    except UnicodeEncodeError:
        return character.casefold()
    if _BEGIN[0] <= code <= _END:
        return _LETTERS[bisect_right(_BEGIN, code) - 1]
    return character.casefold()


def found_by_initials(name: str, typed: str) -> int | None:
    """Where in ``name`` characters stand in a row whose readings begin with the typed letters; None where nowhere.

    Blanks in the name are passed over; so are capitals in what was typed.
    """
    letters = [letters_of(character) for character in name if not character.isspace()]
    wanted = typed.casefold()
    if not wanted or len(wanted) > len(letters):
        return None
    for start in range(len(letters) - len(wanted) + 1):
        if all(letter in letters[start + at] for at, letter in enumerate(wanted)):
            return start
    return None
