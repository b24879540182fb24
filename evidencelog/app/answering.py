"""Answering what a finding asks: the missing fact is written as a correction, and only what depends on it is checked again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from evidencelog.app import browsing, recording
from evidencelog.app.checking import check
from evidencelog.i18n import _
from evidencelog.models.fields import CONTACT, PLATFORM
from evidencelog.models.labels import value_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evidencelog.app.cases import Case
    from evidencelog.models.findings import Finding
    from evidencelog.models.progress import Progress

_CONTACT = {field.name: field for field in CONTACT}
_PLATFORM = {field.name: field for field in PLATFORM}
_TAG = re.compile(r"(?<![A-Za-z0-9_-])[a-z]+(?:_[a-z]+)+(?![A-Za-z0-9_-])")
"""A tag as questions name it: small letters with underscores."""
_SENTENCE = re.compile(r"[?!.\uff1f\uff01\u3002]\s*")
_STOPS = " ,;:.\uff0c\uff1b\uff1a\u3002\u3001"


class Ask(NamedTuple):
    """One missing fact and how it can be given."""

    fact: str
    question: str
    """The pack's own words; tags that may be set stand among the choices."""
    where: str
    """``contact`` (a field of it), ``platform``, ``tag``, ``notice``, or empty: it is answered in the entry itself."""
    choices: tuple[tuple[str, str], ...]
    """Values to choose from with their words; empty where one types."""
    contacts: tuple[str, ...]
    """The contacts that lack it, for ``contact`` and ``tag``."""


def asks(case: Case, finding: Finding) -> list[Ask]:
    """What the finding asks, in its own order; facts without a question of their own are left out."""
    words = dict(zip(finding.missing, finding.questions, strict=False))
    return [_ask(case, finding, fact, question) for fact, question in words.items()]


def answer(case: Case, finding: Finding, ask: Ask, value: str, contacts: Sequence[str] = ()) -> None:
    """Writes the answer: a correction of the contacts named (by default of all that lack it), or a fact of the platform.

    Raises InvalidInput where the value cannot be one.
    """
    because = _("answered: {question}", question=ask.question)
    if ask.where == "platform":
        recording.set_record(case, "platform", str(finding.platform), {ask.fact: value})
    elif ask.where == "notice":
        collector = next(filter(None, (_values(case, one).get("collector") for one in finding.contacts)), None)
        given = {"platform": finding.platform, "collector": collector, "seen": value}
        recording.record(case, "notice", given)
    else:
        for contact in contacts or ask.contacts:
            new: Any = value
            if ask.where == "tag":
                new = [*(_values(case, contact).get("tag") or ()), value]
            recording.correct(case, contact, {"tag" if ask.where == "tag" else ask.fact: new}, because)


def checked_again(
    case: Case, findings: Sequence[Finding], platform: str, progress: Progress | None = None
) -> list[Finding]:
    """The findings after an answer about one platform (name): that platform's are checked anew, the others stand."""
    fresh = check(case, platform=browsing.resolve_platform(case, platform), progress=progress).findings
    return sorted([*(one for one in findings if one.platform != platform), *fresh], key=lambda one: (one.on, one.rule))


def _ask(case: Case, finding: Finding, fact: str, question: str) -> Ask:
    if fact == "notice":
        return Ask(fact, question, "notice", _flags(), ())
    if fact in _PLATFORM and (fact not in _CONTACT or fact == "kind"):
        where = "platform" if finding.platform else ""
        return Ask(fact, question, where, _choices(_PLATFORM[fact], "platform_kind" if fact == "kind" else fact), ())
    if fact in _CONTACT:
        lacking = tuple(one for one in finding.contacts if _lacks(_values(case, one), fact))
        return Ask(fact, question, "contact", _choices(_CONTACT[fact], fact), lacking or finding.contacts)
    plain, tags = without_tags(question)
    return Ask(fact, plain, "tag" if tags else "", tags, finding.contacts)


def without_tags(question: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """A question without the tags its last sentence says to set, and those tags, each with the words for when to set it.

    ``Private? If so, add the tag private_line; if not, company_line.`` asks ``Private?`` with ``If so`` and ``if not``.
    """
    marker = _("add the tag")
    named = re.compile(rf"(?<={re.escape(marker)} )[a-z_]+|{_TAG.pattern}")
    found = list(named.finditer(question))
    if not found:
        return question, ()
    start = max((one.end() for one in _SENTENCE.finditer(question, 0, found[0].start())), default=0)
    tags: dict[str, str] = {}
    at = start
    for one in found:
        words = question[at : one.start()].strip(_STOPS)
        for verb in (marker, _("add")):
            words = words.removesuffix(verb).strip(_STOPS)
        words = words or one.group().replace("_", " ")
        tags.setdefault(one.group(), words[0].upper() + words[1:])
        at = one.end()
    return question[:start].strip() or question, tuple(tags.items())


def _values(case: Case, contact: str) -> dict[str, Any]:
    return browsing.detail(case, contact).values


def _lacks(values: dict[str, Any], fact: str) -> bool:
    return values.get(fact) is None or (fact == "at" and values.get("precision") in {"day", "approximate"})


def _choices(field: Any, vocabulary: str) -> tuple[tuple[str, str], ...]:
    if field.type == "flag":
        return _flags()
    return tuple((code, value_label(vocabulary, code)) for code in field.choices)


def _flags() -> tuple[tuple[str, str], ...]:
    return tuple((code, value_label("flag", code)) for code in ("yes", "no"))
