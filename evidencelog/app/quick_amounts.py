"""How long it lasted and how many alike are meant, in a line of notes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from evidencelog.app.quick_words import NUMERAL, count_of, vocabulary
from evidencelog.i18n import _

if TYPE_CHECKING:
    from evidencelog.app.quick_sheet import Sheet
    from evidencelog.app.quick_words import Word, Words

_LENGTH = re.compile(
    rf"(?<![\d.:点时])(?=[\d〇零一二两三四五六七八九十百半])(?:(?P<clock>\d{{1,3}}(?::\d{{2}}){{1,2}})(?![\d:])"
    rf"|(?:(?P<h>{NUMERAL}|半)\s*个?(?P<hh>半)?\s*(?:小时|钟头|hours?|hrs?|h(?![a-z])))?\s*"
    rf"(?:(?P<m>{NUMERAL}|半)\s*(?P<m_about>[多来几])?\s*(?:(?P<long>分(?P<m_more>[多来])?钟|minutes?|mins?)|分|m(?![a-z])|'))?(?P<half>半)?\s*"
    rf"(?:零?(?P<s>{NUMERAL})\s*(?P<s_about>[多来几])?\s*(?:秒钟?|seconds?|secs?|s(?![a-z])|\"))?)(?P<about>钟?多|左右)?"
)
_LONGEST = 7 * 86400
_COUNT = re.compile(rf"(?<![第\d.])(?P<n>{NUMERAL})(?P<about>[多来几余])?\s*")
_NO_MORE_HAN = re.compile(r"(?![\u4e00-\u9fff])|(?=[到至给都才还共])")
_ABOUT = re.compile(r"\s*(?:大概|大约|约)?\s*$")
_ABOUT_LENGTH = re.compile(r"(?:了|过|时间|时长)?\s*(?:大概|大约|约|差不多|有)?\s*:?\s*$")
_AFTER_VERB = re.compile(r"(?:了|我|过来|一共|共)?\s*$")


def read_duration(sheet: Sheet) -> None:
    """How long it lasted, in whole seconds: 1分35秒, 95秒, 两分钟, 通话1:35. Deadlines, pauses and rings are none."""
    words = vocabulary()
    before, not_after = words.words("duration", "before"), words.words("duration", "not_after")
    not_before = words.words("duration", "not_before")
    for match in _LENGTH.finditer(sheet.text):
        start, end = match.span()
        if start == end or not sheet.is_free(start, end) or sheet.is_quoted(start):
            continue
        lead = _before(before, _ABOUT_LENGTH, sheet.text, start)
        seconds = _seconds(match, led=lead is not None)
        if seconds is None or not 0 < seconds <= _LONGEST:
            continue
        blocked = _before(not_after, _ABOUT, sheet.text, start)
        if not_before.match(sheet.text, _skip_spaces(sheet.text, end)) or (blocked and not lead):
            continue
        whole = lead.start if lead and sheet.is_free(lead.start, start) else start
        if not sheet.is_open(whole, end):
            continue
        about = match["m_about"] or match["m_more"] or match["s_about"] or match["about"]
        note = _("about; the words stay in the content") if about else ""
        sheet.take("duration", seconds, whole, end, note=note, cut=True, keep=bool(about))
        return


def _before(words: Words, tail: re.Pattern[str], text: str, end: int) -> Word | None:
    """The word that ends at this place, perhaps with a tail of small words behind it: 通话 大约 两分钟."""
    bare = end
    while bare and text[bare - 1].isspace():
        bare -= 1
    match = tail.search(text, max(0, end - 12), end)
    return words.ending_at(text, bare) or (words.ending_at(text, match.start()) if match else None)


def _skip_spaces(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _seconds(match: re.Match[str], *, led: bool) -> int | None:
    """The seconds a length of time means; ``led``: a word before it says that it is one."""
    if match["clock"]:
        parts = [int(part) for part in match["clock"].split(":")]
        if not led or any(part > 59 for part in parts[1:]):
            return None
        seconds = 0
        for part in parts:
            seconds = seconds * 60 + part
        return seconds
    if not (match["h"] or match["m"] or match["s"]):
        return None
    if match["m"] and not (match["long"] or match["s"] or match["h"] or match["half"] or led):
        return None  # 8分: points, or cents
    total = 0
    for name, unit, half in (("h", 3600, match["hh"]), ("m", 60, match["half"]), ("s", 1, None)):
        text = match[name]
        if text is None:
            continue
        if text == "半":
            total += unit // 2
            continue
        number = count_of(text)
        if number is None:
            return None
        total += number * unit + (unit // 2 if half else 0)
    return total


def read_count(sheet: Sheet) -> None:
    """How many alike are meant: 14个未接来电, 打了三次. A count of persons, months or numbers is none."""
    words = vocabulary()
    before, units = words.words("count", "before"), words.words("count", "units")
    not_before = words.words("count", "not_before")
    for match in _COUNT.finditer(sheet.text):
        unit = units.match(sheet.text, match.end())
        if unit is None:
            continue
        start, end = match.start("n"), unit.end
        behind = _skip_spaces(sheet.text, end)
        noun = words.kinds.match(sheet.text, behind) or words.facts["outcome"].match(sheet.text, behind)
        number = count_of(match["n"])
        if number == 0 or not sheet.is_open(start, end):
            continue
        led = any(
            _before(words_before, _AFTER_VERB, sheet.text, start)
            for words_before in (before, words.kinds, words.facts["outcome"])
        )
        open_end = _NO_MORE_HAN.match(sheet.text, end) and not not_before.match(sheet.text, end)
        if not (noun or (led and open_end)):
            if open_end and number != 1 and sheet.text[unit.start : end] not in ("个", "封"):
                sheet.doubt(start, end, _("perhaps how many, but of what?"))
            continue
        if number is None:  # 七八个
            sheet.doubt(start, end, _("how many is not said; this counts as one"))
            continue
        if number == 1:
            sheet.spend(start, end)
            continue
        if "count" in sheet.values:
            sheet.doubt(start, noun.end if noun else end, _("a second count; write a line of its own"))
            continue
        about = bool(match["about"])
        note = _("at least; the words stay in the content") if about else ""
        sheet.take("count", number, start, end, note=note, keep=about)
    if "count" not in sheet.values:
        for word in words.words("count", "vague").all(sheet.text):
            if sheet.is_open(word.start, word.end) or (
                not sheet.is_said(word.start) and sheet.is_free(word.start, word.end)
            ):
                sheet.doubt(word.start, word.end, _("how many is not said; this counts as one"))
