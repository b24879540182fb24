"""Telephone numbers in one spelling, so that equal numbers are equal text.

Written for the numbering plan of the mainland (country code 86) and quick enough for every row of a long phone log;
other countries' numbers are taken by their ``+`` or ``00``.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_HIDDEN_WORDS = (
    "-1 -2 -3 -4 -- - null none anonymous unknown (unknown) private restricted withheld unavailable 未知 (未知) 未知号码 "
    "未知來電 未知来电 隐藏号码 隱藏號碼 私人号码 私密号码 无号码 无主叫号码 无来电显示 匿名"
)
HIDDEN = frozenset(["", *_HIDDEN_WORDS.split()])
"""What phones and bills write where a caller's number was not shown."""

_SEPARATORS = re.compile(r"[\s().\u2010-\u2015\u2212/-]+")
_SCHEME = re.compile(
    r"^(?:tel|sip|sips|sms):|(?<=\d)@.*$|;(?:phone-?context|ext|user|isub)=.*$", re.IGNORECASE | re.DOTALL
)
_EXTENSION = re.compile(r"(?:转|轉|分机|分機|ext\.?|x)[:.]?(\d{1,6})#?$|[,;#*](\d{1,6})#?$", re.IGNORECASE)
_JOINED = re.compile(r"[;,、|]")
_MASKED = re.compile(r"[*•●…]|x{2,}", re.IGNORECASE)
_MOBILE = r"1[3-9]\d{9}"
_AREA = r"(?:10|2[0-57-9]|[3-9]\d{2})"
_LANDLINE = rf"{_AREA}[2-8]\d{{6,7}}"
_SERVICE = r"(?:9[56]\d{3,12}|10[0-57-9]\d{2}|12\d{3}|1[12]\d)"
_COUNTRY = re.compile(
    rf"(?:\+|00)86(?=\d)|86(?={_MOBILE}$|0?{_LANDLINE}$|106\d{{5,}}$)|\+?086(?=\d)",
)
_PREFIXED = re.compile(rf"(?:179(?:51|11|01|09|31|71|91)|12593|10193|11808|12583[0-3]?)({_MOBILE}|0{_LANDLINE})")
_AREA_AND_SERVICE = re.compile(rf"0{_AREA}({_SERVICE})")
_NATIONAL = re.compile(_LANDLINE)


@lru_cache(maxsize=65536)
def normalise(raw: str) -> str:
    """The number in its one spelling; an empty text for a hidden one.

    Mainland numbers lose country code, separators, extension and dialling prefixes (17951, 12593 …): mobiles are 11
    digits, landlines keep the trunk 0 before the area code, service codes stand bare. Numbers of other countries are
    ``+`` and digits. Of several joined numbers the first counts. Masked numbers keep their stars, names of senders
    their letters.
    """
    text = unicodedata.normalize("NFKC", raw).strip()
    if text.lower() in HIDDEN:
        return ""
    compact = _SCHEME.sub("", _SEPARATORS.sub("", text))
    if not compact.isdigit():
        compact = _undressed(compact)
        if not compact.lstrip("+").isdigit():
            return unicodedata.normalize("NFKC", compact or text)
    number = _national(compact)
    while (bare := _national(number)) != number:  # a prefix behind a prefix
        number = bare
    return number


def extension(raw: str) -> str | None:
    """The extension behind a number (``转 1234``), digits only; None without one."""
    compact = _SEPARATORS.sub("", unicodedata.normalize("NFKC", raw))
    match = _EXTENSION.search(compact)
    return next((group for group in match.groups() if group), None) if match else None


def _undressed(compact: str) -> str:
    """Without extension, second number or dialling prefix before a comma."""
    if _MASKED.search(compact):
        return compact
    head, *rest = _JOINED.split(compact)
    if rest and re.fullmatch(r"1\d{4}", head) and _PREFIXED.fullmatch(head + rest[0]):
        return rest[0]
    while (shorter := _EXTENSION.sub("", head)) != head and re.search(r"\d", shorter):
        head = shorter
    return head if re.search(r"\d", head) else compact


def _national(compact: str) -> str:
    """Digits, perhaps after a ``+``, as a mainland number where they are one."""
    bare = _COUNTRY.sub("", compact, count=1) if _COUNTRY.match(compact) else compact
    if bare != compact:
        if _NATIONAL.fullmatch(bare) and not re.fullmatch(_MOBILE, bare):
            bare = "0" + bare
    elif compact.startswith("+"):
        return compact
    elif compact.startswith("00") and len(compact) > 8:
        return "+" + compact[2:]
    if match := _PREFIXED.fullmatch(bare):
        return match[1]
    if match := _AREA_AND_SERVICE.fullmatch(bare):
        return match[1]
    return bare
