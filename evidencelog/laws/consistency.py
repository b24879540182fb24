"""What must hold between the files of a pack: links, periods, grounds, questions, examples."""

from __future__ import annotations

from collections import Counter
from string import Formatter
from typing import TYPE_CHECKING

from evidencelog.i18n import _
from evidencelog.laws.asking import calendars_named, exceptions_named, facts_missing, readings_named
from evidencelog.laws.faults import Fault, shown
from evidencelog.laws.periods import Period, backwards, inside, overlap, unjoined
from evidencelog.laws.test_kinds import MaxCount

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from evidencelog.laws.schema import BasisFile, RuleFile
    from evidencelog.models.law import Passage, Provision, Texts

PLACEHOLDERS = frozenset({"measured", "limit", "day", "time", "platform", "person"})
NEEDED_CASES = ("breach", "inside", "missing", "before")
FEWEST_CASES = 4
PREVIEW_GRADES = ("likely", "undetermined", "note")
"""The highest grades a test of a rule in preview may give."""


def rule_faults(
    file: str, rule: RuleFile, rules: dict[str, RuleFile], texts: Texts, calendars: set[str]
) -> list[Fault]:
    """Everything wrong with one rule when the rest of the pack is known."""
    spans: dict[int, Period] = {}
    faults = [Fault(file, *rest) for rest in _bases(rule, texts, spans)]
    faults += [Fault(file, *rest) for rest in _ids(rule, calendars, spans)]
    faults += [Fault(file, *rest) for rest in _tests(rule, rules)]
    faults += [Fault(file, *rest) for rest in _words(rule)]
    faults += [Fault(file, *rest) for rest in _cases(rule)]
    return faults


def period(table: object) -> Period:
    """The period of anything with ``in_force_from`` and ``in_force_to``."""
    return Period(getattr(table, "in_force_from", None), getattr(table, "in_force_to", None))


_Found = tuple[str, str, str]
"""Key, value, allowed."""


def _bases(rule: RuleFile, texts: Texts, spans: dict[int, Period]) -> Iterator[_Found]:
    """Also fills ``spans``: the period of each basis that rests on a known passage, by its position."""
    for position, basis in enumerate(rule.bases):
        place = f"bases[{position}]"
        provision = texts.provisions.get(basis.provision)
        if provision is None:
            yield f"{place}.provision", shown(basis.provision), _("a provision of this pack, <instrument>/<article>")
            continue
        passages = [passage for passage in provision.passages if passage.id == basis.passage]
        if not passages:
            allowed = ", ".join(sorted({shown(passage.id) for passage in provision.passages}))
            yield f"{place}.passage", shown(basis.passage), allowed
            continue
        whole = Period(
            min(p.in_force_from for p in passages),
            None if any(p.in_force_to is None for p in passages) else max(p.in_force_to or "" for p in passages),
        )
        own = Period(basis.in_force_from or whole.first, basis.in_force_to or whole.last)
        spans[position] = own
        if backwards(own) or not inside(own, whole):
            allowed = _("a period inside that of the passage, {first} to {last}", first=whole.first, last=whole.last)
            yield f"{place}.in_force_from", f"{own.first} … {own.last}", allowed
        yield from _ground(place, basis, provision, passages, texts, notes_only=_notes_only(rule))
    if all(basis.supporting for basis in rule.bases):
        yield "bases", _("only supporting ones"), _("at least one ground, with supporting = false")
    yield from _basis_versions(rule, spans)


def _ground(
    place: str, basis: BasisFile, provision: Provision, passages: list[Passage], texts: Texts, *, notes_only: bool
) -> Iterator[_Found]:
    if basis.supporting:
        return
    if any(passage.text_status == "paraphrase" for passage in passages) and not notes_only:
        yield f"{place}.supporting", "false", _("true for a paraphrase: it is never a ground")
    status = texts.instruments[provision.instrument].status
    if status in ("draft", "announced"):
        yield f"{place}.supporting", "false", _("true for a text that is not in force ({status})", status=status)


def _notes_only(rule: RuleFile) -> bool:
    """A rule in preview that finds nothing but notes: it may rest on a text known in substance only."""
    return rule.status == "preview" and all(test.at_most == "note" for test in rule.tests)


def _basis_versions(rule: RuleFile, spans: dict[int, Period]) -> Iterator[_Found]:
    chains: dict[tuple[object, ...], list[Period]] = {}
    for position, basis in enumerate(rule.bases):
        if position not in spans:
            continue
        same: tuple[object, ...] = (
            basis.provision,
            basis.passage,
            *map(tuple, (basis.kinds, basis.products, basis.readings)),
        )
        chains.setdefault(same, []).append(spans[position])
        for earlier in range(position):
            other = rule.bases[earlier]
            if (
                earlier in spans
                and (other.provision, other.passage) == (basis.provision, basis.passage)
                and _meet(other.kinds + other.open_kinds, basis.kinds + basis.open_kinds)
                and _meet(other.products + other.open_products, basis.products + basis.open_products)
                and _meet(other.readings, basis.readings)
                and overlap(spans[earlier], spans[position])
            ):
                allowed = _("periods without overlap for one passage and the same lenders")
                yield f"bases[{position}].in_force_from", f"{spans[position].first}", allowed
    for same, periods in chains.items():
        if unjoined(periods) == "gap":
            yield "bases", shown(same[0]), _("versions that follow each other without a gap")


def _meet(one: list[str], other: list[str]) -> bool:
    return not one or not other or bool(set(one) & set(other))


def _ids(rule: RuleFile, calendars: set[str], spans: dict[int, Period]) -> Iterator[_Found]:
    for part in ("exceptions", "readings", "other_readings", "questions", "assumes", "strengthen", "next_steps"):
        ids = [text.id for text in getattr(rule, part)]
        for twice in sorted(name for name, number in Counter(ids).items() if number > 1):
            yield part, shown(twice), _("each id once")
    grades = [text.grade for text in rule.explanations]
    for twice in sorted(name for name, number in Counter(grades).items() if number > 1):
        yield "explanations", shown(twice), _("each grade once")
    readings = {text.id for text in rule.readings}
    for place, name in readings_named(rule):
        if name not in readings:
            yield place, shown(name), _("the id of one of the readings: {ids}", ids=", ".join(sorted(readings)))
    exceptions = {text.id for text in rule.exceptions}
    for place, name in exceptions_named(rule):
        if name not in exceptions:
            yield place, shown(name), _("the id of one of the exceptions: {ids}", ids=", ".join(sorted(exceptions)))
    for place, calendar in calendars_named(rule):
        if calendar not in calendars:
            yield place, shown(calendar or ""), _("the id of a calendar: {ids}", ids=", ".join(sorted(calendars)))
    questions = {text.id for text in rule.questions}
    for fact, place in facts_missing(rule, spans).items():
        if fact not in questions:
            yield "questions", "", _("a question with the id {fact}, which {place} may miss", fact=fact, place=place)


def _tests(rule: RuleFile, rules: dict[str, RuleFile]) -> Iterator[_Found]:
    versions: dict[str, list[Period]] = {}
    for position, test in enumerate(rule.tests):
        place = f"tests[{position}]"
        if backwards(period(test)):
            yield f"{place}.in_force_from", str(test.in_force_from), _("a day not after in_force_to")
        if rule.status == "preview" and test.at_most not in PREVIEW_GRADES:
            yield (
                f"{place}.at_most",
                shown(test.at_most or ""),
                _("{grades} in a rule in preview", grades=", ".join(PREVIEW_GRADES)),
            )
        versions.setdefault(test.reading, []).append(period(test))
        if not isinstance(test, MaxCount):
            continue
        if (test.collectors == "likely") != (test.collectors_reading is not None):
            yield f"{place}.collectors_reading", "", _('a reading with collectors = "likely", and only then')
        if test.combined_with is not None:
            other = rules.get(test.combined_with.rule)
            limbs = [limb for limb in other.tests if isinstance(limb, MaxCount)] if other is not None else []
            fits = [limb for limb in limbs if (limb.window, limb.group_by) == (test.window, test.group_by)]
            if not fits or not test.modes or any(not limb.modes for limb in fits):
                allowed = _("a rule that counts in the same groups and windows; both with modes")
                yield f"{place}.combined_with.rule", shown(test.combined_with.rule), allowed
    for reading, periods in versions.items():
        wrong = unjoined(periods)
        if wrong is not None:
            allowed = _("versions with one reading that follow each other without overlap or gap")
            yield "tests", f"{shown(reading)} ({wrong})", allowed


def _words(rule: RuleFile) -> Iterator[_Found]:
    sentences = [("explanation", rule.explanation.zh), ("explanation", rule.explanation.en)]
    for part in ("readings", "exceptions"):
        for position, named in enumerate(getattr(rule, part)):
            sentences += [(f"{part}[{position}]", named.zh), (f"{part}[{position}]", named.en)]
    for position, text in enumerate(rule.explanations):
        sentences += [(f"explanations[{position}]", text.zh), (f"explanations[{position}]", text.en)]
    allowed = " ".join(f"{{{name}}}" for name in sorted(PLACEHOLDERS))
    for place, sentence in sentences:
        try:
            fields = [field[1:] for field in Formatter().parse(sentence) if field[1] is not None]
        except ValueError:
            yield place, shown(sentence), allowed
            continue
        for name, spec, conversion in fields:
            if name not in PLACEHOLDERS or spec or conversion:
                yield place, shown(f"{{{name}}}"), allowed


def _cases(rule: RuleFile) -> Iterator[_Found]:
    if rule.status == "removed":
        return
    if len(rule.cases) < FEWEST_CASES:
        yield "cases", str(len(rule.cases)), _("at least {fewest} cases", fewest=FEWEST_CASES)
    kinds = {case.shows for case in rule.cases}
    for needed in NEEDED_CASES:
        if needed not in kinds:
            yield "cases", "", _("a case that shows {kind}", kind=needed)


def text_faults(provision_file: str, key: str, passages: Sequence[Passage], whole: Period) -> list[Fault]:
    """Everything wrong with the periods of a provision's passages inside their instrument."""
    faults = []
    chains: dict[str, list[Period]] = {}
    for position, passage in enumerate(passages):
        own = period(passage)
        chains.setdefault(passage.id, []).append(own)
        if backwards(own) or not inside(own, whole):
            allowed = _("a period inside that of the instrument, {first} to {last}", first=whole.first, last=whole.last)
            faults.append(Fault(provision_file, f"{key}.passages[{position}]", f"{own.first} … {own.last}", allowed))
    for name, periods in chains.items():
        wrong = unjoined(periods)
        if wrong is not None:
            allowed = _("wordings of one passage that follow each other without overlap or gap")
            faults.append(Fault(provision_file, f"{key}.passages", f"{shown(name)} ({wrong})", allowed))
    return faults
