"""Sealing the log: a time-stamp token (RFC 3161) over its newest event, from servers the person names.

Only this speaks to the network, and only when told to. What it gets is kept in the ledger as it came; a server that
gave no answer is remembered, and asked again by the next call without servers.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from evidencelog.errors import BadInput, PathTaken
from evidencelog.i18n import _
from evidencelog.models.seals import Seal
from evidencelog.store import ledger, reading

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from pathlib import Path

    from evidencelog.app.cases import Case
    from evidencelog.models.progress import Progress
    from evidencelog.store.ledger import SealedEvent

REQUESTED, RECEIVED = "seal.requested", "seal.received"
SECONDS = 20.0
"""How long a server may take for all of an answer."""
_CLOCKS_DIFFER = 300
"""Seconds between the token's time and this computer's from which it is said."""


class NoServer(BadInput):
    """Nobody was named to ask, and nobody is waited for."""

    def __str__(self) -> str:
        return _("name a time-stamp server with --tsa; no earlier request waits to be sent")


class Waiting(NamedTuple):
    """A server that was asked and gave no answer."""

    server: str
    since: str
    """When it was first asked, ISO 8601 in UTC."""
    roots: str
    """The certificates the person named for it, PEM; empty for none."""


class Outcome(NamedTuple):
    """What came of asking one server."""

    server: str
    seal: Seal | None
    """The seal it gave, now or before."""
    new: bool
    queued: bool
    """True where it is to be asked again later."""
    problem: str
    """Why there is no seal, or why it could not be checked; empty otherwise."""
    remark: str = ""


class Sealing(NamedTuple):
    """What came of one call."""

    seq: int
    """The event that was to be sealed."""
    hash: str
    outcomes: tuple[Outcome, ...]
    written: int
    """How many events came of it: tokens, and requests that wait."""


def seal(
    case: Case,
    servers: Sequence[str] = (),
    *,
    roots: Path | None = None,
    seconds: float = SECONDS,
    progress: Progress | None = None,
) -> Sealing:
    """Asks each server for a token over the newest event that is neither an export nor a seal, and keeps what holds.

    Without ``servers`` those are asked that gave no answer before. A server that sealed that event already is not asked
    again. Raises NoServer, BadServer, BadRoots; what goes wrong with one server stands in its outcome.
    """
    from evidencelog.models.progress import Silent
    from evidencelog.packet.stamp_server import checked_url

    named = _roots(roots)
    with case.store.reading() as conn:
        end = ledger.newest(conn, leaving_out=("packet", "seal"))
        queue = {one.server: one for one in waiting(conn)}
        held = {one.server: one for one in seals(conn) if end is not None and one.seq == end.seq}
    assert end is not None  # every case begins with an event
    if servers:
        wanted = {checked_url(url): named for url in servers}
    else:
        wanted = {one.server: named or one.roots for one in queue.values()}
    if not wanted:
        raise NoServer
    outcomes = []
    watched = progress or Silent()
    for done, (url, against) in enumerate(wanted.items()):
        watched.step(done, len(wanted))
        if url in held:
            outcomes.append(Outcome(url, held[url], new=False, queued=False, problem=""))
        else:
            outcomes.append(_asked(case, end, url, against, seconds))
    written = _keep(case, end, outcomes, wanted, queue)
    return Sealing(end.seq, end.hash.hex(), tuple(outcomes), written)


def seals(conn: sqlite3.Connection) -> list[Seal]:
    """All seals of the case in the order of the events they are for, then as they came."""
    found = [_decoded(one.facts) for one in reading.deliveries(conn) if one.kind == RECEIVED]
    return sorted(found, key=lambda one: one.seq)


def waiting(conn: sqlite3.Connection) -> list[Waiting]:
    """The servers whose last request has no answer yet."""
    found: dict[str, Waiting] = {}
    for one in reading.deliveries(conn):
        server = one.facts.get("server", "")
        if one.kind == REQUESTED:
            found.setdefault(server, Waiting(server, one.at, one.facts.get("roots", "")))
        elif one.kind == RECEIVED:
            found.pop(server, None)
    return list(found.values())


def listed(case: Case) -> tuple[list[Seal], list[Waiting]]:
    """The seals of a case and the servers that are waited for."""
    with case.store.reading() as conn:
        return seals(conn), waiting(conn)


class Saved(NamedTuple):
    """A seal written into two files."""

    seal: Seal
    token: Path
    roots: Path
    command: str
    """How openssl checks it."""


def save(case: Case, folder: Path) -> list[Saved]:
    """Writes token and certificates of every seal of the case into a folder, made where there is none; PathTaken."""
    from evidencelog.packet.seals import file_names, openssl_command
    from evidencelog.store.faults import spoken

    found, _waiting = listed(case)
    saved = []
    for one, names in zip(found, file_names(found), strict=True):
        token, roots = (folder / name.rpartition("/")[2] for name in names)
        saved.append(Saved(one, token, roots, openssl_command(one, str(token), str(roots))))
    for path in (path for one in saved for path in (one.token, one.roots)):
        if path.exists() or path.is_symlink():
            raise PathTaken(path)
    with spoken(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for each in saved:
            each.token.write_bytes(each.seal.token)
            each.roots.write_text(each.seal.roots, encoding="ascii", newline="\n")
    return saved


def openssl_command(one: Seal) -> str:
    """How openssl checks a seal once ``save`` wrote it."""
    from evidencelog.packet import seals as formats

    token, roots = (name.rpartition("/")[2] for name in formats.file_names([one])[0])
    return formats.openssl_command(one, token, roots)


def fingerprints(one: Seal) -> list[str]:
    """SHA-256 of each certificate a seal was checked against, hexadecimal."""
    from hashlib import sha256

    from evidencelog.packet.verify_seals import certificates

    return [sha256(raw).hexdigest() for raw in certificates(one.roots)]


def _roots(path: Path | None) -> str:
    from evidencelog.packet.seals import BadRoots, roots_of

    if path is None:
        return ""
    try:
        return roots_of(path.read_bytes(), str(path))
    except OSError as error:
        raise BadRoots(str(path), error.strerror or str(error)) from error


def _asked(case: Case, end: SealedEvent, url: str, roots: str, seconds: float) -> Outcome:
    from evidencelog.packet.seals import Untrusted, check, request
    from evidencelog.packet.stamp_server import Unreachable, ask

    asked = request(end.prev_hash + end.digest)
    try:
        reply = ask(url, asked.message, seconds=seconds)
        stamp = check(url, reply, asked, roots)
    except Unreachable as error:
        return Outcome(url, None, new=False, queued=True, problem=error.reason)
    except Untrusted as error:
        return Outcome(url, None, new=False, queued=False, problem=error.reason)
    got = Seal(
        seq=end.seq,
        hash=asked.digest.hex(),
        at=stamp.at,
        authority=stamp.authority,
        checked=stamp.checked,
        named=bool(roots),
        server=url,
        token=reply,
        roots=stamp.roots,
    )
    return Outcome(url, got, new=True, queued=False, problem=stamp.why_unchecked, remark=_clocks(case, stamp.at))


def _clocks(case: Case, at: str) -> str:
    """A remark where the server's clock and this computer's differ."""
    if not at or abs((case.now() - datetime.fromisoformat(at)).total_seconds()) <= _CLOCKS_DIFFER:
        return ""
    here = case.now().strftime("%Y-%m-%dT%H:%M:%SZ")
    return _("the token says {at}, this computer's clock {here}: one of them is wrong", at=at, here=here)


def _keep(
    case: Case, end: SealedEvent, outcomes: Sequence[Outcome], roots: dict[str, str], queue: dict[str, Waiting]
) -> int:
    """Writes tokens and open requests into the ledger, all in one transaction; how many events that were."""
    fresh = [one for one in outcomes if one.new or (one.queued and one.server not in queue)]
    if not fresh:
        return 0
    with case.store.writing() as writing:
        for one in fresh:
            if one.seal is not None:
                writing.append(RECEIVED, "", facts=_encoded(one.seal))
            else:
                facts = {"seq": end.seq, "hash": end.hash.hex(), "server": one.server, "roots": roots[one.server]}
                writing.append(REQUESTED, "", facts=facts)
    return len(fresh)


def _encoded(one: Seal) -> dict[str, object]:
    from base64 import b64encode

    return {**one._asdict(), "token": b64encode(one.token).decode()}


def _decoded(facts: dict[str, object]) -> Seal:
    from base64 import b64decode

    return Seal(**{**facts, "token": b64decode(str(facts["token"]))})  # type: ignore[arg-type]
