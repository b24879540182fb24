"""Evidence packets: whom they can go to, what one would hold, and making one."""

from __future__ import annotations

import secrets
import shutil
from typing import TYPE_CHECKING, Any, NamedTuple

from evidencelog.app.law_packs import own_folders, texts_of
from evidencelog.app.packet_inputs import OutTaken, letter_paragraphs, signed_name
from evidencelog.app.packet_material import gathered, platform_of
from evidencelog.i18n import _, language, ngettext, speaking
from evidencelog.models.packet import Made, PacketRequest, PlannedFile, Preview
from evidencelog.models.progress import Silent
from evidencelog.store import ledger
from evidencelog.store.faults import spoken

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from evidencelog.app.cases import Case
    from evidencelog.laws.channels import Addressees
    from evidencelog.models.law import Words
    from evidencelog.models.packet import Channel, GuardHit, GuardTerms, Material, Packet
    from evidencelog.models.progress import Progress
    from evidencelog.packet.blocks import Document
    from evidencelog.packet.redaction import Redactor

EVENT = "packet.exported"
LETTER, SUBMIT = "-letter.docx", "-submit"
"""What is put behind the packet's path for the letter beside it and the folder with the files to upload."""


def channels(case: Case | None = None, platform: str | None = None) -> list[dict[str, Any]]:
    """The addressees, in the order in which they are offered, in the language in use.

    Keys: ``id title addressee when how fits`` (``yes``, ``no`` or ``unknown``; for a case), ``why`` (list), ``requires``
    (``item label provision citation text_status held missing``: ``held`` is None without a case), ``clocks`` (``id count
    unit starts binds text provision citation text_status``), ``notes`` (``text text_status``), ``after``, ``confirmed_on
    pack``. ``platform`` is a name; without one a case with a single platform is taken.
    """
    record = _platform_if_any(case, platform)
    profile: dict[str, Any] = {}
    if case is not None:
        from evidencelog.app.browsing import records

        profile = next(iter(records(case, "profile")), {})
    return [
        _shown(channel, pack, record, profile if case is not None else None)
        for pack, found in _addressees(case)
        for channel in found.channels
    ]


def preview(case: Case, request: PacketRequest, progress: Progress | None = None) -> Preview:
    """What ``make`` would write, without writing anything: files, counts, what is shortened, missing or stopped.

    Raises what ``make`` raises for bad input; what the guard would stop stands in ``hits``.
    """
    from evidencelog.packet.counting import distinct
    from evidencelog.packet.statements import completeness, honesty

    chosen = _chosen(case, request.channel)
    with case.store.reading() as conn:
        work = _work(case, conn, chosen, request, progress or Silent())
    packet = work.packet
    with speaking(packet.language):
        lines = ["".join(run.text for run in runs) for runs in completeness(packet)] + honesty(packet)
    return Preview(
        files=tuple(_planned(work)),
        counts=packet.counts,
        findings=len(packet.findings),
        distinct=distinct(packet.findings),
        statement=tuple(lines),
        redactions=tuple(_redactions(packet)),
        missing=packet.missing,
        hits=tuple(work.hits),
        warnings=tuple(_warnings(chosen.channel, packet)),
        as_of=packet.as_of,
    )


def make(case: Case, request: PacketRequest, progress: Progress | None = None) -> Made:
    """Writes the packet, the letter beside it and the files to upload, and records the export in the ledger.

    All or nothing: it is built beside its place, verified, then renamed. Raises OutTaken (something is there already),
    UnknownChannel, PlatformNeeded, LetterUnreadable, SignedUnreadable, GuardStopped, MissingGlyph, Cancelled and what
    the disk says.
    """
    from evidencelog.packet.bag import digest_of, write_zip
    from evidencelog.packet.guard import GuardStopped
    from evidencelog.packet.guides import short_text
    from evidencelog.packet.making import Ingredients, make_bag

    if request.out is None:
        raise ValueError(request)
    watched = progress or Silent()
    out = request.out
    if not out.name:
        raise OutTaken(out)
    letter, submit = out.with_name(out.name + LETTER), out.with_name(out.name + SUBMIT)
    for path in (out, letter, submit):
        if path.exists() or path.is_symlink():
            raise OutTaken(path)
    chosen = _chosen(case, request.channel)
    workshop = out.with_name(f".{out.name}-{secrets.token_hex(4)}")
    try:
        with case.store.reading() as conn:
            work = _work(case, conn, chosen, request, watched)
            if work.hits:
                raise GuardStopped(work.hits)
            with speaking("en"):
                english = work.assembled()
            with spoken(out):
                out.parent.mkdir(parents=True, exist_ok=True)
                for name in ("bag", "work"):
                    (workshop / name).mkdir(parents=True)
                given = Ingredients(
                    work.packet, english, _files(case, work.packet), _ledger(conn, work), request.signed
                )
                bagged = make_bag(workshop / "bag", workshop / "work", given, watched)
        packet = work.packet
        with spoken(out):
            (workshop / "letter").write_bytes(bagged.letter)
            data = workshop / "bag" / "data"
            (workshop / "submit").mkdir()
            with speaking(packet.language):
                for paper, name in ((0, _("complaint letter")), (1, _("list of the evidence"))):
                    shutil.copyfile(data / f"{bagged.papers[paper].stem}.pdf", workshop / "submit" / f"{name}.pdf")
                text = short_text(bagged.papers[0])
                name = _("short text")
                (workshop / "submit" / f"{name}.txt").write_text(text, encoding="utf-8", newline="\r\n")
            finished = workshop / "bag"
            digest = bagged.digest
            if request.zip:
                finished = workshop / "zip"
                write_zip(workshop / "bag", finished, out.stem or out.name, lambda: watched.step(1, None))
                digest = digest_of(finished)
            _in_place(workshop, finished, out, letter, submit)
        seq = _recorded(case, packet, request, digest, (out, letter, submit))
    finally:
        shutil.rmtree(workshop, ignore_errors=True)
    size = sum(file.size or 0 for file in bagged.files)
    return Made(
        out,
        digest,
        out.stat().st_size if request.zip else size,
        letter,
        submit,
        packet.missing,
        tuple(_warnings(chosen.channel, packet)),
        bagged.files,
        seq,
    )


class _Work(NamedTuple):
    """A packet on its way: read, guarded, not yet written."""

    packet: Packet
    documents: list[Document]
    redactor: Redactor
    hits: list[GuardHit]
    material: Material

    def assembled(self) -> Packet:
        """The same packet in the language in use, with the findings as they are."""
        from evidencelog.packet.assembling import assemble

        return assemble(self.material)


def _addressees(case: Case | None) -> Iterator[tuple[str, Addressees]]:
    """Each pack in use with its addressees."""
    from evidencelog.app.cases import DEFAULT_SETTINGS
    from evidencelog.app.law_packs import cache_folder
    from evidencelog.laws import catalogue
    from evidencelog.laws.channels import read_channels

    names = case.packs if case is not None else tuple(DEFAULT_SETTINGS["packs"].split(","))
    for name in names:
        folder = catalogue.find(name, own_folders(case))
        texts = texts_of(case, name) if case is not None else catalogue.texts(name, (), cache_folder())
        yield name, read_channels(folder, texts)


class _Chosen(NamedTuple):
    """The addressee of a packet among those there are."""

    channel: Channel
    guard: GuardTerms
    titles: dict[str, Words]


def _chosen(case: Case, wanted: str) -> _Chosen:
    from evidencelog.laws.channels import UnknownChannel

    every = [(channel, found.guard) for _pack, found in _addressees(case) for channel in found.channels]
    titles = {channel.id: channel.title for channel, _guard in every}
    for channel, guard in every:
        if channel.id == wanted:
            return _Chosen(channel, guard, titles)
    raise UnknownChannel(wanted, list(titles))


def _work(
    case: Case,
    conn: sqlite3.Connection,
    chosen: _Chosen,
    request: PacketRequest,
    progress: Progress,
) -> _Work:
    from evidencelog.packet.assembling import assemble, redactor_of
    from evidencelog.packet.guard import check
    from evidencelog.packet.making import documents

    letter = letter_paragraphs(request.letter)
    signed = signed_name(request.signed)
    with speaking(chosen.channel.language):
        material = gathered(case, conn, chosen.channel, chosen.titles, request, letter, signed, progress)
        packet = assemble(material)
        papers = documents(packet)
        redactor = redactor_of(material)
    private = [str(one.values["private_note"]) for one in material.contacts if one.values.get("private_note")]
    hits = check(packet, papers, chosen.guard, clean=lambda text: redactor.text(text) == text, private=private)
    return _Work(packet, papers, redactor, hits, material)


def _files(case: Case, packet: Packet) -> dict[str, Path]:
    from evidencelog.app.browsing import attachment_path

    return {one.path: attachment_path(case, _attachment(one.path)) for one in packet.exhibits if one.path}


def _attachment(path: str) -> str:
    """Id of the attachment a file of the packet is a copy of."""
    return path.rpartition("/")[2].partition(".")[0]


def _ledger(conn: sqlite3.Connection, work: _Work) -> Iterator[str]:
    from evidencelog.packet.disclosure import ledger_lines

    packet = work.packet
    listed = {entry.id for entry in packet.entries} | {_attachment(one.path) for one in packet.exhibits if one.path}
    listed.add(packet.platform["id"])
    listed |= {complaint.id for complaint in packet.complaints}
    first = min((seq for entry in packet.entries for seq in entry.events), default=packet.as_of.seq)
    profile = work.material.profile
    whole = {key for key in profile if key not in {"id", "version", "recorded_at"}} <= set(packet.complainant)
    own = str(profile["id"]) if profile and whole else None
    events = ledger.sealed_events(conn, after=first - 1, up_to=packet.as_of.seq)
    return ledger_lines(events, listed=listed, clean=work.redactor.clean, own=own)


def _in_place(workshop: Path, finished: Path, out: Path, letter: Path, submit: Path) -> None:
    """Renames everything to its place, the packet last; what was placed goes again when one of them fails."""
    placed: list[Path] = []
    try:
        for source, target in ((workshop / "letter", letter), (workshop / "submit", submit), (finished, out)):
            if target.exists() or target.is_symlink():
                raise OutTaken(target)
            source.rename(target)
            placed.append(target)
    except BaseException:
        _remove(placed)
        raise


def _remove(paths: list[Path] | tuple[Path, ...]) -> None:
    for path in paths:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _recorded(case: Case, packet: Packet, request: PacketRequest, digest: str, paths: tuple[Path, ...]) -> int:
    """Writes the export into the ledger; without that there is no packet."""
    facts = {
        "channel": packet.channel.id,
        "platform": packet.platform["id"],
        "since": packet.since,
        "until": packet.until,
        "date": packet.date,
        "as_of": packet.as_of.seq,
        "sha256": digest,
        "zip": request.zip,
        "contacts": len(packet.entries),
        "findings": len(packet.findings),
        "signed": packet.signed is not None,
    }
    try:
        with case.store.writing() as writing:
            return writing.append(
                EVENT, "", facts={key: value for key, value in facts.items() if value is not None}
            ).seq
    except BaseException:
        _remove(paths)
        raise


def _planned(work: _Work) -> Iterator[PlannedFile]:
    from evidencelog.packet.guides import what_is

    names = [f"{document.stem}.pdf" for document in work.documents]
    names += ["contacts.csv", "findings.csv", "packet.json", "ledger.jsonl", "index.html", "index-en.html"]
    names += ["HOW-TO-VERIFY.txt", "verify.py"]
    sizes = {one.path: one.size for one in work.packet.exhibits if one.path}
    names += [*sizes, *([work.packet.signed] if work.packet.signed else [])]
    for name in sorted(names):
        yield PlannedFile(f"data/{name}", what_is(name), sizes.get(name))


def _redactions(packet: Packet) -> Iterator[str]:
    shortened = packet.shortened
    if shortened.get("names"):
        yield ngettext("name of {n} third person shortened", "names of {n} third persons shortened", shortened["names"])
    if shortened.get("numbers"):
        yield ngettext("{n} number shortened", "{n} numbers shortened", shortened["numbers"])
    if shortened.get("words"):
        yield ngettext("{n} further word shortened", "{n} further words shortened", shortened["words"])


def _warnings(channel: Channel, packet: Packet) -> Iterator[str]:
    kind = packet.platform.get("kind")
    if channel.kinds and kind is None:
        yield _say(channel.unknown_kind)
    elif channel.kinds and kind not in channel.kinds:
        yield _say(channel.unfit)
    running = _running(channel, packet)
    if running:
        yield running
    if not packet.findings:
        yield _("The check found nothing in this period; the packet states the contacts only.")


def _running(channel: Channel, packet: Packet) -> str | None:
    """A complaint to the same addressee whose longest clock has not run out on the day of the packet."""
    from evidencelog.timing.deadlines import add_days

    longest = max(
        (clock.count for clock in channel.clocks if clock.unit == "day" and clock.starts == "received"), default=0
    )
    for complaint in reversed(packet.complaints):
        if complaint.channel == channel.id and longest and packet.date <= add_days(complaint.sent_at[:10], longest):
            return _(
                "A complaint went to this addressee on {day} ({reference}); its time limit may still run. The same facts "
                "sent again can be joined to it.",
                day=complaint.sent_at[:10],
                reference=complaint.reference or _("no number noted"),
            )
    return None


def _platform_if_any(case: Case | None, name: str | None) -> dict[str, Any] | None:
    if case is None:
        return None
    from evidencelog.app.directory import platform_names

    if name is None and len(platform_names(case)) != 1:
        return None
    return platform_of(case, name)


def _shown(
    channel: Channel, pack: str, platform: dict[str, Any] | None, profile: dict[str, Any] | None
) -> dict[str, Any]:
    fits, why = _fit(channel, platform)
    return {
        "id": channel.id,
        "title": _say(channel.title),
        "addressee": _say(channel.addressee).replace("{lender}", _lender(platform)),
        "when": _say(channel.when),
        "how": _say(channel.how),
        "fits": fits,
        "why": why,
        "requires": [
            {
                "item": one.item,
                "label": _say(one.label),
                "provision": one.provision,
                "citation": _say(one.citation),
                "text_status": one.text_status,
                "held": _held(one.item, platform, profile),
                "missing": _say(one.missing),
            }
            for one in channel.requires
        ],
        "clocks": [
            {
                "id": one.id,
                "count": one.count,
                "unit": one.unit,
                "starts": one.starts,
                "binds": _say(one.binds),
                "text": _say(one.words),
                "provision": one.provision,
                "citation": _say(one.citation),
                "text_status": one.text_status,
            }
            for one in channel.clocks
        ],
        "notes": [{"text": _say(note.words), "text_status": note.text_status} for note in channel.notes],
        "after": [_say(words) for words in channel.after],
        "confirmed_on": channel.confirmed_on,
        "pack": pack,
    }


def _fit(channel: Channel, platform: dict[str, Any] | None) -> tuple[str, list[str]]:
    if platform is None:
        return "unknown", [_say(channel.when)]
    kind = platform.get("kind")
    if not channel.kinds or kind in channel.kinds:
        return "yes", [_say(channel.when)]
    if kind is None:
        return "unknown", [_say(channel.unknown_kind)]
    return "no", [_say(channel.unfit)]


def _lender(platform: dict[str, Any] | None) -> str:
    if platform is None:
        return _("the lender")
    return str(platform.get("legal_name") or platform["name"])


def _held(item: str, platform: dict[str, Any] | None, profile: dict[str, Any] | None) -> bool | None:
    """Whether the case holds a required item; None where that shows only in a packet."""
    if profile is None:
        return None
    if item in {"name", "id_number", "phone", "address"}:
        return bool(profile.get(item))
    if item == "respondent" and platform is not None:
        return bool(platform.get("legal_name"))
    return None


def _say(words: Words) -> str:
    return words.zh if language() == "zh" else words.en
