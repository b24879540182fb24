"""Keeps the Chinese catalogues in step with the source: ``python tools/catalogues.py update|compile|check``.

``update`` takes every marked message of an area into its .po file (new ones empty, gone ones dropped), ``compile``
writes the .mo files that ship, ``check`` exits 1 when a message is missing, untranslated, or a .mo file is stale.
An area: ``cli``, ``tui`` and ``packet`` are the folders of that name, ``core`` is everything else.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "evidencelog"
LOCALE = PACKAGE / "i18n" / "locale" / "zh_CN" / "LC_MESSAGES"
AREAS = ("core", "cli", "tui", "packet")
KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "N_": None, "ngettext": (1, 2)}


def area_of(path: Path) -> str:
    """The catalogue a source file belongs to."""
    first = path.relative_to(PACKAGE).parts[0]
    return first if first in AREAS else "core"


def extracted(area: str) -> Catalog:
    """The messages marked in the sources of one area, with the files they stand in."""
    catalogue = Catalog(locale="zh_CN", project="evidencelog", charset="utf-8")
    for path in sorted(PACKAGE.rglob("*.py")):
        if area_of(path) == area:
            for _line, message, comments, context in extract_from_file("python", str(path), keywords=KEYWORDS):
                catalogue.add(
                    message,
                    locations=[(path.relative_to(ROOT).as_posix(), 0)],
                    auto_comments=comments,
                    context=context,
                )
    return catalogue


def stored(area: str) -> Catalog:
    """The catalogue of one area as it lies in the tree; empty when there is none yet."""
    path = LOCALE / f"{area}.po"
    if not path.exists():
        return Catalog(locale="zh_CN", project="evidencelog", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale="zh_CN")


def compiled(catalogue: Catalog) -> bytes:
    """The bytes of the .mo file."""
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def update(area: str) -> None:
    """Brings the .po file of an area in step with its sources."""
    catalogue = stored(area)
    catalogue.update(extracted(area), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    with (LOCALE / f"{area}.po").open("wb") as file:
        write_po(file, catalogue, sort_output=True, include_lineno=False, omit_header=False, width=120)


def problems(area: str) -> list[str]:
    """One line for each message that is missing, untranslated or stale."""
    catalogue, lines = stored(area), []
    for message in extracted(area):
        if message.id:
            known = catalogue.get(message.id)
            if known is None:
                lines.append(f"{area}: not in the catalogue: {message.id!r}")
    for message in catalogue:
        texts = message.string if isinstance(message.string, (list, tuple)) else [message.string]
        if message.id and not all(texts):
            lines.append(f"{area}: no Chinese for {message.id!r}")
    mo = LOCALE / f"{area}.mo"
    if not mo.exists() or mo.read_bytes() != compiled(catalogue):
        lines.append(f"{area}: {mo.name} is stale, run: python tools/catalogues.py compile")
    return lines


def main(command: str, areas: tuple[str, ...]) -> int:
    """Runs one command over the areas; returns the exit status."""
    LOCALE.mkdir(parents=True, exist_ok=True)
    found = []
    for area in areas:
        if command == "update":
            update(area)
        elif command == "compile":
            (LOCALE / f"{area}.mo").write_bytes(compiled(stored(area)))
        elif command == "check":
            found += problems(area)
        else:
            sys.exit(__doc__)
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "", tuple(sys.argv[2:]) or AREAS))
