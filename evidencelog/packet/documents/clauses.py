"""Provisions as blocks: each once, strongest first, with what it is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidencelog.models.law import FORCES
from evidencelog.packet import phrases
from evidencelog.packet.blocks import Clause

if TYPE_CHECKING:
    from collections.abc import Iterable

    from evidencelog.models.findings import Basis, Finding
    from evidencelog.models.packet import Packet


def clauses(packet: Packet, findings: Iterable[Finding]) -> list[Clause]:
    """The provisions the findings rest on, each wording once, by force."""
    bases: dict[tuple[str, str, str], Basis] = {}
    for finding in findings:
        for basis in finding.bases:
            bases.setdefault((basis.provision, basis.text, basis.applies), basis)
    ordered = sorted(bases.values(), key=lambda basis: FORCES.index(basis.force))
    return [
        Clause(basis.citation, phrases.provision_status(packet, basis), phrases.provision_text(basis))
        for basis in ordered
    ]
