"""What kind of contact it was, how it ended, whom it reached and what happened at the door, in a line of notes."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from evidencelog.app.quick_names import Known, is_sms_port
from evidencelog.app.quick_words import NUMERAL, Fact, Person, Word, Words, count_of, vocabulary
from evidencelog.i18n import _
from evidencelog.text.search import folded

if TYPE_CHECKING:
    from evidencelog.app.quick_sheet import Sheet

CALL, MESSAGE = "call", "message"
_MINE = re.compile(r"\s*(?:我们?的?|俺的?|咱们?的?)?")
_MINE_BEFORE = re.compile(r"(?:我们?的?|俺的?|咱们?的?|my )$")
_DONE_BEFORE = re.compile(r"(?:了|过|到)?\s*$")
_DONE = re.compile(r"(?:了|过|到)")
_ALSO = re.compile(r"\s*(?:也|又|都|刚|就)?\s*")
_COUNT_BEHIND = re.compile(rf"\s*了?\s*(?P<n>{NUMERAL})\s*[个次通遍回]")
_COUNT_BEFORE = re.compile(rf"(?P<nth>[第前后]?)(?P<n>{NUMERAL})\s*[个次通遍回]\s*$")
_SPACE = re.compile(r"\s*")


def read_kind(sheet: Sheet) -> None:
    """The kind and the channel. Without a word for it, a number that only sends messages tells, or a sender's 【name】

    before the words; else a call is assumed.
    """
    found: list[Word] = []
    for word in vocabulary().kinds.all(sheet.text):
        alone = word.end - word.start > 1 or sheet.is_whole(word.start, word.end)  # 信, but not in 信用卡
        if alone and sheet.is_open(word.start, word.end):
            found.append(word)
    if not found:
        if is_sms_port(sheet.values.get("number", "")):
            sheet.assume("kind", MESSAGE, _("the number only sends messages"))
            sheet.assume("channel", "sms", "")
        elif sheet.signed:
            sheet.assume("kind", MESSAGE, _("signed as messages are: taken for one"))
            sheet.assume("channel", "sms", "")
        else:
            sheet.assume("kind", CALL, _("no word says what it was: taken for a call"))
        return
    first = max(found, key=lambda word: (word.entry[0] == "visit", -word.start))
    kind, channel = first.entry
    sheet.take("kind", kind, first.start, first.end)
    if channel:
        sheet.take("channel", channel, first.start, first.end)
    for word in found:
        if word is first:
            continue
        if word.entry[0] == kind:
            sheet.spend(word.start, word.end)
        else:
            sheet.doubt(word.start, word.end, _("another kind of contact; write a line of its own"))


def read_facts(sheet: Sheet) -> None:
    """Everything that a single word settles: outcome, robot, direction, place, acts, visitors."""
    kind = sheet.values["kind"]
    for field, words in vocabulary().facts.items():
        fits = [
            word
            for word in words.all(sheet.text)
            if (not word.entry.only or kind in word.entry.only) and _may_stand(sheet, word)
        ]
        partial = [word for word in fits if not _of_all(sheet, word)]
        for word in partial:
            sheet.doubt(word.start, word.end, _("not said of all of them; write lines of their own"))
        for word in fits if not partial else ():
            _take_fact(sheet, field, word)
    if kind == CALL and "outcome" not in sheet.values:
        _answered(sheet)


def _may_stand(sheet: Sheet, word: Word) -> bool:
    """Whether the word tells a fact here. It may share characters with one read before, a place with the whole kind."""
    if sheet.is_open(word.start, word.end):
        return True
    if sheet.is_said(word.start):
        return False
    partly = any(sheet.is_free(at, at + 1) for at in range(word.start, word.end))
    return partly or word.entry.field == "place"


def _take_fact(sheet: Sheet, field: str, word: Word) -> None:
    fact: Fact = word.entry
    known = sheet.values.get(field)
    if fact.value is None and field != "visitors":
        return
    if known is not None:
        if known == fact.value or (fact.weak and known in ("missed", "rejected")):
            sheet.spend(word.start, word.end)
        elif not fact.weak and field != "visitors":
            sheet.doubt(word.start, word.end, _("contradicts what was read before it"))
        return
    if fact.weak and (_conversed(sheet) or _several(sheet)):
        return
    if field == "visitors":
        numerals = [count_of(numeral) for numeral in re.findall(NUMERAL, sheet.text[word.start : word.end])]
        number = sum(found or 0 for found in numerals)
        if number:
            sheet.take(field, number, word.start, word.end)
        return
    note = _("taken to mean that you did not take the call") if fact.weak else ""
    sheet.take(field, fact.value, word.start, word.end, note=note)


def _several(sheet: Sheet) -> bool:
    return sheet.values.get("count") is not None


def _of_all(sheet: Sheet, word: Word) -> bool:
    """Whether how it ended is said of everything the entry counts: 打了8个 接了2个 is not."""
    if word.entry.field != "outcome" or not _several(sheet):
        return True
    behind, before = _COUNT_BEHIND.match(sheet.text, word.end), _COUNT_BEFORE.search(sheet.text[: word.start])
    if part := behind or before:
        return count_of(part["n"]) == sheet.values["count"] and not part.groupdict().get("nth")
    marks: tuple[str, ...] = word.entry.of_all
    return not marks or sheet.text[: word.start].rstrip().endswith(marks)


def _conversed(sheet: Sheet) -> bool:
    values = sheet.values
    return sheet.speaks or any(name in values for name in ("duration", "employee_id", "caller", "claimed_role"))


def _answered(sheet: Sheet) -> None:
    """A single call that lasted, or in which something was said, was answered."""
    values = sheet.values
    if _several(sheet):
        return
    if "duration" in values:
        sheet.assume("outcome", "answered", _("it lasted"))
    elif _conversed(sheet) and _is_call_for_sure(sheet):
        sheet.assume("outcome", "answered", _("something was said"))


def _is_call_for_sure(sheet: Sheet) -> bool:
    """Whether a word or a number shows that it was no message."""
    said_so = any(piece.field == "kind" and piece.text for piece in sheet.pieces)
    return said_so or any(name in sheet.values for name in ("number", "line", "employee_id", "caller", "claimed_role"))


def read_third(sheet: Sheet, known: Known, text: str) -> None:
    """Whom they reached instead of the person who keeps the log: 打给我妈, 我妈接到, 给我单位打电话.

    ``text`` is the line with spaces for what was read before its kind.
    """
    persons = _persons(known)
    found = (_reached(sheet, text, word) for word in persons.all(text))
    hit = next((hit for hit in found if hit and _was_done(sheet, hit)), None)
    if hit is None:
        return
    who, called = hit.who, hit.called
    name = sheet.words(who.end, called) or who.entry.name or sheet.words(who.start, who.end)
    sheet.take("to", name, hit.start, hit.end, note="" if name in known.persons else _("new: not in the case yet"))
    if who.entry.relation and not known.persons.get(name):
        sheet.take("relation", who.entry.relation, who.start, who.end)
    more = vocabulary().words("third", "more").match(text, _skip(_SPACE, text, called))
    second = persons.match(text, _skip(_MINE, text, more.end)) if more else None
    if second:
        sheet.doubt(more.end if more else second.start, second.end, _("a second person; write a line of its own"))


class _Hit(NamedTuple):
    """A person and the words that say that they were reached."""

    start: int
    end: int
    who: Word
    called: int
    """Where the name behind the word for the person ends (同事小王)."""


def _persons(known: Known) -> Words:
    own = {folded(name): Person(name, "") for name in known.persons if len(name) > 1}
    return Words({**vocabulary().persons, **own})


def _reached(sheet: Sheet, text: str, who: Word) -> _Hit | None:
    """The words around a person that say that they were reached."""
    words = vocabulary()
    if not sheet.is_free(who.start, who.end):
        return None
    name = _name().match(text, who.end) if not who.entry.name else None
    called = name.end() if name else who.end
    mine = _MINE_BEFORE.search(text, max(0, who.start - 6), who.start)
    left = mine.start() if mine else who.start
    verb = _DONE_BEFORE.search(text, max(0, left - 6), left)
    if reach := words.words("third", "reach").ending_at(text, verb.start() if verb else left):
        return _Hit(reach.start, called, who, called)
    for before, after in words.reach_round.items():
        act = after.match(text, called)
        if act and text[:left].endswith(before):
            return _Hit(left - len(before), _skip(_DONE, text, act.end), who, called)
    if left and text[left - 1] not in " ,;。\n又还也":
        return None
    receive = words.words("third", "receive").match(text, _skip(_ALSO, text, called))
    return _Hit(left, receive.end, who, called) if receive else None


@cache
def _name() -> re.Pattern[str]:
    surname = f"[{vocabulary().text('caller', 'surnames')}]"
    return re.compile(rf"[小老阿]{surname}|{surname}[\u4e00-\u9fff]{{1,2}}(?=[\s,;。接收说打的]|$)")


def _skip(form: re.Pattern[str], text: str, at: int) -> int:
    match = form.match(text, at)
    return match.end() if match else at


def _was_done(sheet: Sheet, hit: _Hit) -> bool:
    """Whether the words tell what happened; among words of speech only a part of its own with 了 or 过 does."""
    start, end = hit.start, hit.end
    if sheet.is_quoted(start):
        return False
    if not sheet.is_said(start):
        return True
    left = next((left for left, right in sheet.segments() if left <= start < right), start)
    leads_in = re.fullmatch(r"(?:又|还|后来|然后|接着|之后|已经|就)*", sheet.text[left:start])
    return bool(leads_in and re.search(r"[了过]", sheet.text[start : end + 1]))
