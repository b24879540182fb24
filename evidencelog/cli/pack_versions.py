"""``rules changes`` and ``rules accept``: what another version of the law packs makes of the record, and going by it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from evidencelog.cli import output
from evidencelog.cli.command import Command, json_option
from evidencelog.cli.progress import watching
from evidencelog.i18n import N_, _
from evidencelog.models.labels import value_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidencelog.app.pack_versions import Change, Comparison
    from evidencelog.cli.session import Session

_FEW = 8
"""Contacts that are named in one line."""

_WHAT = {
    "appears": N_("appears"),
    "vanishes": N_("vanishes"),
    "grade": N_("other grade"),
    "basis": N_("other provisions"),
}


@click.pass_obj
def show_changes(session: Session, as_json: bool) -> None:
    """Prints what the installed packs make of the record otherwise than the accepted ones."""
    from evidencelog.app.pack_versions import compare

    with session.reading() as case, watching(_("checking")) as progress:
        comparison = compare(case, progress)
    if as_json:
        output.emit_json(document(comparison))
    else:
        output.tell(lines(comparison))


@click.pass_obj
def accept_packs(session: Session, as_json: bool) -> None:
    """Prints the same, then keeps in the ledger that the case goes by the installed packs."""
    from evidencelog.app.pack_versions import accept, compare

    with session.changing() as case, watching(_("checking")) as progress:
        comparison = compare(case, progress)
        accept(case)
    if as_json:
        output.emit_json(document(comparison))
    else:
        output.tell(lines(comparison))
    output.say(_("The case goes by the installed law packs."))


def document(comparison: Comparison) -> dict[str, Any]:
    """``rules changes --json``."""
    return {
        "schema": "evidencelog.rules-changes/1",
        "packs": [
            {
                "id": pack.id,
                "accepted": pack.accepted,
                "version": pack.version,
                "known": pack.id not in comparison.unknown,
            }
            for pack in comparison.packs
        ],
        "changes": [change._asdict() for change in comparison.changes],
    }


def lines(comparison: Comparison) -> Iterator[str]:
    """The packs that changed, then each finding of which they make something else."""
    if not comparison.packs:
        yield _("The installed law packs are those the case was accepted under.")
        return
    for pack in comparison.packs:
        yield _("{id}: {accepted} → {version}", id=pack.id, accepted=pack.accepted, version=pack.version)
        if pack.id in comparison.unknown:
            yield "  " + _(
                "The files of the accepted version are not on this computer; what it made of the record cannot be shown. "
                "Check, look at the findings, then accept."
            )
    known = [pack for pack in comparison.packs if pack.id not in comparison.unknown]
    if known and not comparison.changes:
        yield _("Nothing changes for what is on record.")
    for change in comparison.changes:
        yield _line(change)


def _line(change: Change) -> str:
    parts = [_(_WHAT[change.what]), change.rule, change.on, change.platform or ""]
    parts.append(" ".join(change.contacts[:_FEW]) + (" …" if len(change.contacts) > _FEW else ""))
    before, after = (_value(change, value) for value in (change.before, change.after))
    if before and after:
        parts.append(_("{before} → {after}", before=before, after=after))
    else:
        parts.append(before or after)
    return "  " + "  ".join(filter(None, parts))


def _value(change: Change, value: str | None) -> str:
    if value is None:
        return ""
    return value if change.what == "basis" else value_label("grade", value)


SUBCOMMANDS = (
    Command(
        "changes",
        callback=show_changes,
        words=N_(
            "What the installed law packs make of the record otherwise than those the case was accepted under: findings that "
            "appear or vanish, other grades, other provisions. Nothing is written."
        ),
        params=[json_option()],
    ),
    Command(
        "accept",
        callback=accept_packs,
        words=N_(
            "Shows what changes, as rules changes does, and keeps in the ledger that the case goes by the installed law packs "
            "from now on."
        ),
        params=[json_option()],
    ),
)
