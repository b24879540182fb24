"""What is drawn again after a key is what Textual's own compositor would draw there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual._compositor import Compositor
from textual.scrollbar import ScrollBar

from evidencelog.tui.painting import FrugalCompositor

from .conftest import settled

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual.geometry import Region
    from textual.strip import Strip

    from evidencelog.app.cases import Case

KEYS = (
    "j j j k", "pagedown", "G", "home", "slash 花 呗 escape", "f j j enter", "escape", "a", "tab tab 晚 tab shift+tab",
    "escape", "enter", "escape", "question_mark j j", "escape", "ctrl+p 帮 down", "escape", "v j right", "escape",
    "P j enter", "escape", "escape", "f8 f8 f3", "j",
)  # fmt: skip
"""Through most screens and back."""


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_no_line_differs_from_a_whole_drawing(
    monkeypatch: pytest.MonkeyPatch, case: Case, drive: Callable[..., None], size: tuple[int, int]
) -> None:
    seen: list[int] = []

    def both(
        self: FrugalCompositor, crop: Region, is_rendered_line: Callable[[int], bool]
    ) -> Sequence[Mapping[int, Strip]]:
        mine = Compositor._render_chops(self, crop, is_rendered_line)
        whole = Compositor()
        whole.__dict__.update(self.__dict__)
        theirs = Compositor._render_chops(whole, crop, is_rendered_line)
        for y in range(crop.y, crop.bottom):
            if is_rendered_line(y):
                inside = [cut for cut in theirs[y] if crop.x <= cut < crop.right]
                assert [mine[y][cut] for cut in inside] == [theirs[y][cut] for cut in inside], f"line {y} in {crop}"
                seen.append(y)
        return mine

    monkeypatch.setattr(FrugalCompositor, "_render_chops", both)

    async def script(_app: Any, pilot: Any) -> None:
        for keys in KEYS:
            await pilot.press(*keys.split())
            await settled(pilot)

    drive(case, script, size=size)
    assert len(seen) > 500


def test_a_step_in_a_list_asks_for_two_lines_of_one_widget(
    monkeypatch: pytest.MonkeyPatch, case: Case, drive: Callable[..., None]
) -> None:
    from textual.widget import Widget

    asked: list[tuple[str, int]] = []
    plain = Widget.render_lines

    def counted(self: Widget, crop: Region) -> list[Strip]:
        asked.append((type(self).__name__, crop.height))
        return plain(self, crop)

    async def script(app: Any, pilot: Any) -> None:
        await pilot.press("j")
        await settled(pilot)
        monkeypatch.setattr(Widget, "render_lines", counted)
        app.screen.timeline.cursor += 1
        await pilot.pause()
        assert asked == [("Timeline", 2)]

    drive(case, script, size=(120, 40))


def test_a_screen_built_anew_below_a_dialog_is_drawn_without_what_was_taken_away(
    case: Case, drive: Callable[..., None]
) -> None:
    async def script(app: Any, pilot: Any) -> None:
        await pilot.press("q")
        await settled(pilot)
        below = app.screen
        await pilot.press("f1")
        await settled(pilot)
        assert app.screen is not below
        known = set(below._compositor.visible_widgets)
        await below.speak_again()
        gone = [widget for widget in known if not widget.is_attached]
        assert gone, "nothing was taken away"
        app.screen._compositor.render_full_update()
        below._compositor.render_full_update()
        await settled(pilot)

    drive(case, script, size=(200, 50))


@pytest.mark.parametrize("at", range(60))
def test_a_scroll_bar_is_drawn_in_whole_cells_and_always_seen(at: int) -> None:
    segments = ScrollBar.renderer.render_bar(size=20, virtual_size=80, window_size=20, position=at)
    drawn = [segment for segment in segments.segments if segment.text.strip("\n")]
    assert {segment.text for segment in drawn} == {" "}
    assert len(drawn) == 20
    assert any(segment.style is not None and segment.style.reverse for segment in drawn)
