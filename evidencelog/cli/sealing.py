"""``seal``: time-stamp tokens over the newest event of the log, from servers the person names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from evidencelog.cli import output
from evidencelog.cli.command import Command, Option, json_option
from evidencelog.cli.kinds import COUNT, PATH
from evidencelog.cli.progress import watching
from evidencelog.errors import CannotDo
from evidencelog.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from evidencelog.app.sealing import Outcome, Saved, Sealing, Waiting
    from evidencelog.cli.session import Session
    from evidencelog.models.seals import Seal


@click.pass_obj
def seal(
    session: Session,
    servers: tuple[str, ...],
    root: Path | None,
    seconds: int,
    show: bool,
    into: Path | None,
    as_json: bool,
) -> int:
    """Asks for tokens, or shows those that are there.

    Exit status 4 where a server gave none and nothing was written; a request that now waits in the log is written.
    """
    if show or into is not None:
        return _look(session, into, as_json=as_json)
    from evidencelog.app.sealing import seal as ask

    with session.changing() as case, watching(_("asking")) as progress:
        done = ask(case, servers, roots=root, seconds=max(seconds, 1), progress=progress)
    if as_json:
        output.emit_json(document(done))
    else:
        output.tell(_told(one) for one in done.outcomes if one.seal is not None)
    output.say(*(line for one in done.outcomes for line in remarks(one)))
    return CannotDo.exit_status if not done.written and any(one.seal is None for one in done.outcomes) else 0


def _look(session: Session, into: Path | None, *, as_json: bool) -> int:
    from evidencelog.app.sealing import listed, save

    with session.reading() as case:
        found, waiting = listed(case)
        saved = save(case, into) if into is not None else []
    if as_json:
        commands = [one.command for one in saved]
        output.emit_json(_list_document(found, waiting, commands))
        return 0
    output.tell(_saved(saved) if into is not None else map(_line, found))
    output.say(*(_("waits since {at}: {server}", at=one.since, server=one.server) for one in waiting))
    return 0


def _line(one: Seal) -> str:
    who = one.authority or one.server
    if not one.at:
        return _("event {seq}: a token from {who}, not read", seq=one.seq, who=who)
    if not one.checked:
        return _("event {seq}: {at} by {who}, not checked", seq=one.seq, at=one.at, who=who)
    return _("event {seq}: {at} by {who}", seq=one.seq, at=one.at, who=who)


def _told(outcome: Outcome) -> str:
    assert outcome.seal is not None
    line = _line(outcome.seal)
    return line if outcome.new else _("{line} (already there)", line=line)


def _saved(saved: list[Saved]) -> Iterator[str]:
    for one in saved:
        yield _line(one.seal)
        yield f"    {one.command}"


def remarks(outcome: Outcome) -> Iterator[str]:
    """What the person should know of one server's answer."""
    from evidencelog.app.sealing import fingerprints, openssl_command

    if outcome.seal is None:
        line = _("no seal from {server}: {problem}", server=outcome.server, problem=outcome.problem)
        again = _("the request is kept in the log and waits; it is sent again by: evidencelog seal")
        yield _("{line}; {mend}", line=line, mend=again) if outcome.queued else line
        return
    if outcome.remark:
        yield outcome.remark
    if not outcome.seal.checked:
        yield _("The token could not be checked here and is kept as it came ({why}).", why=outcome.problem)
        yield _("Write it to files with evidencelog seal --into DIR, then check it with:")
        yield f"    {openssl_command(outcome.seal)}"
    elif outcome.new and not outcome.seal.named:
        marks = ", ".join(fingerprints(outcome.seal))
        yield _(
            "No root was named (--root): it was checked against the certificate the server sent along. Compare its "
            "SHA-256 with what the operator publishes: {marks}",
            marks=marks,
        )


def document(done: Sealing) -> dict[str, Any]:
    """What came of it, as other programs read it."""
    return {
        "schema": "evidencelog.seal/1",
        "seq": done.seq,
        "hash": done.hash,
        "outcomes": [
            {
                "server": one.server,
                "new": one.new,
                "queued": one.queued,
                "problem": one.problem or None,
                "seal": None if one.seal is None else _plain(one.seal),
            }
            for one in done.outcomes
        ],
    }


def _list_document(found: list[Seal], waiting: list[Waiting], commands: list[str]) -> dict[str, Any]:
    return {
        "schema": "evidencelog.seals/1",
        "seals": [_plain(one) for one in found],
        "waiting": [{"server": one.server, "since": one.since} for one in waiting],
        "commands": commands,
    }


def _plain(one: Seal) -> dict[str, Any]:
    return {name: value for name, value in one._asdict().items() if name not in ("token", "roots")}


COMMANDS: dict[str, click.Command] = {
    "seal": Command(
        "seal",
        callback=seal,
        words=N_(
            "Fetches a time-stamp token (RFC 3161) over the newest entry of the log from each server you name; it shows "
            "that the log stood as it does at that time. Only the digest of the log is sent, only to these servers; no "
            "other command uses the network. The answer is checked and kept in the case, and later packets hold it.\n\n"
            "A server that does not answer is written down as waiting (exit status 0) and is asked again by: evidencelog seal; "
            "where that writes nothing new the exit status is 4. No server is built in; what weight a "
            "token has depends on who runs the server."
        ),
        params=[
            Option(["--tsa", "servers"], N_("address of a time-stamp server"), multiple=True, metavar="URL"),
            Option(
                ["--root"],
                N_("file with the operator's root certificate (PEM or DER); else the one the server sends along"),
                type=PATH,
                metavar="FILE",
            ),
            Option(
                ["--timeout", "seconds"],
                N_("seconds a server may take; default: 20"),
                type=COUNT,
                default=20,
                metavar="N",
            ),
            Option(
                ["--list", "show"], N_("show the seals of the case and the servers that are waited for"), is_flag=True
            ),
            Option(
                ["--into"],
                N_("write the seals into files of this folder, and print how openssl checks them"),
                type=PATH,
                metavar="DIR",
            ),
            json_option(),
        ],
        examples=(
            "evidencelog seal --tsa https://tsa.example.org/ --root tsa-root.pem",
            "evidencelog seal --list",
        ),
    )
}
