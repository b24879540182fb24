"""The lists of the other screens hold what a new reader finds in the case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evidencelog.app import browsing, checking
from evidencelog.app.cases import open_case
from evidencelog.errors import EvidencelogError
from evidencelog.tui.screens.contact import ContactScreen
from evidencelog.tui.screens.findings import FindingsScreen
from evidencelog.tui.screens.follow_up import FollowUpList, FollowUpScreen
from evidencelog.tui.screens.platforms import InboxList, PlatformList, PlatformsScreen
from evidencelog.tui.screens.standing import StandingScreen
from evidencelog.tui.standing_text import STANDING
from evidencelog.tui.widgets.row_list import RowList
from tests.tui.random_invariants import need

if TYPE_CHECKING:
    from pathlib import Path

    from evidencelog.app.cases import Case


def shows_a_list(screen: Any) -> bool:
    """Whether there is something on it that can be held against the case."""
    return isinstance(screen, PlatformsScreen | StandingScreen | FollowUpScreen | FindingsScreen | ContactScreen)


def check(path: Path, screen: Any) -> None:
    """Holds a screen, at rest, against the case read anew."""
    if not screen.is_attached:
        return
    with open_case(path, read_only=True) as case:
        if isinstance(screen, PlatformsScreen) and not screen._words:
            same("platforms", listed(screen.query_one(PlatformList)), browsing.records(case, "platform"))
            same("numbers to place", listed(screen.query_one(InboxList)), browsing.inbox(case))
        elif isinstance(screen, StandingScreen):
            facts = [
                fact["id"] for kind in STANDING for fact in browsing.records(case, kind)
                if fact.get("platform") == screen._row["name"]
            ]  # fmt: skip
            same("facts", [row.values["id"] for row in listed(screen.facts)], facts)
        elif isinstance(screen, FollowUpScreen):
            complaints = {row.complaint["id"] for row in listed(screen.query_one(FollowUpList)) if row.complaint}
            same("complaints", complaints, {one["id"] for one in browsing.records(case, "complaint")})
            for row in listed(screen.query_one(FollowUpList)):
                if row.complaint:
                    key = row.complaint["id"]
                    same(f"papers of {key}", row.papers, browsing.files_of(case, key))
        elif isinstance(screen, FindingsScreen):
            same("findings", told(screen._everything), told(checking.check(case).findings))
        elif isinstance(screen, ContactScreen):
            check_contact(case, screen)


def listed(rows: RowList[Any]) -> list[Any]:
    """Every row of a list."""
    return [rows.rows[at] for at in range(len(rows.rows))]


def check_contact(case: Case, screen: ContactScreen) -> None:
    """The contact shown is the one on record, in its version that stands now."""
    try:
        there = browsing.detail(case, screen._contact)
    except EvidencelogError:
        there = None
    if screen._detail is not None and there is not None:
        same(f"{screen._contact} as shown", screen._detail.values, there.values)
        same(f"{screen._contact}: versions", len(screen._detail.history), len(there.history))
        same(f"{screen._contact}: files", screen._detail.attachments, there.attachments)


def told(findings: Any) -> list[Any]:
    """What of findings must be the same, in one order."""
    return sorted((one.id, one.grade, tuple(one.contacts), str(one.review)) for one in findings)


def same(what: str, shown: Any, recorded: Any) -> None:
    """Raises Fault where the screen shows something else than the case holds."""
    need(shown == recorded, f"the screen shows the {what} of the case", shown, recorded)
