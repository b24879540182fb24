"""What must hold after any key: every typed word is on the screen, in the draft or in the ledger, and the list is the ledger's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from textual.widgets import Input, TextArea

from evidencelog.app import browsing
from evidencelog.app.cases import open_case
from evidencelog.models.browsing import ContactFilter
from evidencelog.store import drafts, ledger
from evidencelog.tui import half_typed, quick_text
from evidencelog.tui.screens.dialogs import Ask
from evidencelog.tui.screens.export import ExportScreen
from evidencelog.tui.screens.field_page import FieldPage
from evidencelog.tui.screens.form import EntryScreen
from evidencelog.tui.screens.home import HomeScreen
from evidencelog.tui.screens.live import LiveScreen
from evidencelog.tui.screens.quick import QuickScreen
from evidencelog.tui.widgets.field import Field

if TYPE_CHECKING:
    from pathlib import Path

    from textual.screen import Screen

    from evidencelog.app.cases import Case
    from evidencelog.tui.app import EvidencelogApp

VERBATIM = ("caller", "employee_id", "collector", "case_number", "number", "private_note", "content")
CHOSEN = (
    "kind", "direction", "outcome", "channel", "source", "view", "claimed_role", "style", "place", "act", "relation",
    "said_to_third", "platform_kind",
)  # fmt: skip
EXACT_TIME = re.compile(r"20\d\d-\d\d-\d\d \d\d:\d\d")


class Fault(AssertionError):
    """An invariant does not hold."""


def need(holds: bool, what: str, *facts: Any) -> None:
    """Raises Fault with what was expected and what was seen, where it does not hold."""
    if not holds:
        raise Fault("\n  ".join([what, *(repr(fact) for fact in facts)]))


class Typed(NamedTuple):
    """What stood in a screen on which one writes."""

    screen: Screen[Any]
    values: dict[str, str]
    """Every field that is not empty."""
    hidden: frozenset[str]
    """Fields that are not asked for now; they are not saved."""
    marks: Any = None
    """Boxes, refusals, tags and sentences of a call."""


def typed_in(screen: Screen[Any]) -> Typed | None:
    """What stands in a screen on which one writes; None for other screens."""
    if isinstance(screen, FieldPage):
        return Typed(screen, screen.typed(), frozenset())
    if isinstance(screen, ExportScreen):
        return Typed(screen, screen.own_words(), frozenset())
    if isinstance(screen, Ask):
        line = "".join(one.value for one in screen.query(Input))
        return Typed(screen, {"content": line} if line.strip() else {}, frozenset())
    if not isinstance(screen, EntryScreen | LiveScreen | QuickScreen) or not screen.query(TextArea):
        return None
    values = {one.field: one.value for one in screen.query(Field) if one.value is not None}
    for area in screen.query(TextArea):
        if area.text.strip():
            values["content"] = area.text.rstrip()
    hidden = frozenset(one.field for one in screen.query(Field) if not one.display)
    marks = None
    if isinstance(screen, LiveScreen):
        said = [(one.words._asdict(), at) for one, at in screen.noted.said.items()]
        marks = (sorted(screen.noted.refused), dict(screen.noted.tags), said)
    return Typed(screen, values, hidden, marks)


def texts_of(app: EvidencelogApp) -> list[str]:
    """Every text that stands in a field of any screen."""
    found = []
    for screen in app.screen_stack:
        found += [line.value for line in screen.query(Input)] + [area.text for area in screen.query(TextArea)]
    return found


def recorded_since(case: Case, seq: int) -> list[ledger.Event]:
    """Events about contacts after that one, read from the ledger itself."""
    with case.store.reading() as conn:
        return [event for event in ledger.events(conn, after=seq) if event.record == "contact"]


def head(case: Case) -> int:
    """Number of the newest event."""
    with case.store.reading() as conn:
        return ledger.head(conn).seq


def check_left(path: Path, case: Case, before: Typed, seq: int, chosen: str) -> str:
    """A screen on which was written is gone: its words are in the draft or in the ledger. Says which.

    ``case`` is a reader of its own, ``seq`` the newest event before the key, ``chosen`` what a question was answered
    with.
    """
    screen, values = before.screen, before.values
    if isinstance(screen, Ask):
        return check_answer(case, before, seq)
    if isinstance(screen, FieldPage | ExportScreen):
        return check_fields_left(path, case, before, seq)
    events = [event for event in recorded_since(case, seq) if event.happened in {"recorded", "corrected"}]
    kept = {name: body for name, (_at, body) in drafts.kept(path).items()}
    if isinstance(screen, QuickScreen):
        words = values.get("content", "")
        if events:
            need(len(events) == len(quick_text.read(case, words)), "quick entry: as many contacts as readings", words)
            return "saved"
        need(kept.get("quick", {}).get("text", "").rstrip() == words, "quick entry: words left are kept", words, kept)
        return "kept"
    if isinstance(screen, LiveScreen):
        if events:
            check_live(case, before, events[0].subject)
            return "saved"
        draft = kept.get(f"live-{screen.kind}")
        if chosen == "drop" or (not values and not any(before.marks)):
            need(draft is None, "a call thrown away, or an empty one, leaves no draft", draft)
            return "dropped"
        need(draft is not None, "a call that is left is kept", values)
        assert draft is not None
        there = dict(draft["boxes"]) | ({"content": draft["notes"]} if draft["notes"] else {})
        need(there == values, "a call that is left is kept whole", values, there)
        said = [(one["words"], one["second"]) for one in draft["said"]]
        need((draft["refused"], draft["tags"], said) == before.marks, "its marks are kept", before.marks, draft)
        return "kept"
    assert isinstance(screen, EntryScreen)
    if events:
        check_entry(case, before, events)
        return "saved"
    name = screen.keeper.name
    there = kept.get(name, {})
    if screen._new:
        nothing = values.items() <= {"kind": "call", "direction": "in", "source": "memory"}.items()
        wanted = {} if nothing else values
    else:
        wanted = half_typed.differences(screen._untouched, values) or {}
    need(there == wanted, f"what was typed is kept as the draft {name}", values, there)
    return "kept"


def check_quit(path: Path, case: Case, before: Typed, seq: int) -> str:
    """The app was quit over a screen on which was written: its words are in the draft, or on record and no draft."""
    if isinstance(before.screen, Ask):
        line, kept = before.values.get("content", ""), str(drafts.kept(path))
        need(not line or before.screen._secret or repr(line)[1:-1] in kept, "words of a question are kept", line, kept)
        return "kept"
    became = check_left(path, case, before, seq, "")
    if became == "saved" and isinstance(before.screen, EntryScreen | QuickScreen | LiveScreen):
        there = {**drafts.kept(path)}
        name = f"live-{before.screen.kind}" if isinstance(before.screen, LiveScreen) else before.screen.keeper.name
        need(name not in there, "what is on record is not offered again", there.get(name))
    return became


def check_answer(case: Case, before: Typed, seq: int) -> str:
    """A line typed into a question is in the ledger, or stands there when the same is asked again."""
    screen, line = before.screen, before.values.get("content", "")
    assert isinstance(screen, Ask)
    unsent = screen.face.unsent.get(screen._question, "")
    if not line or screen._secret or unsent == line:
        return "kept"
    with case.store.reading() as conn:
        events = list(ledger.events(conn, after=seq))
    parts = [str((one.facts, one.words, one.identity, one.private)) for one in events]
    asks_for_a_file = screen._value.strip().startswith("/") or not parts
    need(
        asks_for_a_file or any(repr(line.strip())[1:-1] in part for part in parts),
        "an answer is on record",
        line,
        parts,
    )
    return "given"


def check_fields_left(path: Path, case: Case, before: Typed, seq: int) -> str:
    """The form of one record, or of a packet, is gone: its words are in the draft, or it was saved or made."""
    screen, values = before.screen, before.values
    with case.store.reading() as conn:
        if any(True for _event in ledger.events(conn, after=seq)):
            return "saved"
    assert isinstance(screen, FieldPage | ExportScreen)
    kept = {name: body for name, (_at, body) in drafts.kept(path).items()}.get(screen.keeper.name, {})
    if isinstance(screen, FieldPage):
        wanted = half_typed.differences(screen._untouched, values) or {}
    else:
        wanted = {} if screen._result is not None else values
    need(kept == wanted, f"what was typed is kept as the draft {screen.keeper.name}", values, kept)
    return "kept"


def check_entry(case: Case, before: Typed, events: list[ledger.Event]) -> None:
    """The contact in the ledger holds what stood in the form, and nothing that was not typed."""
    contact = events[0].subject
    saved = browsing.detail(case, contact).values
    shown = {name: value for name, value in before.values.items() if name not in before.hidden}
    correcting = isinstance(before.screen, EntryScreen) and before.screen._correcting is not None
    for name in VERBATIM + CHOSEN:
        if correcting and name not in shown:  # what the form did not show stays as it was
            continue
        expected = shown.get(name)
        need(saved.get(name) == expected, f"{contact}: {name} as typed", expected, saved.get(name), shown)
    for name in ("duration", "count", "visitors"):
        if shown.get(name, "").isascii() and shown.get(name, "").isdecimal():
            need(saved.get(name) == int(shown[name]), f"{contact}: {name} as typed", shown[name], saved.get(name))
        else:
            need((name in shown) or saved.get(name) in {None, 1}, f"{contact}: no {name} was typed", saved.get(name))
    if "platform" in shown:
        need(bool(saved.get("platform")), f"{contact}: platform as typed", shown["platform"], saved)
    if EXACT_TIME.fullmatch(shown.get("at", "")):
        wanted = shown["at"].replace(" ", "T")
        need(str(saved["at"]).startswith(wanted), f"{contact}: time as typed", shown["at"], saved["at"])


def check_live(case: Case, before: Typed, contact: str) -> None:
    """The contact a call became holds its boxes, marks and words."""
    saved = browsing.detail(case, contact).values
    for name in ("collector", "caller", "employee_id", "case_number", "number", "act", "place"):
        need(saved.get(name) == before.values.get(name), f"{contact}: {name} as noted", before.values, saved)
    need(bool(saved.get("platform")) == ("platform" in before.values), f"{contact}: platform as noted", saved)
    words = before.values.get("content", "").strip()
    need(str(saved.get("content") or "").startswith(words), f"{contact}: their words as noted", words, saved)
    tags = before.marks[1]
    need(len(saved.get("tag") or ()) == len(tags), f"{contact}: everything heard is marked", tags, saved.get("tag"))


def check_home(path: Path, app: EvidencelogApp) -> None:
    """The rows and the number of entries shown are those that a new reader finds with the same filter."""
    home = app.screen
    assert isinstance(home, HomeScreen)
    wanted = home._filter
    with open_case(path, read_only=True) as case:
        total, everything = browsing.count(case, wanted), browsing.count(case, ContactFilter())
        top = max(int(home.timeline.scroll_y), 0)
        fresh = browsing.page(case, wanted, offset=top, limit=app.size.height)
    rows = home.timeline.rows
    need(len(rows) == total, "as many rows as contacts the filter lets through", len(rows), total, wanted)
    shown = [rows[index] for index in range(top, min(top + app.size.height, len(rows)))]
    need(shown == fresh, "the rows shown are those on record", wanted, shown, fresh)
    need(home._info.contacts == everything, "the number of entries", home._info.contacts, everything)


def check_fields(before: Typed, after: Typed, focused: set[str], *, may_change: bool) -> None:
    """No field but the one in use changes, and that one only by keys that write."""
    for name in {*before.values, *after.values}:
        if may_change and name.partition(" ")[0] in focused:  # a signed scan is named with its addressee
            continue
        need(
            before.values.get(name) == after.values.get(name),
            f"{name} is not changed by a key that is not for it (in use: {focused})",
            before.values.get(name),
            after.values.get(name),
        )


def expected_after(control: Input | TextArea, text: str) -> str | None:
    """What stands in a field after text is typed or pasted at its cursor."""
    if isinstance(control, Input):
        first, last = sorted(control.selection)
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        line = " ".join(lines) if len(text.splitlines()) > 1 else (text.splitlines() or [""])[0]
        return control.value[:first] + line + control.value[last:]
    start, end = sorted(control.selection)
    document = control.document
    return document.get_text_range((0, 0), start) + text + document.get_text_range(end, document.end)


def words_of_a_message(screen: Screen[Any], control: Input | TextArea, text: str) -> TextArea | None:
    """Where a pasted message goes that is too much for the line that has the cursor; None for a short answer."""
    field = control.parent
    if not isinstance(screen, EntryScreen) or not isinstance(field, Field):
        return None
    much = len(text.strip()) > 60 or sum(bool(line.strip()) for line in text.splitlines()) > 1
    own = field.field in {"attach", "private_note", "because"}
    return screen.query_one("#content", TextArea) if much and not own else None


def value_of(control: Input | TextArea) -> str:
    """What stands in it."""
    return control.value if isinstance(control, Input) else control.text
