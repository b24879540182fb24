"""Complaints and periods in words: what was sent, what came back, what runs and until when."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from evidencelog.i18n import _, ngettext
from evidencelog.models.labels import field_label, value_label
from evidencelog.tui import file_text, masking
from evidencelog.tui.actions import key_of
from evidencelog.tui.widgets.drawing import Paragraph, Part, cell_len
from evidencelog.tui.widgets.reading import BLANK, heading, named, plain, quiet
from evidencelog.tui.words import day_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from evidencelog.app.deadlines import Deadline
    from evidencelog.models.browsing import Attachment


def left(one: Deadline, today: str, *, short: bool = False) -> str:
    """How long a period still runs, in two or three words; ``short`` where there is little room."""
    if one.on is None:
        return _("no day yet")
    if one.state == "answered":
        return _("reply came")
    days = (date.fromisoformat(one.on) - date.fromisoformat(today)).days
    if short and days:
        return ngettext("{n} day", "{n} days", days) if days > 0 else _("{n} over", n=-days)
    if days < 0:
        return ngettext("over for {n} day", "over for {n} days", -days)
    return _("ends today") if days == 0 else ngettext("{n} day left", "{n} days left", days)


def complaint(
    item: Mapping[str, Any], title: str, clocks: Sequence[Deadline], today: str, papers: Sequence[Attachment] = ()
) -> list[Paragraph]:
    """A complaint: what is on record of it, the papers sealed to it, and its periods."""
    names = [name for name in item if name not in {"id", "version", "channel", "answer"}]
    labels = {field_label(name): str(item[name]) for name in names}
    column = max(map(cell_len, labels)) + 2
    text = [heading(title), quiet(item["id"]), BLANK]
    text += [named(label, value, column=column) for label, value in labels.items()]
    if not item.get("reference"):
        words = _("No reference number yet; {key} (came back) writes it down.", key=key_of("follow.answer"))
        text.append(quiet(words))
    if item.get("answer"):
        text += [BLANK, heading(_("What they answered")), plain(masking.words(str(item["answer"])), indent=1)]
    text += [BLANK, *_papers(papers), BLANK, heading(_("Time limits"))]
    if not clocks:
        text.append(quiet(_("None is known for this addressee and kind of lender.")))
    for one in clocks:
        text += clock(one, today)
    return text


def _papers(papers: Sequence[Attachment]) -> list[Paragraph]:
    if papers:
        return file_text.files(papers, mark=key_of("follow.mark"), open=key_of("follow.open"))
    words = _(
        "No paper is attached; {key} seals the answer or a photo of the letter to it.", key=key_of("follow.attach")
    )
    return [quiet(words)]


def clock(one: Deadline, today: str) -> list[Paragraph]:
    """One period."""
    weight = "accent" if one.state == "over" else "strong" if one.state == "running" else "quiet"
    until = day_words(one.on, year=True) if one.on else ""
    text = [Paragraph((Part(left(one, today), weight), Part("   " + until)))]
    text.append(plain(one.text, indent=2))
    status = value_label("text_status", one.text_status)
    text.append(quiet(f"{one.citation}   {status}   {_('binds: {whom}', whom=one.binds)}", indent=2))
    if one.remind_on:
        text.append(quiet(_("reminder on {day}", day=one.remind_on), indent=2))
    if one.note:
        text.append(quiet(one.note, indent=2))
    if one.state == "over" and one.then:
        text.append(Paragraph((Part(_("Now: {words}", words=one.then), "accent"),), indent=2))
    return text


def period(one: Deadline, today: str) -> list[Paragraph]:
    """A period that runs without a complaint."""
    return [heading(one.title), plain(one.platform), BLANK, *clock(one, today)]


def nothing() -> list[Paragraph]:
    """What stands where no complaint was sent and nothing runs."""
    return [
        heading(_("No complaint is on record.")),
        BLANK,
        plain(
            _(
                "After a packet was sent, {key} writes down the complaint; its time limits are counted from that day.",
                key=key_of("follow.add"),
            )
        ),
        plain(_("{key} on the first screen makes the packet.", key=key_of("home.export"))),
    ]
