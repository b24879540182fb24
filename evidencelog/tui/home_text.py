"""The words on the first screen, and the slow work behind its figures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from evidencelog.app import browsing
from evidencelog.i18n import N_, _, ngettext
from evidencelog.models.findings import COUNTED_GRADES
from evidencelog.tui import masking
from evidencelog.tui.actions import key_of
from evidencelog.tui.widgets.drawing import Paragraph, Part, cell_len, fit, shown
from evidencelog.tui.widgets.reading import BLANK, heading, named, plain, quiet
from evidencelog.tui.words import date_words, day_words, language_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evidencelog.app.cases import Case
    from evidencelog.app.overview import Weight
    from evidencelog.models.browsing import CaseInfo
    from evidencelog.models.progress import Progress

CHECKED_AT_ONCE = 50_000
"""Up to so many contacts the whole case is checked for the figures of the first screen, and after each answer."""

DRAFT = "entry"
"""Name under which the half-written entry is kept."""


def today(case: Case, info: CaseInfo) -> list[str]:
    """What today and this week amount to so far, and what waits: pieces of a line, the most important first."""
    from evidencelog.app.overview import today as of_today

    so_far = of_today(case)
    words = [_("Today {day}", day=day_words(so_far.day))]
    words.append(
        ngettext("{n} contact so far", "{n} contacts so far", so_far.contacts)
        if so_far.contacts
        else _("nothing noted yet")
    )
    if so_far.answered:
        words.append(ngettext("{n} call answered", "{n} calls answered", so_far.answered))
    words.append(ngettext("{n} this week", "{n} this week", so_far.week))
    if info.inbox:
        words.append(
            ngettext("{n} not placed ({key})", "{n} not placed ({key})", info.inbox, key=key_of("home.platforms"))
        )
    return words


def weight(weight: Weight) -> list[str]:
    """What the findings amount to: pieces of a line, the most important first."""
    total = sum(weight.grades.get(grade, 0) for grade in COUNTED_GRADES)
    if not weight.grades:
        return [_("Nothing found so far ({key})", key=key_of("home.findings"))]
    pieces = [ngettext("{n} finding", "{n} findings", total)]
    if weight.grades.get("breach"):
        pieces.append(ngettext("{n} shown", "{n} shown", weight.grades["breach"]))
    if weight.waiting:
        pieces.append(ngettext("{n} to judge", "{n} to judge", weight.waiting))
    if weight.questions:
        pieces.append(ngettext("{n} question", "{n} questions", weight.questions))
    if weight.running:
        pieces.append(
            ngettext(
                "{n} time limit ({day})",
                "{n} time limits ({day})",
                len(weight.running),
                day=date_words(weight.running[0].on or ""),
            )
        )
    if weight.grades.get("advisory"):
        pieces.append(ngettext("{n} above advice", "{n} above advice", weight.grades["advisory"]))
    return pieces


def fitting(pieces: Sequence[str], width: int) -> str:
    """As many pieces of a line as fit into ``width`` cells, three blanks apart."""
    line = ""
    for piece in pieces:
        longer = f"{line}   {piece}" if line else piece
        if cell_len(longer) > width:
            break
        line = longer
    return line


WELCOME = {
    "add": N_("write down the first contact"),
    "quick": N_("or in plain words, one line for each"),
    "call": N_("a call is running right now"),
    "visit": N_("someone is at the door"),
    "import": N_("take in the call log and messages of the phone"),
    "demo": N_("look around a filled, invented case first"),
}
"""What an empty case offers, by action."""


def welcome(info: CaseInfo) -> list[Paragraph]:
    """What an empty case says."""
    column = 14
    return [
        heading(_("A notebook for calls, messages and visits by debt collectors")),
        BLANK,
        plain(_("Write down what happens; the program shows which rule it touches, with its text; and makes a packet that others can verify.")),
        BLANK,
        named(_("Case folder"), info.path, column=column),
        named(_("Language"), _("{name} ({key} changes it)", name=language_name(), key=key_of("app.language")), column=column),
        named(_("Time zone"), _("{zone} ({key} changes it)", zone=info.zone, key=key_of("home.zone")), column=column),
        BLANK,
        *(
            Paragraph((Part(fit(key_of(f"home.{action}"), 3), "accent"), Part(_(words))))
            for action, words in WELCOME.items()
        ),
        BLANK,
        quiet(_("Everything stays in this folder on this computer. Nothing is sent anywhere.")),
    ]  # fmt: skip


def weigh(case: Case, progress: Progress) -> Weight:
    """What a whole check amounts to."""
    from evidencelog.app import overview

    return overview.weigh(case, progress)


def banners(case: Case, _progress: Progress) -> str:
    """What is to be known about the law packs before anything else: changed since they were accepted, past their review."""
    from evidencelog.app import pack_versions

    return " ".join(pack_versions.banners(case))


def beside(case: Case, contact: str) -> list[Paragraph]:
    """The contact under the cursor, for the pane beside the list."""
    from evidencelog.app import checking
    from evidencelog.app.guidance import tag_words
    from evidencelog.tui import contact_text

    detail = browsing.detail(case, contact)
    found = checking.findings_for(case, [contact]).get(contact, [])
    return [
        Paragraph((Part(shown(detail.row.platform_name or _("not placed")), "strong"), Part("  " + contact, "quiet"))),
        BLANK,
        *contact_text.contact(detail, found, case.zone, tag_words(case) if detail.values.get("tag") else None),
    ]


def draft_words(case: Case) -> str:
    """What is said of a draft that was kept; empty without one."""
    from evidencelog.app import drafts

    for kind in ("call", "visit"):
        if drafts.kept(case, f"live-{kind}"):
            from evidencelog.tui.live import kept_words

            if words := kept_words(case, kind, key_of(f"home.{kind}")):
                return words
    if drafts.kept(case, "quick"):
        return _("Words you had begun were kept: {key} goes on with them.", key=key_of("home.quick"))
    told = told_in_draft(case)
    if not told:
        return ""
    return _(
        "An entry you had begun was kept ({words}): {add} goes on with it, {drop} drops it.",
        words=told,
        add=key_of("home.add"),
        drop=key_of("home.discard_draft"),
    )


def told_in_draft(case: Case) -> str:
    """The first words of the entry that was begun; empty without one."""
    from evidencelog.app import drafts

    kept = drafts.kept(case, DRAFT)
    if not kept:
        return ""
    told = " ".join(str(kept[name]) for name in ("at", "platform", "caller", "content") if kept.get(name))
    return masking.words(shown(told)[:40]) or "-"


def discard_draft(case: Case) -> str:
    """Throws the draft away and says so."""
    from evidencelog.app import drafts

    drafts.drop(case, DRAFT)
    return _("The draft was thrown away.")


def make_demo(case: Case, progress: Progress) -> Any:
    """Makes the demo case beside this one, or finds it there; gives its path."""
    from evidencelog.app.demo import make_demo as make

    path = Path(case.path).with_name("demo")
    if not path.exists():
        make(path, progress)
    return path
