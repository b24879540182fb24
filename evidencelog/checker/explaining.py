"""A hit in words of one language: only for what is shown or exported."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from evidencelog.checker.days import shifted
from evidencelog.models.findings import Basis, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidencelog.models.contacts import CaseFacts
    from evidencelog.models.findings import Hit, Noted
    from evidencelog.models.law import Pack, Passage, Provision, Rule, RuleText, Texts, Words

_PLACEHOLDER = re.compile(r"\{(measured|limit|day|time|platform|person)\}")
_BETWEEN = {"zh": "", "en": " "}


def finding_id(rule: str, group: tuple[str, ...]) -> str:
    """``F-`` and 16 hexadecimal digits over the rule and what the finding is about."""
    text = "\x1f".join((rule, *group))
    return "F-" + hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def rule_of(pack: Pack, code: str) -> Rule:
    """The rule with that code; KeyError when the pack has none."""
    for rule in pack.rules:
        if rule.code == code:
            return rule
    raise KeyError(code)


class Shape(NamedTuple):
    """What findings of one rule have in common that differ only in whom, when and how many."""

    rule: Rule
    reading: tuple[str, ...]
    """The sentence in pieces: every second one names a value that stands there."""
    assumes: tuple[str, ...]
    bases: tuple[Basis, ...]
    explanation: tuple[str, ...]
    """In pieces, as ``reading``."""
    questions: tuple[str, ...]
    title: str
    other_readings: tuple[str, ...]
    strengthen: tuple[str, ...]
    next_steps: tuple[str, ...]


class Explainer:
    """Puts the hits of one pack in one case into words; what many findings share is worded once."""

    def __init__(self, pack: Pack, texts: Texts, case: CaseFacts, lang: str) -> None:
        self._rules = {rule.code: rule for rule in pack.rules}
        self._texts = texts
        self._case = case
        self._lang = lang
        self._turns: dict[str, list[str]] = {}
        """By rule: the local dates on which its words may change."""
        self._by_platform = {rule.code for rule in pack.rules if any(text.unless for text in rule.assumes)}
        """Rules whose words hang on what is recorded of the platform."""
        self._platforms = {name: platform.name for name, platform in case.platforms.items()}
        self._persons = {name: person.name for name, person in case.persons.items()}
        self._shapes: dict[tuple[object, ...], Shape] = {}
        self._days: dict[str, str] = {}
        """Each date once, for all findings of it."""

    def explain(self, hit: Hit) -> Finding:
        """The hit with its provisions in the wording in force that day; not yet reviewed."""
        shape = self._shape(hit)
        rule = shape.rule
        platform = self._platforms.get(hit.platform or "", "")
        person = self._persons.get(hit.person or "", "")
        return Finding(
            finding_id(hit.rule, hit.group), rule.code, rule.name, shape.title, hit.grade,
            self._days.setdefault(hit.day, hit.day), platform or None, person or None, hit.contacts, hit.measured,
            hit.limit, hit.unit, _told(shape.reading, hit, platform, person), hit.missing, shape.other_readings,
            shape.assumes, shape.bases, _told(shape.explanation, hit, platform, person), shape.strengthen,
            shape.questions, shape.next_steps, None,
        )  # fmt: skip

    def _shape(self, hit: Hit) -> Shape:
        turns = self._turns.get(hit.rule)
        if turns is None:
            turns = self._turns[hit.rule] = sorted(self._turning_days(self._rules[hit.rule]))
        platform = hit.platform if hit.rule in self._by_platform else None
        era = bisect_right(turns, hit.day)
        key = (hit.rule, hit.grade, hit.readings, hit.missing, hit.bases, platform, era)
        known = self._shapes.get(key)
        if known is None:
            known = self._shapes[key] = self._shaped(hit)
        return known

    def _turning_days(self, rule: Rule) -> Iterator[str]:
        spans = [
            (passage.in_force_from, passage.in_force_to)
            for basis in rule.bases
            for passage in self._texts.provisions[basis.provision].passages
        ]
        for text in rule.assumes:
            spans += [_span_of(record) for record in (getattr(self._case, text.unless) if text.unless else ())]
        for first, last in spans:
            yield first
            if last is not None:
                yield shifted(last, 1)

    def _shaped(self, hit: Hit) -> Shape:
        rule, lang = self._rules[hit.rule], self._lang
        sentence = next((text.words for text in rule.explanations if text.id == hit.grade), rule.explanation)
        readings = [_in(text.words, lang) for name in hit.readings for text in rule.readings if text.id == name]
        return Shape(
            rule=rule,
            reading=_pieces(_BETWEEN[lang].join(readings)),
            assumes=tuple(_in(text.words, lang) for text in rule.assumes if not _recorded(text, hit, self._case)),
            bases=tuple(
                _basis(rule, applied.position, applied.applies, hit.day, self._texts, lang) for applied in hit.bases
            ),
            explanation=_pieces(_in(sentence, lang)),
            questions=tuple(
                _in(text.words, lang) for fact in hit.missing for text in rule.questions if text.id == fact
            ),
            title=_in(rule.title, lang),
            other_readings=_all(rule.other_readings, lang),
            strengthen=_all(rule.strengthen, lang),
            next_steps=_all(rule.next_steps, lang),
        )


def explain(hit: Hit, pack: Pack, texts: Texts, case: CaseFacts, lang: str) -> Finding:
    """One hit with its provisions in the wording in force that day, in ``zh`` or ``en``; not yet reviewed."""
    return Explainer(pack, texts, case, lang).explain(hit)


def explain_note(noted: Noted, pack: Pack, case: CaseFacts, lang: str) -> dict[str, object]:
    """A note with its keys as in ``check --json``; counts carry ``measured`` and ``limit`` too."""
    rule = rule_of(pack, noted.rule)
    platform = case.platforms.get(noted.platform or "")
    values = {
        "measured": str(noted.measured or ""),
        "limit": str(noted.limit if noted.limit is not None else ""),
        "day": noted.day,
        "time": "",
        "platform": platform.name if platform is not None else "",
        "person": "",
    }
    texts = rule.exceptions if noted.why == "exception" else rule.readings
    words = next((text.words for text in texts if text.id == noted.key), None)
    shown: dict[str, object] = {
        "rule": noted.rule,
        "on": noted.day,
        "platform": values["platform"] or None,
        "contacts": list(noted.contacts),
        "why": noted.why,
        "text": _filled(_pieces(_in(words, lang)), values) if words is not None else "",
    }
    if noted.measured is not None:
        shown |= {"measured": noted.measured, "limit": noted.limit}
    return shown


def passage_on(provision: Provision, passage: str, day: str) -> Passage:
    """The wording of a passage in force on a local date; the loader saw to it that there is one for every basis."""
    for candidate in provision.passages:
        if candidate.id == passage and candidate.in_force_from <= day <= (candidate.in_force_to or day):
            return candidate
    raise KeyError((provision.id, passage, day))


def _basis(rule: Rule, position: int, applies: str, day: str, texts: Texts, lang: str) -> Basis:
    basis = rule.bases[position]
    provision = texts.provisions[basis.provision]
    instrument = texts.instruments[provision.instrument]
    passage = passage_on(provision, basis.passage, day)
    condition = _in(basis.condition, lang) if basis.condition is not None else ""
    return Basis(
        provision=provision.id,
        citation=provision.citation,
        instrument=instrument.id,
        article=provision.article,
        force=instrument.force,
        modality=basis.modality,
        in_force_from=basis.in_force_from,
        in_force_to=basis.in_force_to,
        applies="yes" if applies == "yes" else f"if: {condition}",
        text=passage.text,
        text_status=passage.text_status,
        quoted_via=passage.quoted_via,
    )


def _told(pieces: tuple[str, ...], hit: Hit, platform: str, person: str) -> str:
    """The sentence with what the hit says in its places."""
    if len(pieces) == 1:
        return pieces[0]
    values = {
        "measured": "" if hit.measured is None else str(hit.measured),
        "limit": "" if hit.limit is None else str(hit.limit),
        "day": hit.day,
        "time": "" if hit.second is None else clock(hit.second),
        "platform": platform,
        "person": person,
    }
    return _filled(pieces, values)


def clock(second: int) -> str:
    """A second of the day as a time, with seconds only where there are any."""
    hours, rest = divmod(second, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}" if seconds else f"{hours:02}:{minutes:02}"


def _pieces(sentence: str) -> tuple[str, ...]:
    return tuple(_PLACEHOLDER.split(sentence))


def _filled(pieces: tuple[str, ...], values: dict[str, str]) -> str:
    return "".join([values[piece] if place % 2 else piece for place, piece in enumerate(pieces)])


def _all(texts: tuple[RuleText, ...], lang: str) -> tuple[str, ...]:
    return tuple(_in(text.words, lang) for text in texts)


def _in(words: Words, lang: str) -> str:
    return words.zh if lang == "zh" else words.en


def _recorded(assumption: RuleText, hit: Hit, case: CaseFacts) -> bool:
    """Whether the case holds what the assumption says it does not, for the platform of the hit."""
    if assumption.unless is None:
        return False
    for record in getattr(case, assumption.unless):
        if record.platform != hit.platform:
            continue
        first, last = _span_of(record)
        if first <= hit.day and (last is None or hit.day <= last):
            return True
    return False


def _span_of(record: object) -> tuple[str, str | None]:
    """First and last local date of a standing fact; a fact without them always holds."""
    return getattr(record, "from_day", ""), getattr(record, "to_day", None)
