"""Long papers in volumes: the typesetter's memory grows with the rows of a paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidencelog.i18n import _
from evidencelog.packet.blocks import Heading, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evidencelog.packet.blocks import Block, Document

VOLUME = 2000
"""Rows of one volume."""


def volume_title(title: str, number: int, of: int) -> str:
    """The title of a volume; that of the paper itself where there is only one."""
    return _("{title}, volume {number} of {of}", title=title, number=number, of=of) if of > 1 else title


def volumes(document: Document, rows: int = VOLUME) -> list[Document]:
    """The document in volumes with at most so many rows of tables each; a table cut in two keeps its heading.

    The stems of the second and further ones end in ``-2`` and so on.
    """
    parts = list(_parts(document.blocks, rows))
    return [
        document._replace(
            stem=document.stem if number == 1 else f"{document.stem}-{number}",
            title=volume_title(document.title, number, len(parts)),
            blocks=tuple(part),
        )
        for number, part in enumerate(parts, 1)
    ]


def _parts(blocks: Sequence[Block], rows: int) -> list[list[Block]]:
    parts: list[list[Block]] = [[]]
    room = rows
    heading: Heading | None = None
    for block in blocks:
        if isinstance(block, Heading):
            heading = block
        if not isinstance(block, Table):
            parts[-1].append(block)
            continue
        left = block.rows
        while len(left) > room:
            if room:
                parts[-1].append(block._replace(rows=left[:room]))
            left, room = left[room:], rows
            parts.append([])
            if heading is not None:
                again = _("{title} (continued)", title=heading.text)
                parts[-1].append(heading._replace(text=again))
        parts[-1].append(block._replace(rows=left))
        room -= len(left)
    return parts
