"""Text from strangers made harmless to show: it cannot move the cursor, reorder a line or hide in it."""

from __future__ import annotations

import re

_ESCAPES = re.compile(
    r"(?:\x1b[P\]X^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)"  # OSC, DCS, SOS, PM, APC: only with their end
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"  # CSI
    r"|\x1b[ -/]*[0-~]?"  # other escapes
)
# C0 and C1 controls but tab and newline; bidirectional controls; zero-width and other characters without a glyph
# (fillers, soft hyphen, interlinear and tag characters). U+200D and U+FE0E/F stay: emoji are joined with them.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
)
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_STACKED = re.compile(
    "([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0]{3})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0]+"
)
_ORPHAN_JOINER = re.compile(
    "(?<![\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])\u200d|\u200d(?![\u2190-\u2bff\U0001f000-\U0001faff])"
)
_SPACES = re.compile(r"\s+")


def neutral(text: str) -> str:
    """The text without terminal escapes, control, bidirectional and invisible characters; lines stay lines.

    Every kind of line break becomes a newline, a lone surrogate U+FFFD; of a pile of combining marks three stay.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _BREAKS.sub("\n", text)
    text = _ESCAPES.sub("", text)
    text = _INVISIBLE.sub("", text)
    text = _SURROGATES.sub("\ufffd", text)
    text = _ORPHAN_JOINER.sub("", text)
    return _STACKED.sub(r"\1", text)


def one_line(text: str) -> str:
    """``neutral`` on one line: runs of spaces, tabs and newlines are one space, none at the ends."""
    return _SPACES.sub(" ", neutral(text)).strip()
