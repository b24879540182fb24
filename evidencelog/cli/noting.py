"""``note``: plain words become entries; how they were read is shown before anything is saved."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from evidencelog.cli import output
from evidencelog.cli.command import Argument, Command, Option, json_option
from evidencelog.errors import BadInput, InvalidField, InvalidInput
from evidencelog.i18n import N_, _, ngettext
from evidencelog.models.labels import field_label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from evidencelog.app.quick_entry import Piece, Reading
    from evidencelog.cli.session import Session

_YES = frozenset(("y", "yes", "是", "好", "对", "存", "保存"))


class NotSaved(BadInput):
    """What was read was only shown."""

    def __str__(self) -> str:
        return _("nothing was written; to save what was read, give the same words with --yes")


@click.pass_obj
def note(session: Session, /, text: str | None, save_at_once: bool, as_json: bool) -> None:
    """Shows how the words were read, and saves them when told to."""
    from evidencelog.app.quick_entry import problems_of, read_lines

    words = _words(text)
    with session.reading_if_there() as case:
        readings = read_lines(case, words)
    if not readings:
        raise InvalidField("TEXT", words, _("there are no words to read"))
    if not as_json:
        output.tell(lines(readings))
    problems = problems_of(readings)
    if problems or not (save_at_once or (not as_json and _asked(readings))):
        if as_json:
            output.emit_json(document(readings, []))
        if problems:
            raise InvalidInput(problems)
        if not as_json and _can_ask():
            output.say(_("Nothing was written."))
            return
        raise NotSaved
    _save(session, readings, as_json=as_json)


def _save(session: Session, readings: Sequence[Reading], *, as_json: bool) -> None:
    from evidencelog.app.quick_entry import save
    from evidencelog.cli.adding import raised
    from evidencelog.cli.card_lines import called_for

    with session.writing("contact", readings[0].values) as case:
        ids = [recorded.id for recorded in save(case, readings)]
        if as_json:
            output.emit_json(document(readings, ids))
            return
        for made in ids:
            output.emit(made)
        output.say(ngettext("{n} entry recorded", "{n} entries recorded", len(ids)))
        output.say(*called_for(case, ids))
        findings = {finding.id: finding for made in ids for finding in raised(case, made)}
    if findings:
        from evidencelog.cli.finding_lines import short

        for finding in findings.values():
            output.tell(short(finding))


def _words(text: str | None) -> str:
    """The words given: as an argument, on standard input, or one line typed at the terminal."""
    if text is not None and text != "-":
        return text
    if text is None and output.is_terminal(sys.stdin):
        output.say(_("What happened? One line, such as 昨晚10点半 95188 没接"))
        return sys.stdin.readline()
    return sys.stdin.buffer.read().decode("utf-8", errors="replace") if sys.stdin else ""


def _can_ask() -> bool:
    return output.is_terminal(sys.stdin) and output.is_terminal(sys.stderr)


def _asked(readings: Sequence[Reading]) -> bool:
    """Whether the person at the terminal says yes; no where there is none, or where it cannot be saved."""
    if not _can_ask() or any(reading.problems for reading in readings):
        return False
    output.say(ngettext("Save {n} entry? [y/N]", "Save {n} entries? [y/N]", len(readings)))
    return sys.stdin.readline().strip().lower() in _YES


def lines(readings: Sequence[Reading]) -> Iterator[str]:
    """How the words were read, for a person: every field beside the words it is from, then what was not understood."""
    from evidencelog.app.display import cells
    from evidencelog.cli.tables import aligned

    for reading in readings:
        if reading is not readings[0]:
            yield ""
        if len(readings) > 1:
            yield f"{reading.line}: {reading.text.splitlines()[0]}"
        pieces = [piece for piece in reading.pieces if piece.field != "content"]
        rows = [(_("Field"), _("Reads as"), _("From the words"))]
        rows += [(field_label(piece.field), _value(piece, reading), piece.text) for piece in pieces]
        head, *table = aligned(rows, widest=48, indent="  ")
        yield head
        place = cells(head) - cells(rows[0][2])
        for line, piece in zip(table, pieces, strict=True):
            yield from _with_note(line, piece.note, place)
        yield from _content(str(reading.values.get("content", "")))
        for doubt in reading.unread:
            yield "  " + _("Not understood: {words} ({why})", words=doubt.where, why=doubt.what)


def _content(text: str) -> Iterator[str]:
    """The words that were kept, whole."""
    from evidencelog.app.display import wrap
    from evidencelog.cli.tables import line_width

    width = line_width()
    if text:
        yield "  " + field_label("content")
    for line in text.splitlines():
        yield from ("    " + part for part in (wrap(line, max(width - 4, 2)) if width else [line]))


def _value(piece: Piece, reading: Reading) -> str:
    from evidencelog.cli.wording import fact, moment
    from evidencelog.models.fields import CONTACT

    if piece.field == "at" and reading.values.get("precision") == "day":
        return moment(str(piece.value)[:10])
    field = next(field for field in CONTACT if field.name == piece.field)
    return fact("contact", field, piece.value).replace("\n", " ")


def _with_note(line: str, note: str, place: int) -> Iterator[str]:
    """A row with the note behind it, or below it where the line would be too long."""
    from evidencelog.app.display import cells, wrap
    from evidencelog.cli.tables import line_width

    if not note:
        yield line
        return
    told = _("({note})", note=note)
    gap = 1 if cells(line) > place else place - cells(line)
    width = line_width()
    if width is None or cells(line) + gap + cells(told) <= width:
        yield f"{line}{' ' * gap}{told}"
        return
    yield line
    yield from ("    " + part for part in wrap(told, max(width - 4, 2)))


def document(readings: Sequence[Reading], ids: Sequence[str]) -> dict[str, Any]:
    """The readings as other programs read them; ``id`` is null where nothing was saved."""
    return {
        "schema": "evidencelog.note/1",
        "entries": [
            {
                "id": ids[place] if ids else None,
                "line": reading.line,
                "text": reading.text,
                "values": reading.values,
                "pieces": [piece._asdict() for piece in reading.pieces],
                "unread": [{"text": doubt.where, "why": doubt.what} for doubt in reading.unread],
                "problems": [{"field": problem.where, "what": problem.what} for problem in reading.problems],
            }
            for place, reading in enumerate(readings)
        ],
    }


COMMANDS: dict[str, click.Command] = {
    "note": Command(
        "note",
        callback=note,
        words=N_(
            "Records from plain words. A line such as 昨晚10点半 95188 花呗 工号0231 说要打给我单位 becomes an entry; of "
            "pasted notes every line with a time is one, and a line with only a day is the heading of those below it.\n\n"
            "First shows how each field was read and from which words, and what was not understood. Saves after a "
            "question, or at once with --yes; where nobody can be asked, nothing is saved without it. All entries are "
            "saved, or none."
        ),
        params=[
            Argument(["text"], N_("the words, or - for the lines of the input"), required=False, metavar="TEXT"),
            Option(["--yes", "save_at_once"], N_("save without asking"), is_flag=True),
            json_option(),
        ],
        examples=(
            'evidencelog note "昨晚10点半 95188 花呗 工号0231 说要打给我单位"',
            'evidencelog note "今天下午 14个未接来电 平台某消金" --yes',
            "evidencelog note - --yes",
        ),
    )
}
