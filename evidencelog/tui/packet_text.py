"""A packet in words: whom it may be for, what it would hold, what is missing, what was made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evidencelog.i18n import _, ngettext
from evidencelog.tui.actions import key_of
from evidencelog.tui.pack_words import in_app
from evidencelog.tui.widgets.drawing import Paragraph, Part
from evidencelog.tui.widgets.reading import BLANK, heading, plain, quiet
from evidencelog.tui.words import size_words

if TYPE_CHECKING:
    from evidencelog.models.packet import Missing
    from evidencelog.models.packet_making import GuardHit, Made, PlannedFile, Preview

BAR = 24
"""Cells of the progress bar."""


def bar(done: int, total: int | None) -> str:
    """How far the work is, e.g. ``[======      ] 50 %``."""
    if not total:
        return str(done)
    share = min(done / total, 1.0)
    filled = round(share * BAR)
    return f"[{'=' * filled}{' ' * (BAR - filled)}] {share:.0%}".replace("%", " %")


def channel(item: dict[str, Any]) -> list[Paragraph]:
    """An addressee: when it is the right one, or why it may not be."""
    words = [plain(item["when"])]
    if item["fits"] != "yes":
        words += [Paragraph((Part(why, "accent"),)) for why in item["why"] if why != item["when"]]
    return [heading(item["title"]), *words]


def needs(item: dict[str, Any]) -> list[Paragraph]:
    """What the addressee asks for, how to reach it, and the clocks that start."""
    text = [BLANK, heading(_("What it asks for"))]
    for one in item["requires"]:
        held = {True: _("there"), False: _("missing"), None: ""}[one["held"]]
        text.append(
            Paragraph((Part(one["label"]), Part(f"  {held}", "quiet" if one["held"] else "accent")), indent=1, hang=2)
        )
    text += [BLANK, heading(_("How it goes there")), plain(in_app(item["how"]), indent=1)]
    if item["clocks"]:
        text += [BLANK, heading(_("Time limits that start"))]
        text += [Paragraph((Part(clock["text"]),), indent=1, hang=2) for clock in item["clocks"]]
    return text


def addressee(item: dict[str, Any]) -> list[Paragraph]:
    """An addressee before anything is looked at: whether it is the right one, and what it asks for."""
    fits = {
        "yes": _("This addressee fits."),
        "no": _("This addressee does not fit."),
        "unknown": _("Whether it fits is open."),
    }
    text = [heading(item["title"]), Paragraph((Part(fits[item["fits"]], "accent"),))]
    text += [plain(why, indent=1) for why in item["why"] or [item["when"]]]
    return [*text, *needs(item)]


def preview(item: dict[str, Any], looked: Preview, out: str) -> list[Paragraph]:
    """What would leave the house: the guard's word first, then what is missing, shortened and packed."""
    text = channel(item)
    text += [Paragraph((Part(in_app(one), "accent"),)) for one in looked.warnings if one not in item["why"]]
    text += guard(looked.hits)
    text += missing(looked.missing)
    counts = ngettext("{n} entry listed", "{n} entries listed", looked.counts.entries)
    counts += "   " + ngettext("{n} finding", "{n} findings", looked.findings)
    text += [BLANK, heading(counts), *(plain(line, indent=1) for line in looked.statement)]
    text += [BLANK, heading(_("Shortened"))]
    if looked.redactions:
        text += [plain(line, indent=1) for line in looked.redactions]
    else:
        text.append(quiet(_("No name or number of a third person stands in it."), indent=1))
    text.append(quiet(_("Private notes never leave the case."), indent=1))
    text += [BLANK, heading(ngettext("{n} file in the packet", "{n} files in the packet", len(looked.files)))]
    text += [*map(_file, looked.files), BLANK, Paragraph((Part(_("Written to") + "  ", "quiet"), Part(out)))]
    return [*text, *needs(item)]


def missing(items: tuple[Missing, ...]) -> list[Paragraph]:
    """What the addressee asks for and the log does not hold."""
    if not items:
        return [BLANK, heading(_("Missing")), quiet(_("Nothing the addressee asks for is missing."), indent=1)]
    text = [BLANK, heading(_("Missing; stays a visible blank"))]
    for item in items:
        text.append(Paragraph((Part(item.label, "accent"), Part(f"  {item.citation}", "quiet")), indent=1, hang=2))
        if item.mend:
            text.append(plain(in_app(item.mend), indent=3))
    return text


def guard(hits: tuple[GuardHit, ...]) -> list[Paragraph]:
    """Places that claim more than the log bears; they stop the export."""
    if not hits:
        return [BLANK, Paragraph((Part(_("Nothing in it says more than the record bears."), "accent"),))]
    text = [BLANK, heading(_("Says more than the record bears; mend this first"))]
    return text + [Paragraph((Part(hit.line()),), indent=1, hang=2) for hit in hits]


def made(item: dict[str, Any], result: Made) -> list[Paragraph]:
    """The finished packet: where it lies, how it is verified, what to do next."""
    text = [heading(_("The packet is ready.")), BLANK]
    for label, value in (
        (_("Path"), str(result.path)),
        ("SHA-256", result.sha256),
        (_("Size"), size_words(result.size)),
        (_("Letter to sign"), str(result.letter or "")),
        (_("For upload"), str(result.submit or "")),
    ):
        text += [quiet(label), plain(value)] if value else []
    text += map(_file, result.uploads)
    text += [
        BLANK,
        plain(_("Who receives it verifies it with: python3 data/verify.py, inside the packet.")),
    ]
    text.append(
        Paragraph(
            (
                Part(
                    _(
                        "Once it is sent, {key} writes the complaint down, so that its time limits are counted.",
                        key=key_of("export.sent"),
                    ),
                    "accent",
                ),
            )
        )
    )
    if item["after"]:
        text += [BLANK, heading(_("When it is sent")), *(plain(in_app(line), indent=1) for line in item["after"])]
    text += [Paragraph((Part(in_app(one), "accent"),)) for one in result.warnings]
    return text + (missing(result.missing) if result.missing else [])


def _file(file: PlannedFile) -> Paragraph:
    size = "" if file.size is None else f"  {size_words(file.size)}"
    return Paragraph((Part(file.path), Part(f"  {file.what}{size}", "quiet")), indent=1, hang=2)
