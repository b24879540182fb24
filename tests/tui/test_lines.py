"""Words on a screen break as Chinese wants it, and take as many lines as they need."""

from __future__ import annotations

import asyncio

from textual.app import App, ComposeResult

from evidencelog.tui.widgets.lines import Lines

WORDS = "先核实，不要置之不理：问清哪个法院、案号。记下来，挂断。\n第二段"


def test_no_line_begins_with_a_mark_and_nothing_is_lost() -> None:
    class Page(App[None]):
        def compose(self) -> ComposeResult:
            yield Lines(WORDS)

    async def look() -> None:
        for width in (18, 20, 22, 24):
            app = Page()
            async with app.run_test(size=(width, 12)) as pilot:
                await pilot.pause()
                lines = app.query_one(Lines)
                drawn = [lines.render_line(y).text.rstrip() for y in range(lines.size.height)]
                assert "".join(drawn) == WORDS.replace("\n", "")
                assert not any(line[0] in "，。：、" for line in drawn)
                assert drawn[-1] == "第二段"
                lines.update("短")
                await pilot.pause()
                assert (lines.size.height, lines.said) == (1, "短")

    asyncio.run(look())
