"""The plain texts of a packet: where to start, how to verify, and the short text for web forms."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from evidencelog.i18n import LANGUAGES, N_, _, language, speaking
from evidencelog.packet.blocks import Clause, Heading, Pairs, Paragraph, Table
from evidencelog.packet.seals import file_names, openssl_command

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evidencelog.models.packet import Packet
    from evidencelog.packet.blocks import Document, Row, Runs

WHAT = {
    "complaint.pdf": N_("the complaint"),
    "complaint-signed": N_("the signed complaint; it goes before the unsigned one"),
    "statement.pdf": N_("the statement in order of time"),
    "report-list": N_("numbers and messages to report, original text unaltered"),
    "evidence-list.pdf": N_("the list of evidence"),
    "chronology": N_("every contact in order, with the picture and the counts"),
    "findings": N_("what the check found, with the provisions"),
    "exhibits.pdf": N_("pictures and messages, printed"),
    "origin.pdf": N_("where the electronic data comes from"),
    "index.html": N_("the whole packet for a browser (Chinese); recordings can be played"),
    "index-en.html": N_("the same in English"),
    "contacts.csv": N_("the contacts as a table"),
    "findings.csv": N_("the findings as a table"),
    "packet.json": N_("everything for programs"),
    "ledger.jsonl": N_("the sealed log behind the listed contacts"),
    "HOW-TO-VERIFY.txt": N_("how to check that nothing was changed"),
    "verify.py": N_("the program that checks it"),
    "verify_seals.py": N_("the part of it that checks time stamps"),
    "seals/": N_("time-stamp tokens over the log, with their certificates"),
    "attachments/": N_("attached files as they were put into the log"),
}
"""By the start of a path under ``data/`` without the number of a paper."""
_NUMBER = re.compile(r"^\d\d-")
_RULE = "-" * 64


def what_is(path: str) -> str:
    """What a file under ``data/`` is, in the language in use."""
    path = _NUMBER.sub("", path)
    for start in sorted(WHAT, key=len, reverse=True):
        if path.startswith(start):
            return _(WHAT[start])
    return ""


def start_here(packet: Packet, titles: Sequence[str], files: Sequence[str]) -> str:
    """``00-START-HERE.txt``: for the clerk, in both languages; ``files`` are paths under ``data/``."""
    parts = []
    for code in LANGUAGES:
        with speaking(code):
            parts.append(_start(packet, titles, files))
    return f"\n{_RULE}\n\n".join(parts)


def _start(packet: Packet, titles: Sequence[str], files: Sequence[str]) -> str:
    lines = [
        _("START HERE"),
        "",
        _(
            "{title}: contacts by {platform}, {n} entries",
            title=titles[0],
            platform=packet.platform["name"],
            n=len(packet.entries),
        ),
        _("Date: {date}. Made with evidencelog {version}.", date=packet.date, version=packet.program),
        "",
        _("Open data/index.html in a browser to see everything at once, or read the PDF files in their order."),
        "",
    ]
    folders = [folder for folder in ("attachments/", "seals/") if any(path.startswith(folder) for path in files)]
    kept = [path for path in files if not path.startswith(("attachments/", "seals/"))]
    lines += [f"  data/{path:<24} {what_is(path)}" for path in [*kept, *folders]]
    lines += [
        "",
        _("Names and numbers of third persons are shortened. Originals are kept by the complainant and can be shown."),
        _("To check that nothing was changed: see data/HOW-TO-VERIFY.txt."),
    ]
    return "\n".join(lines) + "\n"


def how_to_verify(packet: Packet) -> str:
    """``HOW-TO-VERIFY.txt``, in both languages."""
    parts = []
    for code in LANGUAGES:
        with speaking(code):
            parts.append(_verify(packet))
    return f"\n{_RULE}\n\n".join(parts)


def _verify(packet: Packet) -> str:
    return "\n".join(
        [
            _("HOW TO VERIFY THIS PACKET"),
            "",
            _("1. With Python 3.8 or newer, in the folder of the packet (no network is needed):"),
            "     python3 data/verify.py",
            _("   On Windows: {command}", command="py data\\verify.py"),
            _("   It checks every file and the log behind the packet, and names each fault on a line."),
            "",
            _("2. Files only, with tools every system has:"),
            "     sha256sum -c manifest-sha256.txt",
            "     sha256sum -c tagmanifest-sha256.txt",
            _("   On Windows: certutil -hashfile FILE SHA256, and compare with manifest-sha256.txt."),
            "",
            _("3. The folder is a BagIt 1.0 bag (RFC 8493); any BagIt program can check it."),
            _("   The program evidencelog checks the folder and the zip file: evidencelog verify PATH"),
            "",
            _(
                "The log: each line of data/ledger.jsonl is an event, sealed with SHA-256 and chained to the one before."
            ),
            _("The chain ends at event {seq} of {at} (UTC):", seq=packet.as_of.seq, at=packet.as_of.at),
            f"     {packet.as_of.hash}",
            "",
            *_sealed(packet),
            _(
                "This proves that nothing was changed after it was written. It does not prove that what was written is true."
            ),
            "",
        ]
    )


def _sealed(packet: Packet) -> list[str]:
    """What the time-stamp tokens show, and how openssl checks each."""
    if not packet.seals:
        return []
    lines = [
        _("Time stamps (RFC 3161): a server saw the hash of an event, and so all before it, at the time it names."),
        _(
            "verify.py checks them with the certificates beside them. Get the operator's root certificate from the operator "
            "and compare it with that file, or use it in its place. With openssl, in the folder of the packet:"
        ),
    ]
    for seal, (token, roots) in zip(packet.seals, file_names(packet.seals), strict=True):
        lines.append(
            _("   event {seq}, {at} (UTC), by {who}:", seq=seal.seq, at=seal.at, who=seal.authority)
            if seal.checked
            else _("   event {seq}; this one was not checked when it came, only openssl can tell:", seq=seal.seq)
        )
        lines.append(f"     {openssl_command(seal, f'data/{token}', f'data/{roots}')}")
    lines += [
        _("What weight a time stamp has depends on who runs the server; the format alone gives it none."),
        "",
    ]
    return lines


def short_text(document: Document) -> str:
    """The complaint as plain text for the boxes of web forms."""
    lines = [document.title, document.subtitle, ""]
    for block in document.blocks:
        if isinstance(block, Heading):
            lines += ["", block.text]
        elif isinstance(block, Paragraph):
            lines.append(_plain(block.runs))
        elif isinstance(block, Pairs):
            colon = "：" if language() == "zh" else ": "
            lines += [f"{label}{colon}{_plain(value) if value else '________'}" for label, value in block.rows if label]
        elif isinstance(block, Table):
            lines += [_row(row) for row in block.rows]
        elif isinstance(block, Clause):
            lines.append(block.citation)
    return "\n".join(lines) + "\n"


def _row(row: Row) -> str:
    """A row of a table on a line, what runs below it behind."""
    cells = [_plain(cell).replace("\n", " ") for cell in (*row.cells, row.under) if cell]
    return ("；" if language() == "zh" else "; ").join(cells)


def _plain(runs: Runs) -> str:
    return "".join(run.text for run in runs)
