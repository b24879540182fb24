"""Provisions as blocks: each once, strongest first, with what it is worth; passages of one under one heading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidencelog.i18n import _, language
from evidencelog.models.labels import value_label
from evidencelog.models.law import FORCES
from evidencelog.packet import phrases
from evidencelog.packet.blocks import Clause, Run, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from evidencelog.models.addressees import Ground
    from evidencelog.models.findings import Basis, Finding
    from evidencelog.models.packet import Packet
    from evidencelog.packet.blocks import Runs


def clauses(packet: Packet, findings: Iterable[Finding]) -> list[Clause]:
    """The provisions the findings rest on, by force; each wording once, those of one provision together."""
    bases: dict[tuple[str, str, str], Basis] = {}
    for finding in findings:
        for basis in finding.bases:
            bases.setdefault((basis.provision, basis.text, basis.applies), basis)
    ordered = sorted(bases.values(), key=lambda basis: FORCES.index(basis.force))
    return _joined(
        Clause(basis.citation, phrases.provision_status(packet, basis), phrases.provision_text(basis))
        for basis in ordered
    )


def ground_clauses(packet: Packet, grounds: Iterable[Ground]) -> list[Clause]:
    """The provisions a paper names, without those for other kinds of platform."""
    kind = packet.platform.get("kind")
    return _joined(
        Clause(
            one.citation.zh if language() == "zh" else one.citation.en,
            say(
                _(
                    "{force}; text: {status}",
                    force=value_label("force", one.force),
                    status=value_label("text_status", one.text_status),
                )
            ),
            phrases.provision_text(one),
        )
        for one in grounds
        if not one.kinds or kind in one.kinds
    )


def _joined(single: Iterable[Clause]) -> list[Clause]:
    """Passages of one provision that are worth the same as one clause, where the first of them stood."""
    found: dict[tuple[str, Runs], list[Clause]] = {}
    places: dict[str, int] = {}
    for clause in single:
        places.setdefault(clause.citation, len(places))
        found.setdefault((clause.citation, clause.status), []).append(clause)
    groups = sorted(found.values(), key=lambda group: places[group[0].citation])
    return [group[0]._replace(text=tuple(_lines(clause.text for clause in group))) for group in groups]


def _lines(texts: Iterable[Runs]) -> Iterator[Run]:
    for position, text in enumerate(texts):
        if position:
            yield Run("\n")
        yield from text
