"""Between the entry form and the app: what was typed, what is saved, what is wrong."""

from __future__ import annotations

import os
import re
import shlex
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from evidencelog.app import browsing
from evidencelog.errors import EvidencelogError, InvalidField, InvalidInput
from evidencelog.i18n import N_, _
from evidencelog.models.browsing import ContactFilter
from evidencelog.models.fields import CONTACT, DEBTOR, RECORDS
from evidencelog.models.labels import value_label
from evidencelog.tui.typed_path import typed_path
from evidencelog.tui.words import size_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from evidencelog.app.cases import Case
    from evidencelog.models.progress import Progress
    from evidencelog.tui.widgets.drawing import Paragraph

PLACEHOLDERS = {
    "at": N_("empty: now"),
    "number": N_("as it was shown"),
    "duration": N_("1m35s, 1:35 or 95"),
    "count": N_("1; or 14 missed calls"),
    "to": N_("empty: me"),
    "attach": N_("drop files, or paths"),
    "private_note": N_("never leaves the case"),
    "visitors": N_("a number"),
}
LONGEST_ANSWER = 60
"""Characters of a pasted text above which it is taken for the words of a message."""
RECENT = 400
"""Newest contacts whose numbers are offered."""
MOMENTS = frozenset(field.name for fields in (CONTACT, *RECORDS.values()) for field in fields if field.type == "time")
"""Fields that hold a moment."""
OWN = ("refused", "attach", "because")
"""Fields of the form that are not fields of a contact."""


class Seen(NamedTuple):
    """What is seen in an entry that is not saved yet."""

    words: list[Paragraph]
    wrong: list[tuple[str, str]]
    """What keeps it from being saved, as ``wrongs`` says it."""


class Saved(NamedTuple):
    """What saving an entry did."""

    id: str
    words: list[str]
    """What was written down beside it, one line each."""


def me() -> str:
    """The word for the person who keeps the log."""
    return value_label("to", DEBTOR)


def placeholder(name: str) -> str:
    """What stands in an empty field."""
    return _(PLACEHOLDERS[name]) if name in PLACEHOLDERS else ""


def platform_kinds(case: Case) -> dict[str, str | None]:
    """The kind of each platform by its name and other names."""
    kinds: dict[str, str | None] = {}
    for platform in browsing.records(case, "platform"):
        for name in (platform["name"], *(platform.get("aliases") or ())):
            kinds[name] = platform.get("kind")
    return kinds


def echo(text: str | None, case: Case) -> str:
    """How a time was read: ``= 2026-11-20 周五 22:30``; what may be typed where nothing was."""
    from evidencelog.app.moments import echo_of

    if not text:
        return _("e.g. yesterday 22:30")
    return echo_of(text, now=case.now(), zone=case.zone) or _("not read as a time yet")


# from a record to the form and back


def typed(values: Mapping[str, Any], zone: str) -> dict[str, str]:
    """A record's values as the form holds them: text, with one entry for each answer; moments in the zone."""
    shown: dict[str, str] = {}
    for name, value in values.items():
        if value is None or (name == "to" and value == DEBTOR):
            continue
        if name in MOMENTS:
            shown[name] = local_moment(str(value), zone, values.get("precision") if name == "at" else None)
            continue
        if name == "identity":
            shown |= {f"identity.{item}": answer for item, answer in value.items()}
        elif isinstance(value, bool):
            shown[name] = "yes" if value else "no"
        else:
            shown[name] = str(value)
    return shown


def record_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """What the form holds as a record takes it."""
    record: dict[str, Any] = {name: value for name, value in values.items() if name not in OWN and "." not in name}
    answers = {name.partition(".")[2]: value for name, value in values.items() if name.startswith("identity.")}
    if answers:
        record["identity"] = answers
    if record.get("to") == me():
        record["to"] = DEBTOR
    return record


def local_moment(value: str, zone: str, precision: str | None = None) -> str:
    """``2026-11-20 22:30:00`` in the zone, for a moment in ISO 8601 with an offset; other texts as they are."""
    from datetime import datetime

    from evidencelog.app.moments import stamp

    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return value
    if moment.tzinfo is None:
        return value
    return stamp(moment, precision, zone=zone)


def changes(before: Mapping[str, Any], form: Mapping[str, Any], asked: set[str], zone: str) -> dict[str, Any]:
    """The fields whose value on the form is another than before; None where one was emptied.

    ``asked`` are the fields the form showed: what it did not show is not changed.
    """
    old = record_values(typed(before, zone))
    changed: dict[str, Any] = {}
    for name in {*old, *form} & asked:
        if old.get(name) != form.get(name):
            changed[name] = form.get(name)
    if "to" in changed and changed["to"] is None:
        changed["to"] = DEBTOR
    return changed


def paths(text: str | None) -> list[Path]:
    """The paths typed, dropped or pasted into one line; quotes keep spaces together, ``file://`` is taken off."""
    if not text:
        return []
    with suppress(OSError, ValueError):  # too long for a path: no path as a whole
        if (whole := typed_path(text)).exists():
            return [whole]
    try:
        words = shlex.split(text, posix=os.name != "nt")
    except ValueError:
        words = [text]
    return [typed_path(_plain_path(word.strip("\"'"))) for word in words]


def _plain_path(word: str) -> str:
    if not word.startswith("file://"):
        return word
    from urllib.parse import unquote, urlsplit
    from urllib.request import url2pathname

    return url2pathname(unquote(urlsplit(word).path)) if os.name == "nt" else unquote(urlsplit(word).path)


def dropped(text: str) -> list[Path]:
    """The files a pasted text names, as a terminal writes them when they are dropped on it; none for any other text."""
    line = text.strip()
    begins = line.lstrip("\"'")
    if "\n" in line or not (begins.startswith(("/", "~", "file://")) or (os.name == "nt" and begins[1:2] == ":")):
        return []
    try:
        found = paths(line)
        return found if found and all(path.is_file() for path in found) else []
    except (OSError, ValueError):
        return []


def quoted(files: Sequence[Path]) -> str:
    """Paths on one line, as ``paths`` reads them."""
    return " ".join(shlex.quote(str(path)) if os.name != "nt" else f'"{path}"' for path in files)


def files_words(text: str | None, case: Case) -> str:
    """What the files typed are: size, and the time their name or they themselves tell; what is wrong with them."""
    words = []
    for path in paths(text):
        try:
            size = path.stat().st_size
        except OSError as error:
            words.append(_("{name}: {reason}", name=path.name, reason=error.strerror or str(error)))
            continue
        told = file_time(path, case)
        words.append("  ".join(part for part in (path.name, size_words(size), told[0] if told else "") if part))
    return "; ".join(words)


_TIME_IN_NAME = re.compile(r"(20\d\d)[-_.]?(\d\d)[-_.]?(\d\d)[-_. T]*(\d\d)[-_.:]?(\d\d)(?:[-_.:]?(\d\d))?(?!\d)")


def file_time(path: Path, case: Case) -> tuple[str, bool] | None:
    """``2026-11-20 22:30:05`` in the case's zone, and whether the file's name says so; else when it was last written."""
    from datetime import UTC, datetime
    from zoneinfo import ZoneInfo

    if match := _TIME_IN_NAME.search(path.name):
        try:
            at = datetime(*(int(part or 0) for part in match.groups()))  # type: ignore[arg-type]  # noqa: DTZ001
        except ValueError:
            pass
        else:
            return f"{at:%Y-%m-%d %H:%M:%S}" if match[6] else f"{at:%Y-%m-%d %H:%M}", True
    try:
        written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except (OSError, OverflowError, ValueError):
        return None
    return f"{written.astimezone(ZoneInfo(case.zone)):%Y-%m-%d %H:%M:%S}", False


def recent_numbers(case: Case) -> list[str]:
    """Numbers to complete from: those of the platforms, then those that called last."""
    known = [number for platform in browsing.records(case, "platform") for number in platform.get("numbers") or ()]
    rows = browsing.page(case, ContactFilter(), offset=0, limit=RECENT)
    return list(dict.fromkeys([*known, *(row.number for row in rows if row.number)]))


# what the app does


def look(case: Case, values: dict[str, Any]) -> Seen:
    """What the checker sees in an entry that is not saved yet, or which fields it cannot read."""
    from evidencelog.app import checking
    from evidencelog.tui import contact_text
    from evidencelog.tui.widgets.reading import quiet

    try:
        findings = checking.findings_in(case, values)
    except InvalidInput as error:
        return Seen([quiet(_("Checked as soon as the fields can be read."))], wrongs(error))
    if not findings:
        return Seen([quiet(_("The checker sees nothing in it so far."))], [])
    return Seen(contact_text.found(findings), [])


def save(case: Case, values: dict[str, Any], files: Sequence[Path], *, refused: bool, progress: Progress) -> Saved:
    """Records the entry; ``refused`` also records that the third person wants no more contact."""
    from evidencelog.app import recording

    progress.step(0, None)
    recorded = recording.record(case, "contact", values, attach=files, progress=progress)
    words = _new_names(case, recorded.created)
    if refused and values.get("platform"):
        words.append(_refusal(case, recorded.id))
    return Saved(recorded.id, words)


def _new_names(case: Case, created: Sequence[str]) -> list[str]:
    """Names that were not on record before: one that was only mistyped is seen at once."""
    lenders = {row["id"]: row for row in browsing.records(case, "platform")} if created else {}
    people = {row["id"]: row["name"] for row in browsing.records(case, "person")} if created else {}
    new = [lenders[one]["name"] if one in lenders else people.get(one) for one in created]
    names = ", ".join(name for name in new if name)
    if any(one in lenders and not lenders[one].get("kind") for one in created):
        return [_("New: {names}. What kind of lender it is can be said under Platforms.", names=names)]
    return [_("New: {names}.", names=names)] if names else []


def _refusal(case: Case, contact: str) -> str:
    """Records the wish to be left alone; the contact itself is on record whatever becomes of this."""
    from evidencelog.app import recording

    kept = browsing.detail(case, contact).values
    try:
        recording.record(case, "refusal", {"person": kept["to"], "platform": kept["platform"], "at": kept["at"]})
    except EvidencelogError as error:
        return str(error)
    return _("Their wish to be left alone is on record.")


def correct(case: Case, contact: str, changed: dict[str, Any], because: str) -> Saved:
    """Records a corrected version."""
    from evidencelog.app import recording

    version = recording.correct(case, contact, changed, because)
    return Saved(contact, [_("Version {version} stands now.", version=version)])


def wrongs(error: EvidencelogError, files: Sequence[Path] = ()) -> list[tuple[str, str]]:
    """What is wrong, with the field each sentence belongs under; empty where it belongs under none.

    ``files`` are those that were to be attached.
    """
    if isinstance(error, InvalidInput):
        return [(problem.where, problem.what) for problem in error.problems]
    if isinstance(error, InvalidField):
        return [(error.field, error.reason)]
    return [("attach" if getattr(error, "path", None) in files else "", str(error))]


def words_pasted(text: str) -> bool:
    """Whether a pasted text is what was written or said, and none of the short answers of a line."""
    return len(text.strip()) > LONGEST_ANSWER or len([line for line in text.splitlines() if line.strip()]) > 1


def asked_fields(shown: set[str]) -> set[str]:
    """The record's fields behind the fields of the form that are shown."""
    names = {field.name for field in CONTACT}
    return {name.partition(".")[0] for name in shown if name.partition(".")[0] in names} | {"content"}
