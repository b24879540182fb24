"""Provisions and lists of sentences in words, for findings and rules alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evidencelog.i18n import _
from evidencelog.models.labels import value_label
from evidencelog.tui.pack_words import in_app
from evidencelog.tui.widgets.drawing import Paragraph, Part
from evidencelog.tui.widgets.reading import BLANK, heading, plain, quiet

if TYPE_CHECKING:
    from collections.abc import Mapping


def ground(basis: Mapping[str, Any]) -> list[Paragraph]:
    """A provision as a finding or a rule cites it: how binding, its name, since when, how its text is known, the text."""
    span = _("in force from {since}", since=basis["in_force_from"])
    if basis["in_force_to"]:
        span = _("in force from {since} to {until}", since=basis["in_force_from"], until=basis["in_force_to"])
    status = value_label("text_status", basis["text_status"])
    if basis["quoted_via"]:
        status = _("quoted from: {source}", source=basis["quoted_via"])
    return [
        Paragraph(
            (Part(value_label("force", basis["force"]) + "  ", "accent"), Part(basis["citation"])), indent=1, hang=1
        ),
        quiet(f"{span}   {status}", indent=2),
        *(plain(line, indent=2) for line in basis["text"].splitlines() if line),
    ]


def listed(title: str, lines: tuple[str, ...]) -> list[Paragraph]:
    """Lines under a title; nothing without lines."""
    if not lines:
        return []
    return [BLANK, heading(title), *(Paragraph((Part("- "), Part(in_app(line))), indent=1, hang=2) for line in lines)]
