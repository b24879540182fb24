"""Evidence packets: whom they can go to, what one would hold, and making one."""

from __future__ import annotations

import secrets
import shutil
from typing import TYPE_CHECKING, NamedTuple

from evidencelog.app.addressees import Chosen, channels, chosen, say
from evidencelog.app.garbage import uncollected
from evidencelog.app.packet_inputs import letter_paragraphs, signed_name
from evidencelog.app.packet_material import gathered, private_notes, translated
from evidencelog.app.protection import Protection
from evidencelog.app.slicing import check_request, cut
from evidencelog.app.uploads import Uploads, fill, planned
from evidencelog.errors import PathTaken
from evidencelog.i18n import _, ngettext, speaking
from evidencelog.models.packet import Missing
from evidencelog.models.packet_making import Made, PacketRequest, PlannedFile, Preview
from evidencelog.models.progress import Silent
from evidencelog.store import ledger
from evidencelog.store.faults import spoken

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from evidencelog.app.cases import Case
    from evidencelog.models.addressees import Channel
    from evidencelog.models.packet import Packet
    from evidencelog.models.packet_making import GuardHit, Material
    from evidencelog.models.progress import Progress
    from evidencelog.packet.blocks import Document
    from evidencelog.packet.redaction import Redactor

__all__ = ["channels", "make", "preview"]

EVENT = "packet.exported"
LETTER, SUBMIT = "-letter.docx", "-submit"
"""What is put behind the packet's path for the letter beside it and the folder with the files to upload."""


def preview(case: Case, request: PacketRequest, progress: Progress | None = None) -> Preview:
    """What ``make`` would write, without writing anything: files, counts, what is shortened, missing or stopped.

    Raises what ``make`` raises for bad input; what the guard would stop stands in ``hits``.
    """
    from evidencelog.packet.counting import distinct
    from evidencelog.packet.statements import completeness, honesty

    to = chosen(case, request.channel)
    with case.store.reading() as conn:
        work = _work(case, conn, to, request, progress or Silent())
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
        missing=tuple(_missing(packet)),
        hits=tuple(work.hits),
        warnings=(*_warnings(to.channel, packet), *_hidden(case, packet)),
        as_of=packet.as_of,
        submit=() if request.encrypt else work.uploads,
    )


@uncollected()
def make(case: Case, request: PacketRequest, progress: Progress | None = None) -> Made:
    """Writes the packet, the letter beside it and the files to upload, and records the export in the ledger.

    All or nothing: it is built beside its place, verified, then renamed. With ``encrypt`` nothing lies beside it, and
    what is readable is made inside the case folder and removed. Raises PathTaken (something is there already),
    UnknownChannel, PlatformNeeded, LetterUnreadable, SignedUnreadable, BadPassphrase, GuardStopped, MissingGlyph,
    Cancelled and what the disk says.
    """
    from evidencelog.packet.assembling import assemble
    from evidencelog.packet.bag import digest_of, write_zip
    from evidencelog.packet.guard import GuardStopped
    from evidencelog.packet.making import Ingredients, make_bag, print_forms

    if request.out is None:
        raise ValueError(request)
    watched = progress or Silent()
    out = request.out
    if not out.name:
        raise PathTaken(out)
    letter, submit = out.with_name(out.name + LETTER), out.with_name(out.name + SUBMIT)
    for path in (out,) if request.encrypt else (out, letter, submit):
        if path.exists() or path.is_symlink():
            raise PathTaken(path)
    check_request(request, out)
    case.store.check_place()
    to = chosen(case, request.channel)
    hidden = out.with_name(f".{out.name}-{secrets.token_hex(4)}")
    slices = hidden.with_name(f"{hidden.name}.parts")
    protection = Protection(case, request, hidden) if request.encrypt else None
    workshop = protection.workshop if protection else hidden
    try:
        with case.store.reading() as conn:
            work = _work(case, conn, to, request, watched)
            if work.hits:
                raise GuardStopped(work.hits)
            with speaking("en"):
                english = assemble(translated(case, work.material, to.titles, watched))
            with spoken(out):
                out.parent.mkdir(parents=True, exist_ok=True)
                for name in ("bag", "work"):
                    (workshop / name).mkdir(parents=True)
                given = Ingredients(
                    work.packet, english, _files(case, work.packet), _ledger(conn, work), request.signed, work.documents
                )
                bagged = make_bag(workshop / "bag", workshop / "work", given, watched)
        packet = work.packet
        uploads = Uploads((), ())
        with spoken(out):
            finished = workshop / "bag"
            digest = bagged.digest
            if protection is not None:
                finished = protection.file(finished, lambda: watched.step(1, None))
                digest = digest_of(finished)
            elif request.zip:
                finished = workshop / "zip"
                write_zip(workshop / "bag", finished, out.stem or out.name, lambda: watched.step(1, None))
                digest = digest_of(finished)
            beside = []
            if protection is None:
                (workshop / "letter").write_bytes(bagged.letter)
                data = workshop / "bag" / "data"
                (workshop / "submit").mkdir()
                with speaking(packet.language):
                    uploads = fill(
                        workshop / "submit",
                        packet,
                        bagged.papers,
                        data,
                        bagged.groups,
                        lambda folder: print_forms(packet, data, workshop / "work", folder),
                        lambda: watched.step(1, None),
                    )
                beside = [(workshop / "letter", letter), (workshop / "submit", submit)]
            size = finished.stat().st_size if finished.is_file() else sum(file.size or 0 for file in bagged.files)
            parts = cut(finished, out, slices, request.split_mb, lambda: watched.step(1, None))
            moves = [*beside, *parts]
            _in_place(moves)
        placed = tuple(target for _source, target in moves)
        seq = _recorded(case, packet, request, digest, bagged.digest, placed)
    finally:
        shutil.rmtree(workshop, ignore_errors=True)
        shutil.rmtree(slices, ignore_errors=True)
        if protection is not None:
            hidden.unlink(missing_ok=True)
    warnings = (*_warnings(to.channel, packet), *_hidden(case, packet), *uploads.warnings)
    return Made(
        out,
        digest,
        size,
        None if protection else letter,
        None if protection else submit,
        tuple(_missing(packet)),
        (*warnings, *protection.warnings()) if protection else warnings,
        bagged.files,
        seq,
        uploads.files,
        tuple(target for _source, target in parts) if len(parts) > 1 else (),
    )


class _Work(NamedTuple):
    """A packet on its way: read, guarded, not yet written."""

    packet: Packet
    documents: list[Document]
    redactor: Redactor
    hits: list[GuardHit]
    material: Material
    uploads: tuple[PlannedFile, ...]


def _work(
    case: Case,
    conn: sqlite3.Connection,
    to: Chosen,
    request: PacketRequest,
    progress: Progress,
) -> _Work:
    from evidencelog.packet.assembling import assemble, redactor_of
    from evidencelog.packet.guard import check
    from evidencelog.packet.papers import documents, forms

    letter = letter_paragraphs(request.letter)
    signed = signed_name(request.signed)
    with speaking(to.channel.language):
        material = gathered(case, conn, to.channel, to.titles, request, letter, signed, progress)
        packet = assemble(material)
        papers = documents(packet)
        beside = forms(packet)
        redactor = redactor_of(material)
        uploads = tuple(planned(packet, papers, beside))
    private = private_notes(material)
    hits = check(packet, [*papers, *beside], to.guard, clean=lambda text: redactor.text(text) == text, private=private)
    return _Work(packet, papers, redactor, hits, material, uploads)


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
    profile = work.material.profile
    whole = {key for key in profile if key not in {"id", "version", "recorded_at"}} <= set(packet.complainant)
    own = str(profile["id"]) if profile and whole else None
    events = ledger.sealed_events(conn, after=packet.first_event - 1, up_to=packet.as_of.seq)
    return ledger_lines(events, listed=listed, clean=work.redactor.clean, own=own)


def _in_place(moves: Iterable[tuple[Path, Path]]) -> None:
    """Renames everything to its place, the packet last; what was placed goes again when one of them fails."""
    placed: list[Path] = []
    try:
        for source, target in moves:
            if target.exists() or target.is_symlink():
                raise PathTaken(target)
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


def _recorded(
    case: Case, packet: Packet, request: PacketRequest, digest: str, content: str, paths: tuple[Path, ...]
) -> int:
    """Writes the export into the ledger; without that there is no packet."""
    from evidencelog.packet.comparing import noted

    facts = {
        "channel": packet.channel.id,
        "platform": packet.platform["id"],
        "since": packet.since,
        "until": packet.until,
        "date": packet.date,
        "as_of": packet.as_of.seq,
        "sha256": digest,
        "zip": request.zip,
        "encrypted": request.encrypt or None,
        "content": content if request.encrypt else None,
        "contacts": len(packet.entries),
        "findings": len(packet.findings),
        "signed": packet.signed is not None,
        **noted(packet),
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
    from evidencelog.packet.seals import file_names

    names = [f"{document.stem}.pdf" for document in work.documents]
    names += ["contacts.csv", "findings.csv", "packet.json", "ledger.jsonl", "index.html", "index-en.html"]
    names += ["HOW-TO-VERIFY.txt", "verify.py", "verify_seals.py"]
    names += [name for pair in file_names(work.packet.seals) for name in pair]
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
    from evidencelog.packet.counting import relevant

    kind = packet.platform.get("kind")
    if channel.kinds and kind is None:
        yield say(channel.unknown_kind)
    elif channel.kinds and kind not in channel.kinds:
        yield say(channel.unfit)
    if channel.rules and not relevant(packet):
        yield say(channel.unmatched)
    if any(sent.channel in channel.taken_by for sent in packet.complaints):
        yield say(channel.taken)
    running = _running(channel, packet)
    if running:
        yield running
    if not packet.findings:
        yield _("The check found nothing in this period; the packet states the contacts only.")


def _missing(packet: Packet) -> Iterator[Missing]:
    """What the packet leaves blank, in the language in use; its papers say it in that of the addressee."""
    blank = {one.item for one in packet.missing}
    for one in packet.channel.requires:
        if one.item in blank:
            yield Missing(one.item, say(one.label), say(one.citation), say(one.missing))


def _hidden(case: Case, packet: Packet) -> Iterator[str]:
    """What the files of pictures give away besides the picture."""
    from evidencelog.app.browsing import attachment_path, files_of
    from evidencelog.packet.hidden import PLACE, SMALL_COPY, hidden

    for one in packet.exhibits:
        if one.path and (one.media_type or "").startswith("image/"):
            attachment = _attachment(one.path)
            found = hidden(attachment_path(case, attachment))
            if PLACE in found:
                owner = str(one.contact or one.complaint)
                files = {file.id: file for file in files_of(case, owner)}
                yield _(
                    "The file {title} (exhibit {number}) tells where it was taken (GPS). To keep that to yourself, save the "
                    "picture without it and add it: evidencelog attach {owner} FILE --redacted-of {id}",
                    title=one.title,
                    number=one.number,
                    owner=owner,
                    id=files[attachment].copy_of or attachment,
                )
            if SMALL_COPY in found and one.copy == "redacted":
                yield _(
                    "The file {title} (exhibit {number}) still holds a small copy of the picture, perhaps as it was before it "
                    "was covered. Save it anew without it, for instance as a screenshot, and add that one.",
                    title=one.title,
                    number=one.number,
                )


def _running(channel: Channel, packet: Packet) -> str | None:
    """A complaint to the same addressee that is not answered and whose longest period has not run out by the packet's day."""
    from evidencelog.app.deadlines import last_day
    from evidencelog.timing.deadlines import WorkingDays

    kind = packet.platform.get("kind")
    clocks = [one for one in channel.clocks if one.starts == "received" and (not one.kinds or kind in one.kinds)]
    for complaint in reversed(packet.complaints):
        if complaint.channel != channel.id or complaint.decided_on:
            continue
        ends = [last_day(clock, complaint.sent_at[:10], WorkingDays({}, ()))[0] for clock in clocks]
        if not ends or packet.date > max(ends):
            continue
        reference = complaint.reference or _("no number noted")
        if packet.changes is not None and not packet.changes.any():
            return _(
                "This is the same as what went to this addressee on {day} ({reference}), and its time limit still runs until "
                "{end}; wait for the answer, or add what is new.",
                day=complaint.sent_at[:10],
                reference=reference,
                end=max(ends),
            )
        return _(
            "A complaint went to this addressee on {day} ({reference}); its time limit may still run, at most until {end}. "
            "The same facts sent again can be joined to it; the packet says what is new.",
            day=complaint.sent_at[:10],
            reference=reference,
            end=max(ends),
        )
    return None
