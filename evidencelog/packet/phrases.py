"""How facts are said in documents, in the language in use: moments, kinds of contact, grades, texts of provisions."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from evidencelog.i18n import N_, _, language, ngettext
from evidencelog.models.fields import DEBTOR
from evidencelog.models.labels import value_label
from evidencelog.packet.blocks import Run
from evidencelog.packet.quoting import outside_marks
from evidencelog.timing.clock import local_parts, ts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from evidencelog.models.addressees import Ground
    from evidencelog.models.findings import Basis, Finding
    from evidencelog.models.packet import Entry, Packet, ThirdPerson
    from evidencelog.packet.blocks import Runs

_WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
_KINDS = {
    ("call", "in"): N_("incoming call"),
    ("call", "out"): N_("own call"),
    ("message", "in"): N_("message received"),
    ("message", "out"): N_("own message"),
}
_FORMS = {
    "law": N_("may be contrary to {citation}"),
    "judicial_interpretation": N_("may be contrary to {citation}"),
    "regulation": N_("may be contrary to {citation}"),
    "normative_document": N_("may be contrary to {citation}"),
    "recommended_standard": N_("does not conform to a recommended national standard: {citation}"),
    "association_rule": N_("does not conform to an association's own rules: {citation}"),
}
_ADVISED = N_("above what is advised in {citation}")
_YOU = re.compile(r"\b[Yy]ou(r)?\b(?: (have|are|were|do)\b)?")
_VERBS = {"have": "has", "are": "is", "were": "was", "do": "does"}


def _third(match: re.Match[str]) -> str:
    words = "the complainant’s" if match[1] else "the complainant"
    if match[0][0] == "Y":
        words = words.capitalize()
    return f"{words} {_VERBS[match[2]]}" if match[2] else words


_CODES = {"zh": re.compile(r"（[a-z]+(?:_[a-z]+)*）"), "en": re.compile(r" \([a-z]+(?:_[a-z]+)+\)")}
"""Names of tags behind what they are called: they help who types them, not who reads a paper."""
_OWN_VOICE: dict[str, Callable[[str], str]] = {
    "zh": lambda text: _CODES["zh"].sub("", text).replace("您", "本人").replace("你", "本人"),
    "en": lambda text: _YOU.sub(_third, _CODES["en"].sub("", text)),
}
_LETTERS = "甲乙丙丁戊己庚辛壬癸"


def weekday(day: str) -> str:
    """Short name of the weekday of a date ``YYYY-MM-DD``."""
    return _(_WEEKDAYS[date.fromisoformat(day).weekday()])


def clock(second: int, precision: str | None) -> str:
    """Time of day as precisely as it is known: ``22:41:07``, ``22:41``, ``about 22:41`` or that only the day is known."""
    hours, rest = divmod(second, 3600)
    minutes, seconds = divmod(rest, 60)
    if precision == "day":
        return _("time not known")
    if precision == "approximate":
        return _("about {time}", time=f"{hours:02}:{minutes:02}")
    if precision == "minute":
        return f"{hours:02}:{minutes:02}"
    return f"{hours:02}:{minutes:02}:{seconds:02}"


def moment(entry: Entry) -> str:
    """Local day and time of an entry, on one line."""
    return f"{entry.day} {clock(entry.second, entry.get('precision'))}"


def zone(packet: Packet) -> str:
    """What the time of the packet is called."""
    return packet.zone_name or _("local time of {zone}", zone=packet.zone)


def local_day(packet: Packet, at: str) -> str:
    """The local day of an instant given as ISO 8601."""
    return local_parts(ts_of(at), packet.zone)[0]


def local_time(packet: Packet, at: str) -> str:
    """Local day and time of an instant given as ISO 8601."""
    day, second = local_parts(ts_of(at), packet.zone)
    return f"{day} {clock(second, None)}"


def duration(seconds: int) -> str:
    """Length of a call in minutes and seconds."""
    minutes, rest = divmod(seconds, 60)
    if minutes and rest:
        return _("{minutes} min {seconds} s", minutes=minutes, seconds=rest)
    return _("{minutes} min", minutes=minutes) if minutes else _("{seconds} s", seconds=rest)


def kind(entry: Entry) -> str:
    """What sort of contact it was, with its direction."""
    known = _KINDS.get((entry.values["kind"], entry.get("direction") or "in"))
    return _(known) if known else value_label("kind", entry.values["kind"])


def outcome(entry: Entry) -> str:
    """How a call ended, how long it took, and how many alike it stands for; empty when nothing is known."""
    parts = []
    if entry.get("outcome"):
        parts.append(value_label("outcome", entry.values["outcome"]))
    elif entry.values["kind"] == "call":
        parts.append(_("outcome not known"))
    if entry.get("duration"):
        parts.append(duration(entry.values["duration"]))
    if (entry.get("count") or 1) > 1:
        parts.append(ngettext("{n} alike", "{n} alike", entry.values["count"]))
    return _(", ").join(parts)


def recipient(entry: Entry) -> str:
    """Who was contacted: the complainant, or what stands for a third person with their relation."""
    to = entry.get("to")
    if to == DEBTOR:
        return _("the complainant")
    relation = entry.get("relation")
    return _("{person} ({relation})", person=to, relation=value_label("relation", relation)) if relation else str(to)


def counterpart(entry: Entry) -> str:
    """Who made the contact: number, name and staff number given, firm, what they claimed to be."""
    parts = [entry.get("number"), staff(entry.get("caller"), entry.get("employee_id")), entry.get("collector")]
    if entry.get("claimed_role") and entry.values["claimed_role"] != "none":
        parts.append(_("claimed to be: {role}", role=value_label("claimed_role", entry.values["claimed_role"])))
    return "\n".join(part for part in parts if part)


def staff(caller: str | None, employee_id: str | None) -> str:
    """A name and staff number given on the telephone, as far as they were."""
    number = _("staff no. {id}", id=employee_id) if employee_id else None
    return _(", ").join(part for part in (caller, number) if part)


def source(entry: Entry) -> str:
    """How the entry is known."""
    return value_label("source", entry.values["source"]) if entry.get("source") else _("not stated")


def content(entry: Entry, text: str | None = None) -> Runs:
    """The words of an entry: between quotation marks only when they are the other side's own, else marked as an account."""
    words = entry.get("content") if text is None else text
    if not words:
        return ()
    if entry.verbatim:
        return (Run(quoted(words), "quote"),)
    return (Run(_("(account) "), "program", "faint"), Run(words, "record"))


def quoted(text: str) -> str:
    """Text between quotation marks, untouched."""
    return f"“{text}”"


def in_own_voice(text: str) -> str:
    """What was said to the person who keeps the log as they say it to others, but for words between quotation marks."""
    return outside_marks(text, _OWN_VOICE[language()])


def in_a_row(sentences: Iterable[str]) -> str:
    """Sentences one behind the other, each with its full stop."""
    stop, between = ("。", "") if language() == "zh" else (".", " ")
    return between.join(one if one.endswith((stop, "。", "？", "?")) else one + stop for one in sentences)


def letter(position: int) -> str:
    """What a third person is called: 甲, 乙 … (A, B …), then a number; ``position`` from 0."""
    if language() == "zh":
        return _LETTERS[position] if position < len(_LETTERS) else str(position + 1)
    return chr(ord("A") + position) if position < 26 else str(position + 1)


def grade(code: str) -> str:
    """What a grade is called."""
    return value_label("grade", code)


def against(finding: Finding, basis: Basis) -> str:
    """How far a provision is held against the conduct: never more than its force and the grade bear."""
    form = _ADVISED if finding.grade == "advisory" else _FORMS[basis.force]
    sentence = _(form, citation=basis.citation)
    if basis.applies != "yes":
        sentence = _("{sentence} ({condition})", sentence=sentence, condition=condition(basis))
    return sentence


def condition(basis: Basis) -> str:
    """The condition of a basis that applies only if something unknown is so."""
    return _("if {condition}", condition=basis.applies.removeprefix("if:").strip())


def provision_text(basis: Basis | Ground) -> Runs:
    """The text of a provision: between quotation marks only when it is the wording, with its source when quoted."""
    if not basis.text:
        return ()
    if basis.text_status == "verbatim":
        return (Run(quoted(basis.text), "provision"),)
    if basis.text_status == "quoted":
        via = basis.quoted_via or _("a secondary source")
        return (Run(_("Quoted through {source}: ", source=via), "program", "faint"), Run(basis.text, "provision"))
    return (Run(_("Its sense, not its wording: "), "program", "faint"), Run(basis.text, "provision"))


def provision_status(packet: Packet, basis: Basis) -> Runs:
    """Force, whom it binds, since when, how its text is known."""
    until = f" – {basis.in_force_to}" if basis.in_force_to else ""
    parts = [
        value_label("force", basis.force),
        value_label("modality", basis.modality),
        packet.binds.get(basis.instrument, "").rstrip("。."),
        _("in force from {day}", day=basis.in_force_from) + until,
        _("text: {status}", status=value_label("text_status", basis.text_status)),
    ]
    if basis.applies != "yes":
        parts.append(_("applies {condition}", condition=condition(basis)))
    return (Run(_("; ").join(part for part in parts if part), "program"),)


def recipient_label(person: ThirdPerson) -> str:
    """What stands for a third person, with the relation where it is known."""
    if not person.relation:
        return person.label
    return _("{person} ({relation})", person=person.label, relation=value_label("relation", person.relation))


def weekday_mark(day: str) -> str:
    """The weekday as one character."""
    name = weekday(day)
    return name[-1] if language() == "zh" else name[0]
