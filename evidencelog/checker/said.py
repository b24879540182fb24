"""What was said in contacts, as it was read from their words, held against the rules it suggests.

Reading itself is done elsewhere (``checker.wording``); here the marks of a text meet the facts of its contact: who was
contacted, on what day, which provisions were in force and whom they bind. Such a hit is ``likely`` at most, unless the
person found out that a claimed role was false.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evidencelog.checker.answers import GRADE_ORDER, joined, lowered
from evidencelog.checker.bases import choose, settle
from evidencelog.checker.facts import Facts
from evidencelog.checker.selection import Selection, graded
from evidencelog.models.fields import DEBTOR
from evidencelog.models.findings import Hit, Spoken
from evidencelog.timing.clock import local_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from evidencelog.checker.wording.reader import Mark
    from evidencelog.models.contacts import CaseFacts, ContactRow
    from evidencelog.models.law import Pack, Rule, RuleTest

_AUTHORITIES = frozenset(("police", "court", "procuratorate", "government"))
"""Roles whose holder, once found genuine, does not collect."""

_NO_TAGS: frozenset[str] = frozenset()
_ANYONE: dict[str, Any] = {
    "kinds": [], "channels": [], "to": "anyone", "relations": [], "by": "anyone", "numbers": [], "number_is": [],
    "having": [], "tags": [],
}  # fmt: skip
"""What the tests of a rule ask of a contact for other reasons than what was said."""


def said_hits(
    rows: Iterable[ContactRow],
    marks: Mapping[str, Sequence[Mark]],
    packs: Sequence[Pack],
    *,
    case: CaseFacts,
    tags: Mapping[str, frozenset[str]],
    codes: frozenset[str] | None = None,
) -> Iterator[Hit]:
    """A hit for each contact and rule that the marks of its words suggest.

    ``marks`` and ``tags`` by contact id. ``codes``: only these rules. Contacts without a platform are passed over.
    """
    facts = Facts(case)
    rules = {rule.code: (rule, pack) for pack in packs for rule in pack.rules if rule.status != "removed"}
    for row in rows:
        if row.platform is None or (row.role_checked == "genuine" and row.claimed_role in _AUTHORITIES):
            continue
        by_rule: dict[str, list[Mark]] = {}
        for mark in marks.get(row.id, ()):
            if mark.rule in rules and (codes is None or mark.rule in codes):
                by_rule.setdefault(mark.rule, []).append(mark)
        for code, found in sorted(by_rule.items()):
            rule, pack = rules[code]
            if tags.get(row.id, _NO_TAGS).isdisjoint(
                name for test in rule.tests for name in test.params.get("cleared_by", ())
            ):
                yield from _hits(row, rule, pack, found, facts)


def with_said(hits: Iterable[Hit], said: Iterable[Hit]) -> list[Hit]:
    """Both as one list: what fields or tags and words say of one contact under one rule is one hit, the surer one.

    A hit about several contacts takes the words of each of them in when it is at least as sure.
    """
    waiting = {(hit.rule, hit.contacts[0]): hit for hit in said}
    taken = set()
    together = []
    for hit in hits:
        for contact in hit.contacts if waiting else ():
            words = waiting.get((hit.rule, contact))
            if words is not None and (words.group == hit.group or _surer(hit, words) is hit):
                taken.add((hit.rule, contact))
                hit = _joined(hit, words)
        together.append(hit)
    return [*together, *(words for key, words in waiting.items() if key not in taken)]


def _joined(hit: Hit, words: Hit) -> Hit:
    """A hit with the words that bear it out; where the words are surer, their grade and grounds."""
    if _surer(hit, words) is not hit:
        hit = hit._replace(grade=words.grade, missing=words.missing, bases=words.bases)
    return hit._replace(spans=hit.spans + words.spans)


def _surer(hit: Hit, words: Hit) -> Hit:
    """The words only where they are surer and leave nothing open that the other one asks for."""
    asked = not set(hit.missing).isdisjoint(words.missing)
    return hit if asked or GRADE_ORDER.index(words.grade) <= GRADE_ORDER.index(hit.grade) else words


def _hits(row: ContactRow, rule: Rule, pack: Pack, marks: Sequence[Mark], facts: Facts) -> Iterator[Hit]:
    """One hit, or none where the law behind the rule was not in force or cannot bind."""
    test = _test(rule, marks[0].label, row.day)
    if test is None:
        return
    params = test.params
    doubts = Selection(params["contacts"] | _ANYONE, facts, {}).doubts(row)
    owing = tuple(sorted({relation for other in rule.tests for relation in other.params["contacts"]["not_third"]}))
    if doubts is None or (owing and row.to != DEBTOR and facts.third_person(row, owing) is False):
        return
    grade = lowered("likely", params.get("grade"))
    missing: tuple[str, ...] = ()
    if test.kind == "claimed_role":
        if row.role_checked == "genuine":
            return
        if row.role_checked == "false":
            grade = "breach" if row.claimed_role in (None, *params["roles"]) else "likely"
        else:
            missing = ("role_checked",)
    day, second = (row.day, row.second) if params["zone"] == "case" else local_parts(row.ts, pack.zone)
    chosen = choose(rule, facts.scope(row.platform, row.debt), day, (params["reading"],))
    if not chosen.grounded:
        return
    grade = lowered(settle(lowered(graded(grade, doubts), params["at_most"]), chosen), params["at_most"])
    open_facts = chosen.missing if not chosen.sure and grade != "note" else ()
    yield Hit(
        rule=rule.code,
        group=(row.id,),
        day=day,
        platform=row.platform,
        person=row.to if row.to in facts.case.persons else None,
        contacts=(row.id,),
        grade=grade,
        measured=None,
        limit=None,
        unit=None,
        missing=joined(missing, doubts, open_facts),
        bases=chosen.applied,
        second=second,
        spans=tuple(Spoken(row.id, mark.start, mark.end, mark.reason) for mark in marks),
    )


def _test(rule: Rule, label: str, day: str) -> RuleTest | None:
    """The test of the rule in force that a tag of that name would meet; else any in force."""
    in_force = [
        test
        for test in rule.tests
        if (test.in_force_from or "") <= day and (test.in_force_to is None or day <= test.in_force_to)
    ]
    return next((test for test in in_force if label in test.params.get("tags", ())), next(iter(in_force), None))
