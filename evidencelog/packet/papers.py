"""Which papers a packet holds, in the order its addressee asks for, and those that lie beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidencelog.packet import statements
from evidencelog.packet.documents.call_sheet import call_sheet
from evidencelog.packet.documents.chronology import chronology
from evidencelog.packet.documents.complaint import complaint
from evidencelog.packet.documents.evidence import evidence_list, exhibits
from evidencelog.packet.documents.findings import findings
from evidencelog.packet.documents.origin import origin
from evidencelog.packet.documents.proxy import proxy
from evidencelog.packet.documents.report_list import report_list
from evidencelog.packet.documents.requests import requests
from evidencelog.packet.documents.statement import statement
from evidencelog.packet.documents.witness import third_person_statement, transcripts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from evidencelog.models.addressees import Form
    from evidencelog.models.packet import Packet
    from evidencelog.packet.blocks import Document

EVIDENCE_LIST = "evidence-list"
_WITH_BOX = ("complaint", "statement")
"""Papers that hold the honesty block wherever they stand; any other gets it when it is the first."""
_PAPERS: dict[str, Callable[[Packet], Sequence[Document | None]]] = {
    "complaint": lambda packet: [complaint(packet)],
    "statement": lambda packet: [statement(packet)],
    "report-list": report_list,
    "chronology": chronology,
    "findings": findings,
    "exhibits": lambda packet: [exhibits(packet)],
    "origin": lambda packet: [origin(packet)],
}
_FORMS: dict[str, Callable[[Packet, Form], Document | None]] = {
    "call-sheet": call_sheet,
    "requests": requests,
    "transcripts": transcripts,
    "third-person-statement": third_person_statement,
    "proxy": proxy,
}


def documents(packet: Packet, sheets: Mapping[str, str] | None = None) -> list[Document]:
    """The papers of a packet in their order, in the language in use; ``sheets`` are the pages of the exhibits.

    The first page of the first paper holds the honesty block. A paper that would be empty is left out; the others keep
    their numbers.
    """
    found = []
    for number, name in enumerate(packet.channel.papers, 1):
        made = [evidence_list(packet, sheets or {})] if name == EVIDENCE_LIST else _PAPERS[name](packet)
        for position, paper in enumerate(paper for paper in made if paper is not None):
            found.append(_bound(packet, paper, number, boxed=number == 1 and position == 0 and name not in _WITH_BOX))
    return found


def with_sheets(packet: Packet, papers: Sequence[Document], sheets: Mapping[str, str]) -> list[Document]:
    """The same papers with a list of evidence that names the ``sheets`` of the exhibits."""
    found = list(papers)
    for position, paper in enumerate(papers):
        if paper.stem.endswith(EVIDENCE_LIST):
            number = packet.channel.papers.index(EVIDENCE_LIST) + 1
            found[position] = _bound(packet, evidence_list(packet, sheets), number, boxed=number == 1)
    return found


def _bound(packet: Packet, paper: Document, number: int, *, boxed: bool) -> Document:
    blocks = (statements.box(packet), *paper.blocks) if boxed else paper.blocks
    return paper._replace(stem=f"{number:02}-{paper.stem}", blocks=blocks)


def forms(packet: Packet) -> list[Document]:
    """The papers beside a packet, for the person's own use or to be filled in by hand."""
    made = (_FORMS[form.paper](packet, form) for form in packet.channel.forms)
    return [paper for paper in made if paper is not None]
