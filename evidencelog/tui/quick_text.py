"""How lines of notes were read, in words: each field beside the words it is from, then what was not understood."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evidencelog.i18n import _
from evidencelog.models.labels import field_label
from evidencelog.tui.contact_text import value_words
from evidencelog.tui.widgets.drawing import Paragraph, Part, cell_len, fit
from evidencelog.tui.widgets.reading import BLANK, plain, quiet
from evidencelog.tui.words import day_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from evidencelog.app.cases import Case
    from evidencelog.app.quick_entry import Piece, Reading

LONGEST = 40
"""Cells of a value before the words it is from stand on a line of their own."""


def read(case: Case, text: str) -> list[Reading]:
    """How notes are read; no lines, no readings."""
    from evidencelog.app.quick_entry import read_lines

    return read_lines(case, text) if text.strip() else []


def save(case: Case, text: str) -> list[str]:
    """Records what is read in the notes, all of it or nothing; the ids. InvalidInput names the line."""
    from evidencelog.app.quick_entry import save as save_all

    return [recorded.id for recorded in save_all(case, read(case, text))]


def as_meant(case: Case, text: str, then: datetime) -> str:
    """Notes written ``then`` with each time in them as a date, where its words mean another time by now."""
    from evidencelog.app.quick_again import as_meant as written_out

    return written_out(case, text, then=then)


def number_at(readings: Sequence[Reading], line: int) -> int:
    """Which reading a line of the notes (from 1) belongs to; -1 for none."""
    found = -1
    for number, reading in enumerate(readings):
        if reading.line <= line:
            found = number
    return found


def without(text: str, readings: Sequence[Reading], number: int) -> str:
    """The notes without the lines of one reading."""
    first = readings[number].line - 1
    lines = text.splitlines()
    last = first + len(readings[number].text.splitlines())
    return "\n".join(lines[:first] + lines[last:])


def form_values(reading: Reading, zone: str) -> dict[str, Any]:
    """A reading as the form holds it."""
    from evidencelog.tui.entry import typed

    return typed(reading.values, zone)


def paragraphs(readings: Sequence[Reading]) -> list[Paragraph]:
    """Every reading, one after the other."""
    if not readings:
        return [
            quiet(_("For example: yesterday 10:30pm 95188 Huabei staff no 0231 said he would call my office")),
            quiet(_("Or: today 3pm 14 missed calls from Huabei")),
            BLANK,
            quiet(_("Many lines may be pasted at once; a line that is only a day heads the lines below it.")),
        ]
    text: list[Paragraph] = []
    for number, reading in enumerate(readings, 1):
        if number > 1:
            text.append(BLANK)
        if len(readings) > 1:
            first = reading.text.splitlines()[0]
            text.append(Paragraph((Part(f"{number}  ", "accent"), Part(first, "strong")), hang=3))
        text += _one(reading)
    return text


def starts(readings: Sequence[Reading]) -> list[int]:
    """Which of ``paragraphs`` each reading begins with; for several readings."""
    found, at = [], 0
    for reading in readings:
        found.append(at)
        at += 1 + len(_one(reading)) + 1  # its line, how it was read, the blank before the next
    return found


def _one(reading: Reading) -> list[Paragraph]:
    pieces = [piece for piece in reading.pieces if not _said_elsewhere(piece, reading)]
    shown = [piece.field for piece in pieces] + (["content"] if reading.values.get("content") else [])
    column = max((cell_len(field_label(name)) for name in shown), default=8) + 2
    values = [_value(piece, reading) for piece in pieces]
    width = min(max((cell_len(value) for value in values), default=0), LONGEST) + 2
    text = [_field(piece, value, column, width) for piece, value in zip(pieces, values, strict=True)]
    content = str(reading.values.get("content", ""))
    if content:
        label = Part(fit(field_label("content"), column), "quiet")
        view = next((piece for piece in reading.pieces if piece.field == "view"), None)
        known = [Part(f"  {_value(view, reading)}", "quiet")] if view else []
        first, *rest = content.splitlines()
        text.append(Paragraph((label, Part(first), *known), hang=column))
        text += [plain(line, indent=column) for line in rest]
    text += [
        Paragraph((Part(_("Not understood: {words} ({why})", words=doubt.where, why=doubt.what), "strong"),), hang=2)
        for doubt in reading.unread
    ]
    text += [Paragraph((Part(problem_words(problem.where, problem.what), "strong"),)) for problem in reading.problems]
    return text


def _said_elsewhere(piece: Piece, reading: Reading) -> bool:
    """Whether a piece has a place of its own, or says only what the line above it says already."""
    if piece.field == "precision":
        return piece.value != "approximate"
    if piece.field == "channel":
        return value_words("channel", piece.value) == value_words("kind", reading.values.get("kind"))
    return piece.field in {"content", "view"}


def problem_words(field: str, what: str) -> str:
    """What keeps it from being saved."""
    return f"{field_label(field)}: {what}"


def _value(piece: Piece, reading: Reading) -> str:
    if piece.field == "at" and reading.values.get("precision") == "day":
        return day_words(str(piece.value)[:10], year=True)
    return value_words(piece.field, piece.value).replace("\n", " ")


def _field(piece: Piece, value: str, column: int, width: int) -> Paragraph:
    parts = [Part(fit(field_label(piece.field), column), "quiet"), Part(value)]
    if piece.text or piece.note:
        parts.append(Part(" " * max(width - cell_len(value), 2)))
    if piece.text:
        parts.append(Part(f"< {piece.text}", "accent"))
    if piece.note:
        parts.append(Part(f"  ({piece.note})" if piece.text else f"({piece.note})", "quiet"))
    return Paragraph(tuple(parts), hang=column)
