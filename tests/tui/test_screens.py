"""Going through the app with keys and mouse; what is asserted is the state of the case and of the screens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Input

from evidencelog.app import browsing, checking, recording
from evidencelog.app.cases import open_case
from evidencelog.i18n import language
from evidencelog.laws.catalogue import ENVIRONMENT
from evidencelog.models.browsing import ContactFilter
from evidencelog.tui.screens.contact import ContactScreen
from evidencelog.tui.screens.dialogs import Ask, Pick
from evidencelog.tui.screens.findings import FindingsScreen
from evidencelog.tui.screens.help import HelpScreen
from evidencelog.tui.screens.home import HomeScreen
from evidencelog.tui.screens.palette import CommandList, Palette
from evidencelog.tui.screens.platform_form import PlatformForm
from evidencelog.tui.screens.platforms import InboxList, PlatformsScreen
from evidencelog.tui.screens.rule import RuleScreen
from evidencelog.tui.screens.statutes import StatutesScreen
from evidencelog.tui.widgets.field import Field
from evidencelog.tui.widgets.timeline import Timeline
from tests.tui.conftest import screen_text, settled, typed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.pilot import Pilot

    from evidencelog.app.cases import Case
    from evidencelog.tui.app import EvidencelogApp

    Drive = Callable[..., None]


def timeline(app: EvidencelogApp) -> Timeline:
    return app.screen_stack[0].query_one(Timeline)


def test_the_timeline_shows_days_counts_and_marks(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        text = "\n".join(screen_text(app))
        assert "2026年10月3日 周六" in text
        assert "某消金 4（接通 3/3）" in text
        assert "夜间" in text
        assert "记录 7" in text
        assert "陌生号码 1 次" in text
        weight = next(line for line in screen_text(app) if "项发现" in line)
        assert "记录可见 6" in weight
        current = timeline(app).current()
        assert current is not None
        assert current.id == "C0007"

    drive(case, script)


def test_a_broken_pack_leaves_the_timeline_usable(case: Case, drive: Drive, tmp_path: Any, monkeypatch: Any) -> None:
    (tmp_path / "packs" / "cn").mkdir(parents=True)
    (tmp_path / "packs" / "cn" / "pack.toml").write_text("id = ", encoding="utf-8")
    monkeypatch.setenv("EVIDENCELOG_PACKS", str(tmp_path / "packs"))

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await settled(pilot)
        text = "\n".join(screen_text(app))
        assert "pack.toml" in text
        assert "正在核对" not in text
        assert "某消金 4（接通 3）" in text
        await pilot.press("q")
        await settled(pilot)
        await typed(pilot, "10月3日22点半 95188 花呗 没接")
        await settled(pilot, rounds=2)
        await pilot.press("ctrl+s")
        await settled(pilot, rounds=2)
        assert isinstance(app.screen, HomeScreen)

    drive(case, script)
    assert case.info().contacts == 8


def test_an_empty_case_says_what_to_do(empty_case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        text = "\n".join(screen_text(app))
        assert "Asia/Shanghai" in text
        assert str(empty_case.path)[:20] in text
        assert app.screen.check_action("demo", ()) is True
        assert app.screen.check_action("findings", ()) is False

    drive(empty_case, script)


def test_the_demo_is_one_key_away_from_an_empty_case(empty_case: Case, drive: Drive) -> None:
    opened: list[Any] = []

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("d")
        await settled(pilot)
        opened.append(app.return_value)

    drive(empty_case, script)
    assert opened == [empty_case.path.with_name("demo")]
    with open_case(opened[0]) as demo:
        assert demo.info().contacts > 100


def test_filter_narrows_and_escape_shows_all(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("slash")
        await typed(pilot, "处理")
        await settled(pilot, rounds=2)
        assert len(timeline(app).rows) == 1
        await pilot.press("enter")
        assert app.focused is timeline(app)
        await pilot.press("escape")
        await settled(pilot)
        assert len(timeline(app).rows) == 7

    drive(case, script)


def test_a_filter_without_hits_says_so(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("slash")
        await typed(pilot, "没有这样的词")
        await settled(pilot, rounds=2)
        assert any("按 Esc" in line for line in screen_text(app)[2:])

    drive(case, script)


def test_the_mouse_opens_a_row_and_the_footer(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.click(Timeline, offset=(10, 2), times=2)
        await settled(pilot)
        assert isinstance(app.screen, ContactScreen)
        await pilot.press("escape")
        await settled(pilot)
        assert timeline(app).cursor == 1
        await pilot.click("KeyBar", offset=(13, 0))
        await settled(pilot)
        assert isinstance(app.screen, FindingsScreen)

    drive(case, script)


@pytest.mark.parametrize(
    ("size", "shown"), [((119, 30), False), ((120, 40), True), ((179, 40), True), ((200, 50), True)]
)
def test_wide_screens_show_the_contact_beside(case: Case, drive: Drive, size: tuple[int, int], shown: bool) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("down", "down")
        await settled(pilot, rounds=2)
        assert app.screen.query_one("#beside").display is shown
        assert any("请处理" in line for line in screen_text(app)) is shown

    drive(case, script, size=size)


def test_a_contact_is_withdrawn_with_a_reason(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("w")
        assert isinstance(app.screen, Ask)
        await pilot.press("enter")
        assert isinstance(app.screen, Ask), "a reason is needed"
        await typed(pilot, "记错了人")
        await pilot.press("enter")
        await settled(pilot)
        assert any("记错了人" in line for line in screen_text(app))
        await pilot.press("escape")
        await settled(pilot)
        assert len(timeline(app).rows) == 6
        await pilot.press("w")
        await settled(pilot, rounds=2)
        assert len(timeline(app).rows) == 7

    drive(case, script)
    assert browsing.detail(case, "C0007").withdrawn


def test_files_are_attached_to_a_contact(case: Case, drive: Drive) -> None:
    picture = case.path.parent / "截图.png"
    picture.write_bytes(b"\x89PNG")

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("a")
        app.screen.query_one(Input).value = str(picture)
        await pilot.press("enter")
        await settled(pilot)
        assert any("截图.png" in line for line in screen_text(app))

    drive(case, script)
    assert [file.name for file in browsing.detail(case, "C0007").attachments] == ["截图.png"]


def test_a_folder_is_refused_with_one_line(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("a")
        app.screen.query_one(Input).value = str(case.path)
        await pilot.press("enter")
        await settled(pilot)
        assert app.screen.query_one(Input).value == str(case.path)
        assert "文件夹" in "".join(screen_text(app))

    drive(case, script)
    assert browsing.detail(case, "C0007").attachments == ()


def test_arrows_go_through_the_contacts_of_the_list(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("right", "right", "left", "left", "left")
        await settled(pilot)
        assert any("C0007" in line for line in screen_text(app)[:1])

    drive(case, script)


def test_a_finding_shows_its_provision_and_is_judged(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("f")
        await settled(pilot, rounds=3)
        screen = app.screen
        assert isinstance(screen, FindingsScreen)
        rows = [screen.shown.row_at(index) for index in range(len(screen.shown.rows))]
        at = next(index for index, row in enumerate(rows) if row is not None and row.rule == "CN-T01")
        screen.shown.cursor = at
        await settled(pilot)
        finding = screen.shown.current()
        assert finding is not None
        text = "\n".join(screen_text(app))
        assert "45251" in text
        await pilot.press("x")
        await typed(pilot, "约定过这个时间")
        await pilot.press("enter")
        await settled(pilot, rounds=3)
        again = next(one for one in checking.check(case).findings if one.id == finding.id)
        assert again.review is not None
        assert (again.review["decision"], again.review["because"]) == ("dismiss", "约定过这个时间")

    drive(case, script, size=(120, 40))


def test_findings_are_grouped_filtered_and_opened(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("f")
        await settled(pilot, rounds=3)
        screen = app.screen
        assert isinstance(screen, FindingsScreen)
        everything = len(screen.shown.rows)
        await pilot.press("g", "g")
        assert screen.shown.grouping == "on"
        await pilot.press("slash")
        await typed(pilot, "妈妈")
        assert 0 < len(screen.shown.rows) < everything
        await pilot.press("enter", "enter")
        await settled(pilot)
        assert isinstance(app.screen, ContactScreen | Pick)

    drive(case, script)


def test_a_number_is_placed_once_and_remembered(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("p")
        await settled(pilot)
        assert isinstance(app.screen, PlatformsScreen)
        app.screen.query_one(InboxList).focus()
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, Pick)
        await pilot.press("enter")
        await settled(pilot)
        assert len(app.screen.query_one(InboxList).rows) == 0

    drive(case, script)
    assert browsing.detail(case, "C0007").row.platform_name == "某消金"
    assert browsing.inbox(case) == []
    recording.record(case, "contact", {"kind": "call", "number": "138 0013 8000", "outcome": "missed"})
    assert browsing.detail(case, "C0008").row.platform_name == "某消金"


def test_a_platform_gets_its_kind_in_plain_words(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("p")
        await settled(pilot)
        await pilot.press("down", "enter")
        await settled(pilot)
        assert isinstance(app.screen, PlatformForm)
        kind = next(one for one in app.screen.query(Field) if one.field == "kind")
        kind.control.focus()
        await pilot.press("4")
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert isinstance(app.screen, PlatformsScreen)

    drive(case, script)
    kinds = {platform["name"]: platform.get("kind") for platform in browsing.records(case, "platform")}
    assert kinds == {"某消金": "consumer_finance", "花呗": "micro_loan"}


def test_help_is_for_where_one_is(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("question_mark")
        assert isinstance(app.screen, HelpScreen)
        assert app.screen._scopes[0] == "home"
        assert "list" in app.screen._scopes
        await pilot.press("escape", "n", "f1")
        assert isinstance(app.screen, HelpScreen)
        assert app.screen._scopes[0] == "form"
        assert any("Ctrl+S" in line for line in screen_text(app))

    drive(case, script)


def test_the_palette_finds_actions_contacts_and_rules(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("ctrl+p")
        await typed(pilot, "CN-I01")
        await settled(pilot, rounds=2)
        assert isinstance(app.screen, Palette)
        assert [command.words for command in app.screen.query_one(CommandList).rows] == ["CN-I01"]
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, RuleScreen)
        await pilot.press("escape", "ctrl+p")
        await typed(pilot, "处理")
        await settled(pilot, rounds=2)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, ContactScreen)
        await pilot.press("escape", "ctrl+p")
        await typed(pilot, "平台与")
        await settled(pilot)
        assert "没有叫这个的" in "\n".join(screen_text(app))

    drive(case, script)


def test_the_palette_finds_provisions_by_name_and_by_what_they_say(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        for words, article in (
            ("刑法 二百九十三条之一", "第二百九十三条之一"),
            ("刑法 293", "第二百九十三条"),
            ("肖像权 丑化", "第一千零一十九条"),
        ):
            await pilot.press("ctrl+p")
            await typed(pilot, words)
            await settled(pilot, rounds=2)
            rows = list(app.screen.query_one(CommandList).rows)
            at = next((at for at, row in enumerate(rows) if article in row.words), None)
            assert at is not None, [row.words for row in rows]
            await pilot.press(*["down"] * at, "enter")
            await settled(pilot, rounds=2)
            assert isinstance(app.screen, StatutesScreen)
            current = app.screen.articles.current()
            assert current is not None
            assert article in current["citation"]
            await pilot.press("escape")

    drive(case, script)


@pytest.mark.parametrize("way", [(), ("g",), ("l",), ("f",), ("p",), ("n",)], ids="-".join)
def test_the_palette_offers_no_key_that_moves_inside_a_part(case: Case, drive: Drive, way: tuple[str, ...]) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        for key in (*way, "ctrl+p"):
            await pilot.press(key)
            await settled(pilot)
        front = app.screen_stack[-2]
        for row in app.screen.query_one(CommandList).rows:
            node = app if row.run.scope == "app" else front
            assert callable(getattr(node, f"action_{row.run.call}", None)), row.run.id

    drive(case, script)


def test_the_palette_says_why_rules_cannot_be_found(
    case: Case, drive: Drive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "packs" / "cn").mkdir(parents=True)
    (tmp_path / "packs" / "cn" / "pack.toml").write_text("no pack", encoding="utf-8")
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path / "packs"))

    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("ctrl+p")
        await settled(pilot, rounds=2)
        assert app.screen.query_one("#wrong").region.height
        assert "pack.toml" in "\n".join(screen_text(app))
        assert app.screen.query_one(CommandList).rows

    drive(case, script)


def test_the_palette_does_what_a_key_does(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("ctrl+p")
        await typed(pilot, "还没有归属")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, PlatformsScreen)

    drive(case, script)


def test_the_language_changes_everywhere_at_once(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        await pilot.press("f2")
        await settled(pilot)
        assert language() == "en"
        text = "\n".join(screen_text(app))
        assert "Sat 3 Oct 2026" in text
        assert "7 entries" in text
        assert "Night" in text

    drive(case, script)


def test_colours_can_be_the_terminals_own(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        seen = []
        for _press in range(5):
            seen.append(app.theme)
            await pilot.press("f3")
        assert "ansi-dark" in seen
        assert "ansi-light" in seen
        assert app.theme == seen[0]

    drive(case, script)


def test_another_program_s_entry_is_read_again(case: Case, drive: Drive) -> None:
    async def script(app: EvidencelogApp, pilot: Pilot[Any]) -> None:
        recording.record(case, "contact", {"kind": "visit", "at": "2026-10-04T09:00:00+08:00"})
        await pilot.press("f5")
        await settled(pilot)
        assert isinstance(app.screen, HomeScreen)
        assert len(timeline(app).rows) == 8
        current = timeline(app).current()
        assert current is not None
        assert current.id == "C0007", "the cursor stays on its contact"

    drive(case, script)
    assert browsing.count(case, ContactFilter()) == 8
