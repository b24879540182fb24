"""Which platform a line of notes is about: by its names in the case, by a cue, by how lenders' names end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from evidencelog.app.quick_words import Words, vocabulary
from evidencelog.i18n import _
from evidencelog.numbers.normal import normalise

if TYPE_CHECKING:
    from evidencelog.app.quick_names import Known
    from evidencelog.app.quick_sheet import Sheet

_LONGEST_NAME = 12
_CUED = re.compile(r"\s*:?\s*(?P<name>[^\s,;。:()【】“”\"]{2,24})")
_NAME_END = re.compile(r"[的说打]|来电|催收|客服|让|自称|工号|要求|官方|人员|工作")
_SENDER = re.compile(rf"【(?P<name>[^】\s]{{2,{_LONGEST_NAME}}})】")
_PEOPLE = re.compile(r"(?:的人|的)?(?:催收|客服|工作人员|贷后|法务|打来|来电|打电话|电话|短信|app)")
_PERHAPS = re.compile(r"(?P<name>[\u4e00-\u9fffa-z]{2,6}?)(?:的)?(?:催收|客服)")


def read_platform(sheet: Sheet, known: Known) -> None:
    """The platform: a name or alias of the case; else what a cue or its own ending shows to be a name."""
    found = _known(sheet, known)
    if found is None:
        new = _cued(sheet) or _by_ending(sheet) or _common(sheet)
        if new:
            start, end, cue = new
            sheet.take("platform", sheet.words(start, end), cue, end, note=_("new: not in the case yet"))
            found = cue
    if found is not None:
        if "claimed_role" not in sheet.values:
            _lender_claimed(sheet, found)
        return
    number = sheet.values.get("number")
    owner = known.platform_numbers.get(normalise(str(number))) if number else None
    if owner:
        sheet.assume("platform", owner, _("the number is recorded as theirs"))
    else:
        _doubt_names(sheet)


def _known(sheet: Sheet, known: Known) -> int | None:
    """The longest name of the case, outside of what was said before inside it; gives where it begins."""
    names = Words({name: canonical for name, canonical in known.platforms.items() if len(name) > 1})
    fits = [word for word in names.all(sheet.text) if sheet.is_free(word.start, word.end)]
    if fits:
        word = min(fits, key=lambda word: (sheet.is_said(word.start), word.start))
        sheet.take("platform", word.entry, word.start, word.end)
        _spend_cue(sheet, word.start)
        return word.start
    for start, end in sheet.segments():
        if end - start == 1 and sheet.text[start:end] in known.platforms and sheet.is_open(start, end):
            sheet.take("platform", known.platforms[sheet.text[start:end]], start, end)
            return start
    return None


def _spend_cue(sheet: Sheet, name: int) -> None:
    """The word 平台 or the like right before a name that is known says nothing more."""
    for cue in vocabulary().words("platform", "cues").all(sheet.text):
        if cue.end <= name and not sheet.text[cue.end : name].strip(" :") and sheet.is_open(cue.start, cue.end):
            sheet.spend(cue.start, cue.end)


def _cued(sheet: Sheet) -> tuple[int, int, int] | None:
    """Behind 平台, 来自 and the like, or between the signs in which senders put their name: start, end, start of the cue."""
    never = vocabulary().words("platform", "never")
    for cue in vocabulary().words("platform", "cues").all(sheet.text):
        match = _CUED.match(sheet.text, cue.end)
        if (
            not match
            or not sheet.is_open(cue.start, match.start("name"))
            or never.match(sheet.text, match.start("name"))
        ):
            continue
        start, end = match.start("name"), _name_end(sheet, match.start("name"), match.end("name"))
        if end - start >= 2 and any(not character.isdigit() for character in sheet.text[start:end]):
            return start, end, cue.start
    if match := _SENDER.search(sheet.text):
        return *match.span("name"), match.start("name")
    return None


def _name_end(sheet: Sheet, start: int, end: int) -> int:
    stop = _NAME_END.search(sheet.text, start + 1, end)
    end = min(stop.start() if stop else end, start + _LONGEST_NAME)
    while end > start and not sheet.is_free(start, end):
        end -= 1
    return end


def _by_ending(sheet: Sheet) -> tuple[int, int, int] | None:
    """A part of the line that ends like a lender's name, with 催收 or 客服 behind it or nothing."""
    words = vocabulary()
    endings, not_names = words.words("platform", "endings"), words.words("platform", "not_names")
    for left, right in sheet.segments():
        start = left
        while lead := (
            words.words("platform", "not_before").match(sheet.text, start)
            or words.words("claim", "cues").match(sheet.text, start)
        ):
            start = lead.end
        for end in range(start + 2, min(right, start + _LONGEST_NAME) + 1):
            ending = endings.ending_at(sheet.text, end)
            if not ending or ending.start < start or not (end == right or _ends_name(sheet.text, end, right)):
                continue
            name = sheet.text[start:end]
            fits = name not in not_names and not any(map(str.isdigit, name))
            if fits and sheet.is_free(start, end) and not sheet.is_said(start):
                return start, end, start
            break
    return None


def _ends_name(text: str, end: int, right: int) -> bool:
    return bool(_PEOPLE.match(text, end)) or text[end:right] in ("的", "的人")


def _common(sheet: Sheet) -> tuple[int, int, int] | None:
    """A name that many people know, outside of what was said."""
    for word in vocabulary().words("platform", "names").all(sheet.text):
        if sheet.is_free(word.start, word.end) and not sheet.is_said(word.start):
            return word.start, word.end, word.start
    return None


def _lender_claimed(sheet: Sheet, start: int) -> None:
    """自称花呗的: whoever calls says that they are the lender itself."""
    cue = vocabulary().words("claim", "cues").ending_at(sheet.text, start)
    if cue is None or sheet.text[: cue.start].endswith("不"):
        return
    if sheet.is_free(cue.start, cue.end) and not sheet.is_quoted(cue.start):
        sheet.take("claimed_role", "lender", cue.start, cue.end, note=_("says they are the platform itself"))


def _doubt_names(sheet: Sheet) -> None:
    """招联催收: perhaps a name, perhaps not."""
    for start, end in sheet.segments():
        match = _PERHAPS.fullmatch(sheet.text, start, end)
        if not match or sheet.is_said(start) or not sheet.is_free(start, end) or _is_plain(match["name"]):
            continue
        name = sheet.words(*match.span("name"))
        sheet.doubt(start, end, _("perhaps a platform; if it is one, write 平台{name}", name=name))


def _is_plain(text: str) -> bool:
    """Whether a text consists of words that are certainly no name."""
    words = vocabulary()
    lists = [words.words("filler", "words"), words.kinds, words.words("caller", "cues")]
    lists += [words.words("platform", name) for name in ("not_names", "not_before", "never")]
    at = 0
    while at < len(text):
        hits = [word for one in lists if (word := one.match(text, at))]
        if not hits:
            return False
        at = max(word.end for word in hits)
    return True
