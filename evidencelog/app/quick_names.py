"""Who called, in a line of notes: telephone number, staff number, the caller's name and the role that was claimed."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from evidencelog.app.quick_words import vocabulary
from evidencelog.i18n import _
from evidencelog.numbers.kinds import SMS_PORT, UNKNOWN, kind
from evidencelog.numbers.normal import normalise

if TYPE_CHECKING:
    from evidencelog.app.quick_sheet import Sheet
    from evidencelog.app.quick_words import Word, Words

_NUMBER = re.compile(
    r"(?<![\d.])(?:(?:\+|00)?86[- ]?)?(?:1[3-9]\d[- ]?(?:\d{4}|[*x]{4})[- ]?\d{4}|0\d{2,3}[- ]?[2-8]\d{6,7}"
    r"|[48]00[- ]?\d{3,4}[- ]?\d{3,4}|106\d{5,17}|9[56]\d{3,12}|100\d{2}|12[13]\d{2}|\+\d[\d -]{6,16}\d)"
    r"(?![\d年月日号点时分秒元块万%]|[.:]\d)"
)
_DIGITS = re.compile(r"(?<![\d.])(?!(?:19|20)\d\d(?:-\d\d?-\d|(?:0\d|1[0-2])[0-3]\d))\+?\d(?:-?\d){7,15}(?![\d-])")
"""Many digits that are no date."""
_STAFF = re.compile(r"\s*(?:[:#]|是|为)?\s*(?P<id>[a-z]{0,5}[-_]?\d{1,12}[a-z]?)(?![\da-z])")
_OF_ROLE = re.compile(r"的?工作?人员?|的人|的")
_LED = re.compile(r"\s*(?:是|为|的|:)?\s*$")
_LONGEST_GAP = 8
_GAP_ENDS = frozenset(" ,;。:不没\n\t")
_HAN = "\u4e00-\u9fff"


class Known(NamedTuple):
    """What the case knows by name."""

    platforms: dict[str, str]
    """Folded name, alias or registered name to the platform's name."""
    platform_numbers: dict[str, str]
    """Normal number to the name of the platform it was given to."""
    persons: dict[str, str | None]
    """Person's name to the relation recorded."""
    person_numbers: frozenset[str]


def read_roles(sheet: Sheet) -> None:
    """The role somebody claimed: 自称是市公安局的, 法院的打来."""
    words = vocabulary()
    for cue in words.words("claim", "cues").all(sheet.text):
        role = None if sheet.text[: cue.start].endswith("不") else _role_after(sheet.text, cue.end)
        if role and _take_role(sheet, cue.start, role, keep=role.start > cue.end):
            return
    acts = words.words("claim", "acts")
    for start, _end in sheet.segments():
        role = words.roles.match(sheet.text, start)
        if role and acts.match(sheet.text, _behind_role(sheet.text, role.end)) and _take_role(sheet, start, role):
            return


def _role_after(text: str, at: int) -> Word | None:
    """A role at this place or a few characters behind it: 自称 是市 公安局."""
    for start in range(at, min(at + _LONGEST_GAP + 1, len(text))):
        if role := vocabulary().roles.match(text, start):
            return role
        if text[start] in _GAP_ENDS:
            return None
    return None


def _behind_role(text: str, end: int) -> int:
    match = _OF_ROLE.match(text, end)
    return match.end() if match else end


def _take_role(sheet: Sheet, start: int, role: Word, *, keep: bool = False) -> bool:
    end = _behind_role(sheet.text, role.end)
    if not sheet.is_free(start, end) or sheet.is_quoted(start):
        return False
    sheet.take("claimed_role", role.entry, start, end, keep=keep)
    return True


@cache
def _names() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """A full name behind a cue; a surname behind 姓; a surname with whatever follows."""
    surname = f"[{vocabulary().text('caller', 'surnames')}]"
    return (
        re.compile(rf"(?:是|为)?\s*:?\s*(?P<name>{surname}[{_HAN}]{{1,2}})(?=[\s,;。的打来说让]|自称|$)"),
        re.compile(rf"(?P<name>{surname})(?=[\s,;。的女男先小某]|$)"),
        re.compile(surname),
    )


def read_caller(sheet: Sheet) -> None:
    """The name the caller gave or goes by: 自称李明, 自称姓张, 张经理, 王某."""
    words = vocabulary()
    full, surname, first = _names()
    for cue in words.words("caller", "cues").all(sheet.text):
        match = full.match(sheet.text, cue.end)
        if match and _take_caller(sheet, cue.start, match.start("name"), match.end()):
            return
    for cue in words.words("caller", "surname_cues").all(sheet.text):
        match = surname.match(sheet.text, cue.end)
        if match and _take_caller(sheet, cue.start, cue.end - 1, match.end()):
            return
    for match in first.finditer(sheet.text):
        title = words.words("caller", "titles").match(sheet.text, match.end())
        if (
            title
            and _ends_title(sheet.text, title.end)
            and _take_caller(sheet, match.start(), match.start(), title.end)
        ):
            return


_AFTER_TITLE = re.compile(rf"的|说|打|来|让|要|称|自称|(?![{_HAN}a-z])")


def _ends_title(text: str, end: int) -> bool:
    return bool(_AFTER_TITLE.match(text, end))


def _take_caller(sheet: Sheet, start: int, name: int, end: int) -> bool:
    words = vocabulary()
    before = re.sub(r"(?:了|的)$", "", sheet.text[:start])
    if (
        not sheet.is_open(start, end)
        or words.words("platform", "endings").ending_at(sheet.text, end)
        or words.words("caller", "not_after").ending_at(before, len(before))
    ):
        return False
    sheet.take("caller", sheet.words(name, end), start, end)
    if "claimed_role" not in sheet.values:
        role = words.roles.match(sheet.text, name + 1)
        if role and role.end == end:
            title = sheet.words(*role[:2])
            sheet.assume("claimed_role", role.entry, _("from the title: {title}", title=title))
    return True


def read_employee_id(sheet: Sheet) -> None:
    """The staff number given: 工号0231, 工号：A12."""
    for cue in vocabulary().words("employee_id", "cues").all(sheet.text):
        match = _STAFF.match(sheet.text, cue.end)
        if match and sheet.is_free(cue.start, match.end()) and not sheet.is_quoted(cue.start):
            sheet.take("employee_id", sheet.words(*match.span("id")), cue.start, match.end(), cut=True)
            return


def read_number(sheet: Sheet, known: Known) -> None:
    """The number that called, and which of my own was called; a hidden number is one too."""
    words = vocabulary()
    for match in _NUMBER.finditer(sheet.text):
        start, end = match.span()
        number = sheet.words(start, end)
        if not sheet.is_open(start, end) or _led_by(sheet.text, start, words.words("number", "not_after")):
            continue
        if kind(number) == UNKNOWN or normalise(number) in known.person_numbers:
            continue
        field = "line" if _led_by(sheet.text, start, words.words("number", "own")) else "number"
        if field in sheet.values:
            sheet.doubt(start, end, _("a second number; an entry holds one"))
            continue
        sheet.take(field, number, start, end, cut=True)
    if "number" not in sheet.values:
        _unusual_number(sheet)
    if "number" not in sheet.values:
        for word in words.words("number", "hidden").all(sheet.text):
            if sheet.is_open(word.start, word.end):
                sheet.take("number", words.text("number", "hidden_as"), word.start, word.end)
                break


def _led_by(text: str, at: int, words: Words) -> bool:
    """Whether one of the words stands before this place, perhaps with 是 or a colon between."""
    head = _LED.sub("", text[max(0, at - 20) : at])
    return words.ending_at(head, len(head)) is not None


def _unusual_number(sheet: Sheet) -> None:
    """Digits at the head of a part of the line, or behind 接到 and the like, although no numbering plan knows them.

    Callers forge numbers.
    """
    before = vocabulary().words("number", "before")
    for match in _DIGITS.finditer(sheet.text):
        start, end = match.span()
        heads = not sheet.text[:start] or sheet.text[start - 1] in " ,;。\n"
        blocked = _led_by(sheet.text, start, vocabulary().words("number", "not_after"))
        if (heads or _led_by(sheet.text, start, before)) and not blocked and sheet.is_open(start, end):
            sheet.take("number", sheet.words(start, end), start, end, note=_("no usual number"), cut=True)
            return


def is_sms_port(number: object) -> bool:
    """Whether only messages come from this number."""
    return kind(str(number)) == SMS_PORT
