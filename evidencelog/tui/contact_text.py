"""One contact in words: its facts, what was found in it, its files and its history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evidencelog.i18n import N_, _
from evidencelog.models.fields import CONTACT, DEBTOR
from evidencelog.models.labels import field_label, value_label
from evidencelog.tui import file_text, masking
from evidencelog.tui.actions import key_of
from evidencelog.tui.widgets.drawing import Paragraph, Part, cell_len, shown
from evidencelog.tui.widgets.reading import BLANK, heading, named, plain, quiet
from evidencelog.tui.words import duration_words, moment_words, written_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from evidencelog.models.browsing import ContactDetail, Version
    from evidencelog.models.findings import Finding

EVENTS = {
    "recorded": N_("recorded"),
    "corrected": N_("corrected"),
    "withdrawn": N_("withdrawn"),
    "erased": N_("erased for good"),
    "attached": N_("files attached"),
    "marked": N_("file marked as a copy"),
    "reviewed": N_("judged"),
    "linked": N_("second witness linked"),
    "assigned": N_("number assigned"),
}
"""What an entry of the history says it is."""

_NUMBERS = {"payee", "case_number"}
"""Fields besides telephone numbers that are hidden with them."""
_LONG = {"content", "private_note", "identity"}


def value_words(field: str, value: Any) -> str:
    """A value of a contact in words."""
    if value is None:
        return _("not known")
    kinds = {candidate.name: candidate.type for candidate in CONTACT}
    kind = kinds.get(field, "line")
    if kind == "choice":
        return value_label(field, str(value))
    if kind == "time":
        return moment_words(str(value))
    if kind == "duration":
        return duration_words(int(value))
    if kind == "flag":
        return value_label("flag", "yes" if value else "no")
    if kind == "person" and value == DEBTOR:
        return value_label("to", DEBTOR)
    if kind == "answers" and isinstance(value, dict):
        return "  ".join(
            f"{value_label('answer_items', item)}: {value_label('answers', str(answer))}"
            for item, answer in value.items()
        )
    if kind == "number" or field in _NUMBERS:
        return masking.number(str(value))
    if kind == "text":
        return masking.words(str(value))
    if isinstance(value, (list, tuple)):
        return "  ".join(str(item) for item in value)
    return str(value)


def tags_heard(tags: Iterable[Any], called: Mapping[str, str]) -> str:
    """Tags in words, each with the second of the call or recording: ``自称公安 01:15``."""
    words = []
    for one in tags:
        tag, _at, second = str(one).partition("@")
        clock = f" {int(second) // 60:02}:{int(second) % 60:02}" if second.isdigit() else ""
        words.append(called.get(tag, tag.replace("_", " ")) + clock)
    return "  ".join(words)


def facts(values: dict[str, Any], called: Mapping[str, str]) -> list[Paragraph]:
    """The known facts, one a line, in the order of the form; then the words, then the private note.

    ``called``: what tags are called.
    """
    if values.get("tag"):
        values = values | {"tag": (tags_heard(values["tag"], called),)}
    known = [field.name for field in CONTACT if values.get(field.name) is not None and field.name not in _LONG]
    column = max((cell_len(field_label(name)) for name in known), default=8) + 2
    text = [named(field_label(name), value_words(name, values[name]), column=column) for name in known]
    if values.get("identity"):
        text.append(named(field_label("identity"), value_words("identity", values["identity"]), column=column))
    for name in ("content", "private_note"):
        if values.get(name):
            text += [BLANK, heading(field_label(name))]
            text += [plain(line) for line in masking.words(str(values[name])).splitlines()]
    return text


def found(findings: Sequence[Finding]) -> list[Paragraph]:
    """What was found in it, one a line: code, title, how sure."""
    text: list[Paragraph] = []
    for finding in findings:
        line = (
            Part(finding.rule, "strong"),
            Part(f"  {finding.title}  "),
            Part(value_label("grade", finding.grade), "quiet"),
        )
        text.append(Paragraph(line, hang=2))
    return text


def history(versions: Sequence[Version], zone: str) -> list[Paragraph]:
    """Every version, oldest first: when it was written, what changed, why."""
    text: list[Paragraph] = []
    for version in versions:
        what = _(EVENTS[version.event]) if version.event in EVENTS else version.event
        because = "  " + _("because: {reason}", reason=masking.words(version.because)) if version.because else ""
        if version.event in {"attached", "marked"} and not version.erased:
            what += "  " + _of_file(version)
        text.append(
            Paragraph((Part(written_words(version.at, zone) + "  ", "quiet"), Part(what), Part(because)), hang=2)
        )
        if version.erased:
            text.append(quiet(_("The words of this version were erased for good."), indent=4))
        elif version.event == "corrected":
            for field, (before, after) in version.changes.items():
                change = f"{value_words(field, before)} -> {value_words(field, after)}"
                label = field_label(field)
                text.append(Paragraph((Part(label + "  ", "quiet"), Part(change)), indent=4, hang=2))
    return text


def _of_file(version: Version) -> str:
    _none, file = version.changes.get("attachment", (None, ""))
    if version.event == "attached":
        return shown(str(file))
    (_was, kind), (_before, of) = version.changes["copy"], version.changes["copy_of"]
    return _("{id}: {what}", id=file, what=file_text.copy_words(kind, of))


def origin(detail: ContactDetail, zone: str) -> list[Paragraph]:
    """How the contact is known, and when it was written down."""
    text = [quiet(_("Written down {when}", when=written_words(detail.recorded_at, zone)))]
    return text + [
        quiet(_("Read from {file}, {position}", file=source.file, position=source.position))
        for source in detail.origins
    ]


def contact(
    detail: ContactDetail, findings: Sequence[Finding], zone: str, called: Mapping[str, str] | None = None
) -> list[Paragraph]:
    """Everything about one contact; ``called``: what tags are called."""
    text: list[Paragraph] = []
    if detail.withdrawn:
        text += [
            Paragraph((Part(_("This entry was withdrawn. It stays readable and is not counted."), "strong"),)),
            BLANK,
        ]
    text += facts(detail.values, called or {})
    if findings:
        text += [BLANK, heading(_("What the checker sees in it")), *found(findings)]
    text += [BLANK, *file_text.files(detail.attachments, mark=key_of("contact.mark"))]
    text += [BLANK, heading(_("History")), *history(detail.history, zone), BLANK, *origin(detail, zone)]
    return text
