"""A read text for people: the marked words in it, why they were marked, the rule and what it rests on, cards in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidencelog.cli.card_lines import card_lines
from evidencelog.i18n import N_, _
from evidencelog.models.labels import value_label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from evidencelog.app.wording import Span, TextReading

NOTE = N_("Suggested by the words alone. Whether it was so, and whether it is a breach, is for people to judge.")

_PURPOSES = {
    "service": N_("By its words this is a service message (a code, a receipt, a notice), no collection."),
    "marketing": N_("By its words this is an advert, no collection."),
}
_FEW = 3
"""Provisions named for each rule; the rest are with the rule."""


def lines(text: str, reading: TextReading) -> Iterator[str]:
    """The text with its marked words in double brackets, then each rule with its words, reasons and provisions."""
    yield from marked(text, reading.spans).splitlines()
    if reading.purpose in _PURPOSES:
        yield _(_PURPOSES[reading.purpose])
    yield from cards(text)
    if not reading.spans:
        yield _("These words suggest no rule.")
        return
    from evidencelog.app.wording import grounds

    known = grounds(reading.rules)
    for code in reading.rules:
        yield ""
        yield f"{code} {known[code]['title']}"
        yield from span_lines([span for span in reading.spans if span.rule == code])
        for basis in known[code]["bases"][:_FEW]:
            line = f"  {basis['citation']} ({value_label('force', basis['force'])})"
            yield _("{line}; if: {condition}", line=line, condition=basis["condition"]) if basis["condition"] else line
        if len(known[code]["bases"]) > _FEW:
            yield "  " + _("more: {command}", command=f"evidencelog rule {code}")


def cards(text: str) -> Iterator[str]:
    """The cards the words call for, in full."""
    from evidencelog.app.guidance import cards_for

    for line in card_lines(None, cards_for(None, {"content": text})):
        yield line if line.startswith(" ") else f"\n{line}"


def span_lines(spans: Sequence[Span]) -> Iterator[str]:
    """Each marked piece with the reason; a reason that holds for several is said once."""
    for reason in dict.fromkeys(span.reason for span in spans):
        words = dict.fromkeys(span.text for span in spans if span.reason == reason)
        yield "  " + " ".join(_("\u201c{text}\u201d", text=one) for one in words)
        yield f"    {reason}"


def marked(text: str, spans: Sequence[Span]) -> str:
    """The text with ``[[`` and ``]]`` around what was marked; marks that touch or overlap are one."""
    joined: list[list[int]] = []
    for start, end in sorted((span.start, span.end) for span in spans):
        if joined and start <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([start, end])
    pieces, at = [], 0
    for start, end in joined:
        pieces += [text[at:start], "[[", text[start:end], "]]"]
        at = end
    return "".join(pieces) + text[at:]
