"""The typefaces papers are set in, and what to do about characters they do not have.

A character without a glyph must not become an empty box on a paper for an authority. Signs such as emoji are printed as
their code point; a missing letter (of a name, say) stops the export and names it.
"""

from __future__ import annotations

import os
import struct
import unicodedata
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from evidencelog.errors import CannotDo
from evidencelog.i18n import _
from evidencelog.text.neutral import neutral

EXTRA_FONT = "EVIDENCELOG_FONT"
"""Environment variable with the path of a font file to take missing characters from."""

MAIN_FAMILY = "Noto Sans CJK SC"
_SIGNS = {"So", "Sk", "Cn", "Co", "Me", "Mn", "Cf"}


class MissingGlyph(CannotDo):
    """A letter no typeface at hand can print."""

    def __init__(self, character: str, where: str) -> None:
        super().__init__(character, where)
        self.character = character
        self.where = where

    def __str__(self) -> str:
        return _(
            "The character {character} (U+{code:04X}) in {where} is in none of the fonts, so the PDF cannot be set; "
            "install a font that has it and name its file in {variable}.",
            character=self.character,
            code=ord(self.character),
            where=self.where,
            variable=EXTRA_FONT,
        )


class NoFont(CannotDo):
    """A font file that is not there or not one."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return _(
            "{path}, named in {variable}, is not a TrueType or OpenType font that can be read; name another file.",
            path=repr(str(self.path)),
            variable=EXTRA_FONT,
        )


class Typefaces(NamedTuple):
    """The fonts for papers."""

    folders: tuple[Path, ...]
    families: tuple[str, ...]
    """In the order in which a glyph is looked for."""
    characters: frozenset[int]
    """Code points that can be printed."""

    def printable(self, text: str, where: str) -> str:
        """The text with every character one of the fonts has.

        Controls and hidden characters go; signs without a glyph (emoji) stand as ``[U+1F600]``; MissingGlyph for any
        other character, with ``where`` as its place.
        """
        if text.isascii() and text.isprintable():
            return text
        clean = neutral(text).replace("\t", " ")
        if self.characters.issuperset(map(ord, clean.replace("\n", ""))):
            return clean
        return "".join(self._shown(character, where) for character in clean)

    def _shown(self, character: str, where: str) -> str:
        code = ord(character)
        if character == "\n" or code in self.characters:
            return character
        if code in {0x200D, 0xFE0E, 0xFE0F}:  # they only join or colour an emoji
            return ""
        if unicodedata.category(character) in _SIGNS:
            return f"[U+{code:04X}]"
        raise MissingGlyph(character, where)


def typefaces() -> Typefaces:
    """The font that comes with the program, and the one the user named, if any."""
    main = Path(str(files("noto_cjk_sans_otc") / "NotoSansCJK-Regular.ttc"))
    extra = os.environ.get(EXTRA_FONT, "")
    if not extra:
        return Typefaces((main.parent,), (MAIN_FAMILY,), _characters(main))
    path = Path(os.path.expanduser(extra))  # noqa: PTH111 - pathlib raises for a name that nobody has
    try:
        characters, families = _characters(path), _families(path)
    except (OSError, ValueError, struct.error) as error:
        raise NoFont(path) from error
    return Typefaces((main.parent, path.parent), (MAIN_FAMILY, *families), _characters(main) | characters)


@cache
def _characters(path: Path) -> frozenset[int]:
    """Code points in the first face of a font file; ValueError when it is no such file."""
    with path.open("rb") as file:
        data = file.read()
    found: set[int] = set()
    at = _table(data, b"cmap")
    (count,) = struct.unpack_from(">H", data, at + 2)
    for number in range(count):
        platform, encoding, offset = struct.unpack_from(">HHL", data, at + 4 + 8 * number)
        if (platform, encoding) in {(0, 3), (0, 4), (0, 6), (3, 1), (3, 10)}:
            found |= _mapped(data, at + offset)
    return frozenset(found)


def _table(data: bytes, tag: bytes) -> int:
    """Where a table of the first face begins."""
    start = struct.unpack_from(">L", data, 12)[0] if data[:4] == b"ttcf" else 0
    if data[start : start + 4] not in {b"OTTO", b"true", b"\0\1\0\0"}:
        raise ValueError(tag)
    (count,) = struct.unpack_from(">H", data, start + 4)
    for number in range(count):
        name, _sum, offset, _length = struct.unpack_from(">4sLLL", data, start + 12 + 16 * number)
        if name == tag:
            return int(offset)
    raise ValueError(tag)


def _mapped(data: bytes, at: int) -> set[int]:
    """Code points of a character map in format 4 or 12 (OpenType, chapter cmap); others give none."""
    (kind,) = struct.unpack_from(">H", data, at)
    found: set[int] = set()
    if kind == 12:
        (groups,) = struct.unpack_from(">L", data, at + 12)
        for first, last, _glyph in struct.iter_unpack(">LLL", data[at + 16 : at + 16 + 12 * groups]):
            found.update(range(first, last + 1))
    elif kind == 4:
        segments = struct.unpack_from(">H", data, at + 6)[0] // 2
        lasts = struct.unpack_from(f">{segments}H", data, at + 14)
        firsts = struct.unpack_from(f">{segments}H", data, at + 16 + 2 * segments)
        for first, last in zip(firsts, lasts, strict=True):
            found.update(range(first, last + 1))
        found.discard(0xFFFF)
    return found


def _families(path: Path) -> tuple[str, ...]:
    """Family names of the faces in a font file as the typesetter calls them, the first face first."""
    import typst

    every = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(path.parent)])
    names = [face.family for face in every.fonts() if face.path and Path(face.path) == path]
    if not names:
        raise ValueError(path)
    return tuple(dict.fromkeys(names))
