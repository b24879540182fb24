"""Makes a packet: sets the papers, writes pages and tables, bags everything, and verifies it before it is shown."""

from __future__ import annotations

import shutil
from importlib.resources import files as resources
from typing import TYPE_CHECKING, NamedTuple

from evidencelog.errors import IntegrityFailure
from evidencelog.i18n import _, speaking
from evidencelog.models.packet_making import PlannedFile
from evidencelog.packet import verify
from evidencelog.packet.bag import finish_bag
from evidencelog.packet.guides import how_to_verify, start_here, what_is
from evidencelog.packet.papers import EVIDENCE_LIST, documents, forms, with_sheets
from evidencelog.packet.render.letter import letter
from evidencelog.packet.render.machine import packet_json
from evidencelog.packet.render.page import page
from evidencelog.packet.render.paper import Press
from evidencelog.packet.render.tables import contacts_table, findings_table
from evidencelog.packet.seals import file_names
from evidencelog.timing.clock import ts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from evidencelog.models.packet import Packet
    from evidencelog.models.progress import Progress
    from evidencelog.packet.blocks import Document

STEPS = 12
"""Steps of ``make_bag`` that are reported besides the files copied."""


class Ingredients(NamedTuple):
    """Everything a packet is made of."""

    packet: Packet
    """In the language of the addressee."""
    english: Packet | None
    """The same in English for the second page; None leaves it out."""
    attachments: Mapping[str, Path]
    """Path under ``data/`` to the sealed copy."""
    ledger: Iterable[str]
    """Lines of ``ledger.jsonl``."""
    signed: Path | None
    papers: Sequence[Document] | None = None
    """The papers as the guard read them; None: they are written here."""


class Bagged(NamedTuple):
    """A finished bag."""

    files: tuple[PlannedFile, ...]
    digest: str
    """SHA-256 of ``tagmanifest-sha256.txt``."""
    letter: bytes
    papers: tuple[Document, ...]
    """In the order in which they are read."""
    groups: dict[str, int]
    """Page of the paper with the exhibits, from 0, on which each group of them begins, by its number."""


class SelfCheckFailed(IntegrityFailure):
    """A packet that does not verify right after it was made: the disk or the program failed; nothing was kept."""

    def __init__(self, faults: Sequence[verify.Fault]) -> None:
        super().__init__(tuple(faults))
        self.faults = tuple(faults)

    def __str__(self) -> str:
        first = self.faults[0]
        return _(
            "The packet did not verify after it was written ({where}: {kind}), so it was not kept; try again.",
            where=first.where,
            kind=first.kind,
        )


def make_bag(folder: Path, workplace: Path, given: Ingredients, progress: Progress) -> Bagged:
    """Fills an empty folder with the packet and verifies it; ``workplace`` is an empty folder for what is in between.

    Raises MissingGlyph, PaperFailed, SelfCheckFailed, Cancelled, OSError; the caller removes both folders.
    """
    total = STEPS + len(given.attachments)
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        progress.step(min(done, total), total)

    packet, data = given.packet, folder / "data"
    data.mkdir(parents=True)
    if given.attachments:
        (data / "attachments").mkdir()
    for path, source in sorted(given.attachments.items()):
        shutil.copyfile(source, data / path)
        step()
    if given.signed is not None and packet.signed:
        shutil.copyfile(given.signed, data / packet.signed)
    with speaking(packet.language):
        papers, placed, sheets = _print(given, data, workplace, step)
        _write(data / "contacts.csv", contacts_table(packet))
        _write(data / "findings.csv", findings_table(packet))
        _write_text(data / "packet.json", packet_json(packet, placed))
        step()
        links = [("English", "index-en.html")] if given.english else []
        links += [(name, name) for name in ("contacts.csv", "findings.csv", "HOW-TO-VERIFY.txt")]
        _write_text(data / "index.html", page(packet, papers, data, links))
        word = letter(papers[0], at=packet.as_of.at)
    step()
    if given.english:
        _english(given.english, placed, data)
    step()
    _write_text(data / "ledger.jsonl", given.ledger)
    step()
    for name in ("verify.py", "verify_seals.py"):
        _write(data / name, (resources("evidencelog.packet") / name).read_bytes())
    _write_seals(packet, data)
    _write(data / "HOW-TO-VERIFY.txt", how_to_verify(packet).encode())
    names = sorted(path.relative_to(data).as_posix() for path in data.rglob("*") if path.is_file())
    with speaking(packet.language):
        titles = [paper.title for paper in papers]
    _write(folder / "00-START-HERE.txt", start_here(packet, titles, names).encode())
    digest = finish_bag(folder, _info(packet))
    step()
    faults = verify.check(folder)
    if faults:
        raise SelfCheckFailed(faults)
    step()
    with speaking(packet.language):
        planned = [PlannedFile(f"data/{name}", what_is(name), (data / name).stat().st_size) for name in names]
    return Bagged(tuple(planned), digest, word, tuple(papers), _groups(packet, placed, sheets))


def _write_seals(packet: Packet, data: Path) -> None:
    if packet.seals:
        (data / "seals").mkdir()
    for seal, (token, roots) in zip(packet.seals, file_names(packet.seals), strict=True):
        _write(data / token, seal.token)
        _write(data / roots, seal.roots.encode())


def _english(packet: Packet, placed: Sequence[tuple[str, str, int, int]], data: Path) -> None:
    """The second page; the sheets it names are those of the papers in the addressee's language."""
    log = [(first, first + pages - 1) for path, _title, pages, first in placed if path[3:].startswith("chronology")]
    with speaking("en"):
        papers = documents(packet, {"1-1": f"{log[0][0]}–{log[-1][1]}"} if log else {})
        _write_text(data / "index-en.html", page(packet, papers, data, [("中文", "index.html")]))


def print_forms(packet: Packet, data: Path, workplace: Path, folder: Path) -> list[Document]:
    """Sets the papers beside a packet into ``folder``, named by their titles in the language in use."""
    made = forms(packet)
    if made:
        press = _press(packet, data, workplace)
        for paper in made:
            _write(folder / f"{paper.title}.pdf", press.set(paper, offset=None).content)
    return made


def _press(packet: Packet, data: Path, workplace: Path) -> Press:
    return Press(
        workplace,
        data,
        language=packet.language,
        running=f"{packet.date} · {packet.platform['name']}",
        timestamp=ts_of(packet.as_of.at),
    )


def _print(
    given: Ingredients, data: Path, workplace: Path, step: Callable[[], None]
) -> tuple[list[Document], list[tuple[str, str, int, int]], dict[str, str]]:
    """Sets every paper; the list of evidence is set again once the sheets of the exhibits are known.

    Where the sheets make that list longer, the papers behind it move, so all are set once more.
    """
    packet = given.packet
    press = _press(packet, data, workplace)
    first_draft = documents(packet) if given.papers is None else given.papers
    placed, sheets = _set(press, first_draft, data, step)
    papers = with_sheets(packet, first_draft, sheets)
    for position, (_path, _title, pages, first) in enumerate(placed):
        if papers[position].stem.endswith(EVIDENCE_LIST):
            again = press.set(papers[position], offset=first - 1)
            if again.pages != pages:
                placed, sheets = _set(press, papers, data, lambda: None)
                return with_sheets(packet, papers, sheets), placed, sheets
            _write(data / f"{papers[position].stem}.pdf", again.content)
    return papers, placed, sheets


def _set(
    press: Press, papers: Sequence[Document], data: Path, step: Callable[[], None]
) -> tuple[list[tuple[str, str, int, int]], dict[str, str]]:
    """Path, title, pages and first sheet of each paper; the sheets of each exhibit."""
    placed: list[tuple[str, str, int, int]] = []
    sheets: dict[str, str] = {}
    offset, first_of_log = 0, 0
    for paper in papers:
        printed = press.set(paper, offset=offset)
        _write(data / f"{paper.stem}.pdf", printed.content)
        placed.append((f"{paper.stem}.pdf", paper.title, printed.pages, offset + 1))
        sheets |= {number: str(page + offset) for number, page in printed.exhibits.items()}
        if paper.stem[3:].startswith("chronology"):
            first_of_log = first_of_log or offset + 1
            sheets["1-1"] = f"{first_of_log}–{offset + printed.pages}"
        offset += printed.pages
        step()
    return placed, sheets


def _groups(packet: Packet, placed: Sequence[tuple[str, str, int, int]], sheets: Mapping[str, str]) -> dict[str, int]:
    first = next((sheet for path, _title, _pages, sheet in placed if path[3:].startswith("exhibits")), 0)
    numbers = [one.number for one in packet.exhibits if one.group not in {"log", "import"}]
    return {number[:-2]: int(sheets[number]) - first for number in numbers if number.endswith("-1")}


def _info(packet: Packet) -> list[tuple[str, str]]:
    return [
        ("Bagging-Date", packet.date),
        ("Bag-Software-Agent", f"evidencelog {packet.program}"),
        ("External-Description", f"{packet.channel.title.zh} / {packet.platform['name']}"),
        ("Ledger-Event", str(packet.as_of.seq)),
        ("Ledger-Event-Time", packet.as_of.at),
        ("Ledger-Hash", packet.as_of.hash),
    ]


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _write_text(path: Path, pieces: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(pieces)
