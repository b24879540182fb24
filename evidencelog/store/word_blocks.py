"""Which blocks of contacts cannot hold a word: a search over a million contacts reads few of them.

For 256 contacts in a row a row of bits says which short pieces of text occur in their searched words; a word of which a
piece is missing stands in none of them. Bits say nothing certain of what is there, so what is left is still read. Any
change of a block's words takes its bits away (triggers see to it, see ``steps.py``): a block without bits is read. They
are made anew at the end of a transaction, and hold nothing that the words themselves do not.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

BLOCK = 256
"""Contacts of a block: those whose numbers give the same whole part when divided by this."""
_BITS = 32768
_HOLES = 64
"""Blocks whose bits were taken away that are made anew along with a new one."""
_END = 2**63 - 1
_PLAIN_RUN = re.compile(r"[!-~]+")
_PLAIN_PIECES = (2, 3, 4)
"""Lengths of pieces of Latin letters and digits: two digits stand in any block, four seldom do."""


def pieces(text: str) -> set[str]:
    """The short pieces of a folded text by which it is looked for; none crosses white space."""
    found = {character for character in set(text) if character > "\x7f"}
    found.update(
        first + second
        for first, second in set(pairwise(text))
        if (first > "\x7f" or second > "\x7f") and not (first.isspace() or second.isspace())
    )
    for run in set(_PLAIN_RUN.findall(text)):
        for length in _PLAIN_PIECES:
            found.update(run[at : at + length] for at in range(len(run) - length + 1))
    return found


def _positions(found: Iterable[str]) -> set[int]:
    return {crc32(piece.encode("utf-8", "surrogatepass")) % _BITS for piece in found}


def _bits(text: str) -> bytes:
    bits = bytearray(_BITS // 8)
    for position in _positions(pieces(text)):
        bits[position >> 3] |= 1 << (position & 7)
    return bytes(bits)


def keep_up(conn: sqlite3.Connection) -> None:
    """Makes the bits of blocks that are complete, and of some that changed; inside the open transaction."""
    row = conn.execute("SELECT last FROM counters WHERE record = 'contact'").fetchone()
    complete = (row[0] + 1) // BLOCK if row else 0
    (newest,) = conn.execute("SELECT max(block) FROM word_blocks").fetchone()
    begin = 0 if newest is None else newest + 1
    if begin < complete and _make(conn, begin, complete):
        for hole in _holes(conn, complete)[:_HOLES]:
            _make(conn, hole, hole + 1)


def _make(conn: sqlite3.Connection, begin: int, end: int) -> int:
    """Makes the bits of the blocks from ``begin`` up to, not including, ``end``; how many hold contacts."""
    made = 0
    after = begin * BLOCK - 1
    while (
        row := conn.execute("SELECT n FROM contents WHERE n > ? ORDER BY n LIMIT 1", (after,)).fetchone()
    ) is not None:
        block = row[0] // BLOCK
        if block >= end:
            break
        after = block * BLOCK + BLOCK - 1
        texts = conn.execute("SELECT searched FROM contents WHERE n BETWEEN ? AND ?", (block * BLOCK, after))
        words = "\n".join(text for (text,) in texts)
        conn.execute("INSERT INTO word_blocks VALUES (?, ?)", (block, _bits(words)))
        made += 1
    return made


def _holes(conn: sqlite3.Connection, complete: int) -> list[int]:
    """Blocks below ``complete`` that hold contacts and have no bits."""
    known = {block for (block,) in conn.execute("SELECT block FROM word_blocks")}
    missing = [block for block in range(min(complete, max(known, default=-1))) if block not in known]
    return [block for block in missing[: _HOLES * 4] if _holds_any(conn, block)]


def _holds_any(conn: sqlite3.Connection, block: int) -> bool:
    return bool(
        conn.execute(
            "SELECT 1 FROM contents WHERE n BETWEEN ? AND ? LIMIT 1", (block * BLOCK, block * BLOCK + BLOCK - 1)
        ).fetchone()
    )


def spans(conn: sqlite3.Connection, word: str) -> list[tuple[int, int]]:
    """Numbers of the contacts that may have a folded word in their words, as spans from first to last in order.

    The last span is open to the end: it ends with the largest number SQLite knows.
    """
    wanted = [(position >> 3, 1 << (position & 7)) for position in _positions(pieces(word))]
    if not wanted:
        return [(0, _END)]
    found: list[tuple[int, int]] = []
    open_from = 0
    for block, bits in conn.execute("SELECT block, bits FROM word_blocks ORDER BY block"):
        for byte, bit in wanted:
            if not bits[byte] & bit:
                if open_from < block:
                    found.append((open_from * BLOCK, block * BLOCK - 1))
                open_from = block + 1
                break
    found.append((open_from * BLOCK, _END))
    return found
