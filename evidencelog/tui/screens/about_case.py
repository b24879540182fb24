"""Who complains, and the time zone of the case: asked for where they are missing, changed from the first screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evidencelog.app import browsing
from evidencelog.i18n import _
from evidencelog.tui.screens.dialogs import Ask
from evidencelog.tui.screens.record_form import RecordForm
from evidencelog.tui.widgets.reading import plain, quiet

if TYPE_CHECKING:
    from collections.abc import Callable

    from evidencelog.app.cases import Case
    from evidencelog.tui.screens.page import Page


async def about_you(page: Page[Any], then: Callable[[], object] | None = None) -> None:
    """Opens the form about the person who complains; ``then`` is called once something was saved."""
    rows: list[dict[str, Any]] = page.attempt(lambda: browsing.records(page.case, "profile"), [])
    about = [
        plain(
            _("Only packets for addressees that ask for it hold it; what is empty stays a blank to fill in by hand.")
        ),
        quiet(_("It stays in the case folder.")),
    ]

    def saved(key: str | None) -> None:
        if key is not None and then is not None:
            then()

    form = RecordForm("profile", _("About you"), given=rows[0] if rows else None, about=about)
    page.face.hold_keys()
    await page.app.push_screen(form, saved)


def ask_zone(page: Page[Any], zone: str = "", wrong: str = "") -> None:
    """Asks for the time zone of the case and changes it; again, with what is wrong, where there is no such zone."""
    words = _("Hours and days are counted in it. Such as: Asia/Shanghai, Asia/Urumqi, Europe/Berlin")
    now = page.case.zone
    question = Ask(_("Time zone of the case"), words, value=zone or now, needed=_("Name a zone."), wrong=wrong)

    def take(given: str | None) -> None:
        if given and given != now:
            page.do(
                lambda case: _change_zone(case, given),
                _("Hours are counted in {zone} now.", zone=given),
                again=lambda why: ask_zone(page, given, why),
            )

    page.open_after_work(question, take)


def _change_zone(case: Case, zone: str) -> None:
    from evidencelog.app.cases import change_settings

    change_settings(case, zone=zone)
