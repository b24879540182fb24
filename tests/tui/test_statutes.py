"""The statutes: articles under their instruments, the search, rules and findings that rest on an article."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from evidencelog.app import checking, rulebook
from evidencelog.i18n import set_language
from evidencelog.store.faults import CaseGone
from evidencelog.tui.screens.findings import FindingsScreen
from evidencelog.tui.screens.rule import RuleScreen
from evidencelog.tui.screens.statutes import StatutesScreen
from evidencelog.tui.widgets.lines import Lines
from evidencelog.tui.widgets.reading import Reading
from tests.tui.conftest import screen_text, settled, typed

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from evidencelog.app.cases import Case
    from evidencelog.tui.app import EvidencelogApp

    Drive = Callable[..., None]


async def opened(app: EvidencelogApp, pilot: Pilot[Any]) -> StatutesScreen:
    """The statutes, opened from the timeline."""
    await pilot.press("l")
    await settled(pilot, rounds=2)
    assert isinstance(app.screen, StatutesScreen)
    return app.screen


def shown(screen: StatutesScreen) -> list[str]:
    """Ids of the articles in the list."""
    rows = screen.articles.rows
    return [rows[n]["id"] for n in range(len(rows))]


def test_every_article_held_is_there_and_instruments_are_leapt_over(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        screen = await opened(app, pilot)
        held = sum(one["articles"] for one in rulebook.instruments(case))
        assert len(shown(screen)) == held > 100
        first = screen.articles.current()
        await pilot.press("right", "down", "left")
        second = screen.articles.current()
        assert first is not None
        assert second is not None
        order = [one["id"] for one in rulebook.instruments(case) if one["articles"]]
        assert [first["instrument"], second["instrument"]] == order[:2]
        assert shown(screen).index(second["id"]) == sum(one.startswith(order[0] + "/") for one in shown(screen))

    drive(case, script)


def test_the_search_looks_into_texts_and_the_text_is_shown_whole(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        screen = await opened(app, pilot)
        await pilot.press("slash")
        await typed(pilot, "民法典 肖像")
        await settled(pilot, rounds=2)
        found = shown(screen)
        assert found
        assert "cc/1019" in found, "the article on portraits"
        assert len(found) < 6
        await pilot.press("enter")
        assert app.focused is screen.articles
        text = "".join(screen_text(app))
        assert "约束谁" in text
        assert "起施行" in text
        await pilot.press("escape")
        await settled(pilot, rounds=2)
        assert len(shown(screen)) > len(found)
        await pilot.press("slash")
        await typed(pilot, "没有这样的词")
        await settled(pilot, rounds=2)
        assert "没有条文含有这些字词" in "".join(screen_text(app))
        await pilot.press("enter", "f")
        await settled(pilot)
        assert "f 发现" not in screen_text(app)[-1], "there is no article whose findings could be shown"
        assert "引用它" not in "".join(screen_text(app))
        await pilot.press("escape", "slash")
        await typed(pilot, "夜间联系")
        await settled(pilot, rounds=2)
        assert shown(screen), "an article is found by the name of a rule that rests on it"
        assert all("CN-T01" in (one["rules"]) for one in screen.articles.rows)

    drive(case, script, size=(120, 40))


def test_the_findings_that_cite_an_article_open_from_it(case: Case, drive: Drive) -> None:
    """The provision cited by a finding of the case opens exactly the findings that cite it."""
    found = checking.check(case).findings
    night = next(one for one in found if one.unit is None and one.grade == "breach")
    provision = night.bases[0].provision
    wanted = {one.id for one in found if any(basis.provision == provision for basis in one.bases)}

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        screen = await opened(app, pilot)
        screen.articles.cursor = shown(screen).index(provision)
        await settled(pilot, rounds=2)
        await pilot.press("f")
        await settled(pilot, rounds=2)
        findings: Any = app.screen
        assert type(findings) is FindingsScreen
        assert {one.id for one in findings._all} == wanted
        await pilot.press("escape")
        await settled(pilot, rounds=2)
        await pilot.press("r")
        await settled(pilot, rounds=2)
        if not isinstance(app.screen, RuleScreen):
            await pilot.press("enter")
            await settled(pilot, rounds=2)
        assert isinstance(app.screen, RuleScreen)

    drive(case, script, size=(120, 40))


def test_an_article_without_rules_says_so(case: Case, drive: Drive) -> None:
    idle = next(one for one in rulebook.articles(case) if not one["rules"])

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        screen = await opened(app, pilot)
        screen.articles.cursor = shown(screen).index(idle["id"])
        await pilot.press("r")
        await settled(pilot, rounds=2)
        assert "没有规则以它为依据" in "".join(screen_text(app))
        await pilot.press("f")
        await settled(pilot, rounds=2)
        assert app.screen is screen

    drive(case, script)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 40), (200, 50)])
def test_it_fits_in_both_languages(case: Case, drive: Drive, size: tuple[int, int], lang: str) -> None:
    from tests.tui.test_layout import check_layout

    set_language(lang)

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await opened(app, pilot)
        check_layout(app, "statutes")

    drive(case, script, size=size)


def test_a_case_that_went_away_leaves_the_law_to_read(
    case: Case, drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_case: Case) -> None:
        raise CaseGone(case.path)

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("l")
        await settled(pilot, rounds=3)
        text = app.screen.query_one("#article", Reading).plain_text
        with monkeypatch.context() as without_disk:
            without_disk.setattr(type(case), "info", gone)
            await pilot.press("f5")
            await settled(pilot)
            assert app.screen.query_one("#news", Lines).said == str(CaseGone(case.path))
            assert app.screen.query_one("#article", Reading).plain_text.splitlines()[0] == text.splitlines()[0]
        await pilot.press("f5")
        await settled(pilot, rounds=2)
        assert app.screen.query_one("#article", Reading).plain_text == text

    drive(case, script, size=(120, 40))
