"""A line of notes while it is read: which characters were understood as what, which tell what was said, what is left."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from evidencelog.app.quick_words import Words, vocabulary
from evidencelog.errors import Problem
from evidencelog.text.search import fold

if TYPE_CHECKING:
    from evidencelog.timing.moments import Reading as Moment

_SEPARATORS = re.compile(r"[\s,;。.!?、|/()\[\]【】]+")
_SEGMENT = re.compile(r"(?:[^\s,;。!?、|()\[\]【】.]|\.(?=\S)|(?<=[a-z])[ ](?=[a-z]))+")
_QUOTED = re.compile(r"[“\"「『](?P<in>[^”\"」』“「『]+)[”\"」』]|(?P<sign>【[^】]{1,40}】.+)", re.DOTALL)


class Piece(NamedTuple):
    """One field that was read, and from what."""

    field: str
    value: object
    text: str
    """The words it was read from, as they were written; empty for what no word says."""
    start: int
    """Where they begin in the line, in code points."""
    end: int
    """… and the position behind them."""
    note: str
    """What a person should know about this reading, in the language in use; often empty."""


class Sheet:
    """The text of one contact and what was read from it so far. Positions are those of ``text``, the folded line."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._folded = fold(source)
        self.text = self._folded.text
        self.pieces: list[Piece] = []
        self.values: dict[str, object] = {}
        """Field to value, as read so far."""
        self.unread: list[Problem] = []
        self.moment: Moment | None = None
        """The reading of the time, where the line has one."""
        self.moment_end = 0
        self._taken = bytearray(len(self.text))
        self._cut = bytearray(len(self.text))
        self._said = bytearray(len(self.text))
        self._segments = [match.span() for match in _SEGMENT.finditer(self.text)]
        self._starts = [start for start, _end in self._segments]
        self.quotes = self._quotes()
        for start, end in self.quotes:
            self._said[start:end] = b"\1" * (end - start)

    def _quotes(self) -> list[tuple[int, int]]:
        """Where the words themselves stand: between quotation marks, behind 说 and a colon, from a sender's 【name】 on."""
        found = [match.span("in") if match["in"] else match.span("sign") for match in _QUOTED.finditer(self.text)]
        colon = self._colon()
        if colon is not None and not any(start <= colon <= end + 1 for start, end in found):
            found = [span for span in found if span[0] < colon] + [(colon, len(self.text.rstrip()))]
        return sorted(found)

    def _colon(self) -> int | None:
        """Where the words begin that stand behind 说, 短信 or the like and a colon."""
        quoting = vocabulary().words("speech", "quoting")
        for match in re.finditer(r"(?:了|的|我)?\s*:\s*(?=\S)", self.text):
            if quoting.ending_at(self.text, match.start()):
                return match.end()
        return None

    def hear(self) -> None:
        """Marks what tells what was said: everything from the first word of speech on that belongs to no fact."""
        for word in vocabulary().words("speech", "words").all(self.text):
            if self.is_free(word.start, word.end):
                self._said[word.start :] = b"\1" * (len(self.text) - word.start)
                return

    @property
    def speaks(self) -> bool:
        """Whether the line tells what was said."""
        return any(self._said)

    def is_free(self, start: int, end: int) -> bool:
        """Whether nothing was read from these characters yet."""
        return not any(self._taken[start:end])

    def is_open(self, start: int, end: int) -> bool:
        """Whether a fact may be read here: the characters are free, and the line does not tell here what was said.

        A part of the line that holds nothing else is a fact even behind words of speech: 说要上门 1分20秒.
        """
        if not self.is_free(start, end):
            return False
        return not any(self._said[start:end]) or (not self.is_quoted(start) and self.is_whole(start, end))

    def is_said(self, at: int) -> bool:
        """Whether the character belongs to what was said."""
        return bool(self._said[at])

    @property
    def signed(self) -> bool:
        """Whether words stand there behind a sender's 【name】, as in a message."""
        return any(self.text[start] == "【" for start, _end in self.quotes)

    def is_quoted(self, at: int) -> bool:
        """Whether the character stands among the words themselves."""
        return any(start <= at < end for start, end in self.quotes)

    def is_whole(self, start: int, end: int) -> bool:
        """Whether the parts of the line that hold these characters hold nothing else but words without weight."""
        place = max(bisect_right(self._starts, start) - 1, 0)
        while place < len(self._segments) and self._starts[place] < end:
            left, right = self._segments[place]
            if left < end and start < right and not self._is_empty(left, right, but=(start, end)):
                return False
            place += 1
        return True

    def take(
        self,
        field: str,
        value: object,
        start: int,
        end: int,
        *,
        note: str = "",
        cut: bool = False,
        keep: bool = False,
    ) -> None:
        """Reads a field from these characters; those already taken stay with what they were read as.

        ``cut``: they are left out of the content wherever they stand. ``keep``: they stay in it, since the field says
        less than they do.
        """
        free = [at for at in range(start, end) if not self._taken[at] and not self.text[at].isspace()]
        shown = [at for at in range(start, end) if not self._cut[at]]
        words = " ".join("".join(self.source[slice(*self._folded.source(at, at + 1))] for at in shown).split())
        left, right = self._folded.source(start, end)
        self._record(Piece(field, value, words, left, right, note))
        for at in free:
            self._taken[at] = 1
            self._cut[at] = cut and not keep
        if keep:
            for at in free:
                self._taken[at] = 2

    def spend(self, start: int, end: int) -> None:
        """These characters were understood and say nothing that needs a field."""
        self._taken[start:end] = b"\1" * (end - start)

    def assume(self, field: str, value: object, note: str) -> None:
        """A value that no word says; the note tells why."""
        self._record(Piece(field, value, "", 0, 0, note))

    def _record(self, piece: Piece) -> None:
        """The first reading of a field stands."""
        if self.values.setdefault(piece.field, piece.value) is piece.value:
            self.pieces.append(piece)

    def doubt(self, start: int, end: int, why: str) -> None:
        """Words that look like a fact and were not understood as one; they stay in the content."""
        self.unread.append(Problem(self.words(start, end), why))

    def words(self, start: int, end: int) -> str:
        """These characters as they were written."""
        if start >= end:
            return ""
        left, right = self._folded.source(start, end)
        return self.source[left:right].strip()

    def blank(self, *, said: bool = False) -> str:
        """The text with spaces for what was read already and, unless ``said``, for what was said."""
        return "".join(
            " " if self._taken[at] or (self._said[at] and not said) else character
            for at, character in enumerate(self.text)
        )

    def segments(self) -> list[tuple[int, int]]:
        """The parts of the line between spaces and signs; words of Latin letters stay together."""
        return self._segments

    def rest(self) -> tuple[str, str]:
        """The content and its view: the words themselves when nothing else is left, else the account with them."""
        kept = [(start, end) for start, end in self.segments() if not self._is_empty(start, end)]
        if not kept:
            return "", ""
        if self.quotes and all(self.is_quoted(start) or self._is_only_said(start, end) for start, end in kept):
            return "\n".join(self.words(start, end) for start, end in self.quotes), "quote"
        pieces, before = [], None
        for start, end in kept:
            if before is not None:
                pieces.append(self._between(before, start))
            pieces.append(self._uncut(start, end))
            before = end
        opening = self.text[: kept[0][0]].rstrip()[-1:]
        if opening and opening in '“「『【"(':
            pieces.insert(0, self.words(len(self.text[: kept[0][0]].rstrip()) - 1, kept[0][0]))
        pieces.append(self._closing(kept[-1][1]))
        return "".join(pieces).strip(" \t\n,，;；、"), "description"

    def _is_only_said(self, start: int, end: int) -> bool:
        """Whether a part outside the quotation does no more than lead it in: 说, 短信."""
        left = "".join(
            self.text[at] for at in range(start, end) if self._taken[at] != 1 and not self.is_quoted(at)
        ).strip('“”"「」『』:')
        return (
            left in vocabulary().words("speech", "quoting") or left in vocabulary().words("filler", "words") or not left
        )

    def _is_empty(self, start: int, end: int, but: tuple[int, int] = (0, 0)) -> bool:
        """Whether a part holds only what was read and words that carry nothing."""
        runs = "".join(
            "\0" if self._taken[at] == 1 or but[0] <= at < but[1] else self.text[at] for at in range(start, end)
        ).split("\0")
        filler: Words = vocabulary().words("filler", "words")
        return all(_dissolves(run.strip('“”"「」『』:-~—'), filler) for run in runs)

    def _between(self, end: int, start: int) -> str:
        gap = self.words_raw(end, start)
        if "\n" in gap:
            return "\n"
        if any(self._taken[at] for at in range(end, start)):
            signs = [sign for sign in gap if _SEPARATORS.fullmatch(sign) and not sign.isspace()]
            return signs[0] if signs else " "
        return gap

    def words_raw(self, start: int, end: int) -> str:
        """These characters as they were written, with the spaces around them."""
        if start >= end:
            return ""
        left, right = self._folded.source(start, end)
        return self.source[left:right]

    def _uncut(self, start: int, end: int) -> str:
        """A part of the line without what stands in fields of its own wherever it is written."""
        runs, at = [], start
        while at < end:
            stop = at
            while stop < end and self._cut[stop] == self._cut[at]:
                stop += 1
            if not self._cut[at]:
                runs.append(self.words_raw(at, stop))
            at = stop
        return "".join(runs)

    def _closing(self, end: int) -> str:
        match = re.match(r"[”\"」』】)。!?…]+", self.text[end:])
        return self.words_raw(end, end + match.end()) if match else ""


def _dissolves(run: str, filler: Words) -> bool:
    """Whether a run of characters is made of words that carry nothing."""
    at = 0
    while at < len(run):
        if run[at].isspace():
            at += 1
            continue
        word = filler.match(run, at)
        if word is None:
            return False
        at = word.end
    return True
