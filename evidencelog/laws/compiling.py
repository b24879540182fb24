"""Checked tables to the compiled form: what the checker and the screens take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidencelog.models.law import (
    FORCES,
    Instrument,
    Pack,
    Passage,
    Provision,
    PurposeSigns,
    Rule,
    RuleBasis,
    RuleTest,
    RuleText,
    Texts,
    Words,
)
from evidencelog.text.search import folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evidencelog.laws.schema import (
        BasisFile,
        CalendarFile,
        InstrumentFile,
        PackFile,
        PassageFile,
        ProvisionFile,
        RuleFile,
    )
    from evidencelog.laws.test_kinds import Test
    from evidencelog.laws.values import Bilingual, NamedText

UNOFFICIAL = " (unofficial translation)"


def compile_pack(
    head: PackFile, rules: Sequence[RuleFile], calendars: Sequence[CalendarFile], texts: Texts, sha256: str
) -> Pack:
    """The rules of a pack in the order of their codes; bases strongest force first."""
    return Pack(
        id=head.id,
        version=head.version,
        title=_words(head.title),
        confirmed_on=head.confirmed_on,
        review_by=head.review_by,
        sha256=sha256,
        zone=head.zone,
        rules=tuple(_rule(rule, texts) for rule in sorted(rules, key=lambda rule: rule.code)),
        calendars={calendar.id: dict(calendar.days) for calendar in calendars},
        years={calendar.id: tuple(calendar.years) for calendar in calendars},
        limitations=tuple(map(_words, head.limitations)),
        references=tuple(head.references),
        zone_name=_words(head.zone_name) if head.zone_name else None,
        purposes=tuple(
            PurposeSigns(signs.purpose, _folded(signs.words), _folded(signs.unless)) for signs in head.purposes
        ),
    )


def _folded(words: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(folded, words.split())))


def compile_texts(instruments: Sequence[InstrumentFile]) -> Texts:
    """Instruments and provisions by id."""
    return Texts(
        {instrument.id: _instrument(instrument) for instrument in instruments},
        {
            provision_id(instrument, provision): _provision(instrument, provision)
            for instrument in instruments
            for provision in instrument.provisions
        },
    )


def provision_id(instrument: InstrumentFile, provision: ProvisionFile) -> str:
    """``<instrument>/<article>[-<item>]``."""
    tail = f"-{provision.item}" if provision.item else ""
    return f"{instrument.id}/{provision.article}{tail}"


def _instrument(table: InstrumentFile) -> Instrument:
    return Instrument(
        id=table.id,
        title=table.title,
        title_en=table.title_en if table.title_en_official else table.title_en + UNOFFICIAL,
        number=table.number,
        issuer=table.issuer,
        force=table.force,
        binds=_words(table.binds),
        issued_on=table.issued_on,
        in_force_from=table.in_force_from,
        in_force_to=table.in_force_to,
        replaces=tuple(table.replaces),
        source=table.source,
        note=_maybe(table.note),
        confirmed_on=table.confirmed_on,
        language=table.language,
        status=table.status,
        archived_at=table.archived_at,
    )


def _provision(instrument: InstrumentFile, table: ProvisionFile) -> Provision:
    return Provision(
        id=provision_id(instrument, table),
        instrument=instrument.id,
        article=table.article,
        citation=table.citation,
        heading=_maybe(table.heading),
        passages=tuple(map(_passage, table.passages)),
        path=tuple(table.path),
    )


def _passage(table: PassageFile) -> Passage:
    return Passage(
        id=table.id,
        text=table.text,
        text_status=table.text_status,
        quoted_via=table.quoted_via or "",
        in_force_from=table.in_force_from,
        in_force_to=table.in_force_to,
        note=_maybe(table.note),
        translation=table.translation or "",
    )


def _rule(table: RuleFile, texts: Texts) -> Rule:
    return Rule(
        code=table.code,
        name=table.name,
        title=_words(table.title),
        why=_words(table.why),
        mark=_words(table.mark),
        status=table.status,
        tests=tuple(map(_test, table.tests)),
        bases=tuple(
            sorted(
                (_basis(basis, texts) for basis in table.bases), key=lambda basis: FORCES.index(_force(basis, texts))
            )
        ),
        exceptions=_named(table.exceptions),
        readings=_named(table.readings),
        other_readings=_named(table.other_readings),
        questions=_named(table.questions),
        assumes=tuple(RuleText(text.id, Words(text.zh, text.en), text.unless_recorded) for text in table.assumes),
        explanation=_words(table.explanation),
        strengthen=_named(table.strengthen),
        next_steps=_named(table.next_steps),
        explanations=tuple(RuleText(text.grade, Words(text.zh, text.en)) for text in table.explanations),
        only_for=tuple(table.only_for),
    )


def _force(basis: RuleBasis, texts: Texts) -> str:
    return texts.instruments[texts.provisions[basis.provision].instrument].force


def _test(table: Test) -> RuleTest:
    values = table.model_dump(exclude={"kind", "in_force_from", "in_force_to"})
    return RuleTest(table.kind, values, table.in_force_from, table.in_force_to)


def _basis(table: BasisFile, texts: Texts) -> RuleBasis:
    periods = [p for p in texts.provisions[table.provision].passages if p.id == table.passage]
    first = min(period.in_force_from for period in periods)
    ends = [period.in_force_to for period in periods]
    last = None if None in ends else max(end for end in ends if end is not None)
    return RuleBasis(
        provision=table.provision,
        passage=table.passage,
        modality=table.modality,
        effect=table.effect,
        kinds=tuple(table.kinds),
        products=tuple(table.products),
        in_force_from=table.in_force_from or first,
        in_force_to=table.in_force_to or last,
        condition=_maybe(table.condition),
        supporting=table.supporting,
        open_kinds=tuple(table.open_kinds),
        open_products=tuple(table.open_products),
        decided_by=table.decided_by,
        readings=tuple(table.readings),
    )


def _named(texts: Sequence[NamedText]) -> tuple[RuleText, ...]:
    return tuple(RuleText(text.id, Words(text.zh, text.en)) for text in texts)


def _words(text: Bilingual) -> Words:
    return Words(text.zh, text.en)


def _maybe(text: Bilingual | None) -> Words | None:
    return None if text is None else _words(text)
