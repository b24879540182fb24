"""A call that runs, or someone at the door: what was noted so far, as a draft and as the entry it becomes."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from evidencelog.app import drafts
from evidencelog.app.guidance import guidance, say
from evidencelog.errors import EvidencelogError
from evidencelog.i18n import N_, _
from evidencelog.models.guidance import Sentence
from evidencelog.models.law import Words
from evidencelog.tui.words import moment_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from evidencelog.app.cases import Case
    from evidencelog.models.guidance import Guidance

KINDS = ("call", "visit")
STALE = 180
"""Seconds without the program after which a call that was cut off is taken to have ended there."""

IDENTITY = {"collector": "institution", "caller": "name", "employee_id": "employee_id"}
"""The boxes whose answer, or refusal, is one of the answers to *who are you*."""


class Question(NamedTuple):
    """A question to ask, and the field that takes the answer."""

    field: str
    words: str
    """Message id."""


QUESTIONS = {
    "call": (
        Question("platform", N_("Which lender?")),
        Question("collector", N_("Your firm, in full?")),
        Question("caller", N_("Your name?")),
        Question("employee_id", N_("Staff number?")),
        Question("recorded_by_them", N_("Is it recorded?")),
        Question("amount_claimed", N_("How much in all?")),
        Question("case_number", N_("Case number?")),
        Question("number", N_("Number shown")),
    ),
    "visit": (
        Question("platform", N_("Which lender?")),
        Question("collector", N_("Your firm, in full?")),
        Question("caller", N_("Your names?")),
        Question("visitors", N_("How many came")),
        Question("papers_shown", N_("Papers shown")),
        Question("entered", N_("Came inside")),
        Question("place", N_("Where")),
        Question("act", N_("What they did")),
    ),
}
"""In the order in which they stand on the screen."""


class Live:
    """What is known so far. Seconds count from the beginning."""

    def __init__(self, kind: str, started: datetime) -> None:
        """``started`` is aware."""
        self.kind = kind
        self.started = started
        self.boxes: dict[str, str] = {}
        self.refused: set[str] = set()
        self.tags: dict[str, int] = {}
        """Tag to the second at which it was heard."""
        self.said: dict[Sentence, int] = {}
        """The sentence itself, as it stood on the screen, to the second at which it was said."""
        self.notes = ""
        self.stopped: int | None = None
        """The second at which the clock was found standing after the program had been cut off; None: it runs."""

    def second(self, now: datetime) -> int:
        """Whole seconds since the beginning."""
        if self.stopped is not None:
            return self.stopped
        return max(int((now - self.started).total_seconds()), 0)

    def toggle(self, tag: str, now: datetime) -> None:
        """Marks something as heard now, or takes the mark back."""
        if tag in self.tags:
            del self.tags[tag]
        else:
            self.tags[tag] = self.second(now)

    def sentences(self, guidance: Guidance) -> tuple[Sentence, ...]:
        """What may be said, and after it what was said and the packs do not hold any more."""
        return (*guidance.sentences, *(one for one in self.said if one not in guidance.sentences))

    def next_sentence(self, guidance: Guidance) -> Sentence | None:
        """The first sentence that was not said yet."""
        return next((one for one in guidance.sentences if one not in self.said), None)

    def toggle_said(self, sentence: Sentence, now: datetime) -> None:
        """Notes a sentence as said now, or takes the note back."""
        if sentence in self.said:
            del self.said[sentence]
        else:
            self.said[sentence] = self.second(now)

    @property
    def empty(self) -> bool:
        """Whether nothing was noted at all."""
        return not (self.boxes or self.refused or self.tags or self.said or self.notes.strip())

    def lay_under(self, earlier: Live) -> None:
        """Takes what was noted before: boxes that are empty here, its marks, its words before these."""
        self.boxes = {**earlier.boxes, **self.boxes}
        self.refused = (self.refused | earlier.refused) - set(self.boxes)
        self.tags = {**earlier.tags, **self.tags}
        self.said = {**earlier.said, **self.said}
        self.notes = "\n".join(words for words in dict.fromkeys((earlier.notes, self.notes)) if words)

    # as a draft

    def document(self, now: datetime) -> dict[str, Any]:
        """What is kept of it every second."""
        return {
            "started": self.started.isoformat(),
            "second": self.second(now),
            "seen": now.isoformat(),
            "boxes": self.boxes,
            "refused": sorted(self.refused),
            "tags": self.tags,
            "said": [{**one._asdict(), "words": one.words._asdict(), "second": at} for one, at in self.said.items()],
            "notes": self.notes,
        }

    @classmethod
    def kept(cls, kind: str, document: Mapping[str, Any], now: datetime, order: Sequence[Sentence] = ()) -> Live:
        """What was kept; the clock runs on where the program was away for less than ``STALE`` seconds.

        ``order``: what the positions mean by which older drafts name sentences; positions beyond it are left out.
        """
        live = cls(kind, datetime.fromisoformat(document["started"]))
        live.boxes = dict(document["boxes"])
        live.refused = set(document["refused"])
        live.tags = dict(document["tags"])
        if by_position(document):
            said = {int(at): second for at, second in document["said"].items()}
            live.said = {one: said[at] for at, one in enumerate(order) if at in said}
        else:
            live.said = {
                Sentence(Words(**one["words"]), one["request"], one["sets"]): one["second"] for one in document["said"]
            }
        live.notes = document["notes"]
        if (now - datetime.fromisoformat(document["seen"])).total_seconds() > STALE:
            live.stopped = document["second"]
        return live

    # as an entry

    def values(self, guidance: Guidance, now: datetime, zone: str) -> dict[str, Any]:
        """The contact it becomes. The beginning is marked approximate until a log or a recording tells better."""
        from zoneinfo import ZoneInfo

        values: dict[str, Any] = {
            "kind": self.kind,
            "at": self.started.astimezone(ZoneInfo(zone)).isoformat(timespec="seconds"),
            "precision": "approximate",
            "source": "live",
            "duration": max(self.second(now), 1),
            **self.boxes,
        }
        if self.kind == "call":
            values["outcome"] = "answered"
        roles = [heard.role for heard in guidance.tags if heard.role and heard.tag in self.tags]
        if roles:
            values["claimed_role"] = roles[0]
        answers = {IDENTITY[box]: "given" for box in self.boxes if box in IDENTITY}
        answers |= {IDENTITY[box]: "refused" for box in self.refused if box in IDENTITY}
        if answers:
            values["identity"] = answers
        if self.tags:
            values["tag"] = [f"{tag}@{second}" for tag, second in self.tags.items()]
        for sentence, second in self.said.items():
            if sentence.sets:
                values[sentence.sets] = self._moment(second, zone)
        words = [self.notes.strip(), *self._said_lines()]
        content = "\n".join(part for part in words if part)
        if content:
            values["content"] = content
            values["view"] = "quote" if content == self.notes.strip() and self.kind == "call" else "description"
        return values

    def requests(self, zone: str) -> list[tuple[str, str]]:
        """Kind and moment of each request that was made by saying a sentence."""
        return [
            (sentence.request, self._moment(second, zone)) for sentence, second in self.said.items() if sentence.request
        ]

    def _moment(self, second: int, zone: str) -> str:
        from datetime import timedelta
        from zoneinfo import ZoneInfo

        return (self.started + timedelta(seconds=second)).astimezone(ZoneInfo(zone)).isoformat(timespec="seconds")

    def _said_lines(self) -> list[str]:
        return [
            _("[{clock}] I said: {words}", clock=clock(second), words=say(sentence.words))
            for sentence, second in sorted(self.said.items(), key=lambda item: item[1])
            if sentence.sets != "left_at"
        ]


def clock(second: int) -> str:
    """Seconds as ``01:35``, with hours where there are any."""
    hours, rest = divmod(second, 3600)
    short = f"{rest // 60:02}:{rest % 60:02}"
    return f"{hours}:{short}" if hours else short


def by_position(document: Mapping[str, Any]) -> bool:
    """Whether a draft is one of those that named a sentence by its position in the pack."""
    return isinstance(document["said"], dict)


def draft_name(kind: str) -> str:
    """Name under which it is kept."""
    return f"live-{kind}"


def kept(case: Case, kind: str) -> Live | None:
    """The one that was cut off, or left for later; None where there is none."""
    return of_draft(case, kind, drafts.kept(case, draft_name(kind)))


def of_draft(case: Case, kind: str, document: Mapping[str, Any]) -> Live | None:
    """The one a draft holds; None where it holds none that can be gone on with."""
    try:
        order = _sentences(case, kind) if document and by_position(document) else ()
        return Live.kept(kind, document, case.now(), order) if document else None
    except (KeyError, TypeError, ValueError):  # written by another version: nothing that can be gone on with
        return None


def _sentences(case: Case, kind: str) -> tuple[Sentence, ...]:
    try:
        return guidance(case, kind).sentences
    except EvidencelogError:  # what was typed is gone on with all the same
        return ()


def kept_words(case: Case, kind: str, key: str) -> str:
    """What is said of one that was kept; empty without one."""
    live = kept(case, kind)
    if live is None:
        return ""
    from zoneinfo import ZoneInfo

    began = moment_words(live.started.astimezone(ZoneInfo(case.zone)).isoformat(timespec="minutes"))
    if kind == "call":
        return _("A call you were noting was kept ({began}): {key} goes on with it.", began=began, key=key)
    return _("A visit you were noting was kept ({began}): {key} goes on with it.", began=began, key=key)


class Ended(NamedTuple):
    """What saving it did."""

    id: str
    words: list[str]
    """What could not be written beside it, one line each."""


def end(case: Case, live: Live, guidance: Guidance, now: datetime) -> Ended:
    """Records it as a contact, with the requests that were made; the contact stands even where a request cannot."""
    from evidencelog.app import recording

    recorded = recording.record(case, "contact", live.values(guidance, now, case.zone))
    words = []
    platform = live.boxes.get("platform")
    for kind, moment in live.requests(case.zone) if platform else ():
        try:
            recording.record(case, "request", {"platform": platform, "kind": kind, "made_at": moment})
        except EvidencelogError as error:
            words.append(str(error))
    return Ended(recorded.id, words)
