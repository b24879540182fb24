"""A hit in words of one language: only for what is shown or exported."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from evidencelog.models.findings import Basis, Finding

if TYPE_CHECKING:
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


def explain(hit: Hit, pack: Pack, texts: Texts, case: CaseFacts, lang: str) -> Finding:
    """The hit with its provisions in the wording in force that day, in ``zh`` or ``en``; not yet reviewed."""
    rule = rule_of(pack, hit.rule)
    values = _values(hit, case)
    sentence = next((text.words for text in rule.explanations if text.id == hit.grade), rule.explanation)
    readings = [text.words for name in hit.readings for text in rule.readings if text.id == name]
    return Finding(
        id=finding_id(hit.rule, hit.group),
        rule=hit.rule,
        name=rule.name,
        title=_in(rule.title, lang),
        grade=hit.grade,
        on=hit.day,
        platform=values["platform"] or None,
        person=values["person"] or None,
        contacts=hit.contacts,
        measured=hit.measured,
        limit=hit.limit,
        unit=hit.unit,
        reading=_BETWEEN[lang].join(_filled(words, values, lang) for words in readings),
        missing=hit.missing,
        other_readings=_all(rule.other_readings, lang),
        assumes=tuple(_in(text.words, lang) for text in rule.assumes if not _recorded(text, hit, case)),
        bases=tuple(_basis(rule, applied.position, applied.applies, hit.day, texts, lang) for applied in hit.bases),
        explanation=_filled(sentence, values, lang),
        strengthen=_all(rule.strengthen, lang),
        questions=tuple(_in(text.words, lang) for fact in hit.missing for text in rule.questions if text.id == fact),
        next_steps=_all(rule.next_steps, lang),
        review=None,
    )


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
        "text": _filled(words, values, lang) if words is not None else "",
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


def _values(hit: Hit, case: CaseFacts) -> dict[str, str]:
    platform = case.platforms.get(hit.platform or "")
    person = case.persons.get(hit.person or "")
    return {
        "measured": "" if hit.measured is None else str(hit.measured),
        "limit": "" if hit.limit is None else str(hit.limit),
        "day": hit.day,
        "time": "" if hit.second is None else clock(hit.second),
        "platform": platform.name if platform is not None else "",
        "person": person.name if person is not None else "",
    }


def clock(second: int) -> str:
    """A second of the day as a time, with seconds only where there are any."""
    hours, rest = divmod(second, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}" if seconds else f"{hours:02}:{minutes:02}"


def _filled(words: Words, values: dict[str, str], lang: str) -> str:
    return _PLACEHOLDER.sub(lambda match: values[match[1]], _in(words, lang))


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
        first, last = getattr(record, "from_day", ""), getattr(record, "to_day", None)
        if first <= hit.day and (last is None or hit.day <= last):
            return True
    return False
