"""What a person may do at once, and the keys, letters and lines that are drawn from."""

from __future__ import annotations

from typing import NamedTuple

from evidencelog.tui.actions import ACTIONS

NEVER = {"app.quit", "home.demo", "contact.open", "follow.open", "app.passphrase"}
"""What opens another case, starts another program, or locks the screen; quitting is a step of its own."""
FORBIDDEN = {"ctrl+q", "shift+f12"}
KEYS = sorted({key for action in ACTIONS if action.id not in NEVER for key in action.keys.split(",")} - FORBIDDEN)
MOVES = (
    "tab", "shift+tab", "enter", "up", "down", "left", "right", "pageup", "pagedown", "home", "end", "shift+left",
    "shift+right", "shift+home", "shift+end", "ctrl+left", "ctrl+right",
)  # fmt: skip
ERASING = ("backspace", "backspace", "delete", "ctrl+w", "ctrl+u", "ctrl+k")
COMMANDS = (
    "ctrl+s", "ctrl+s", "ctrl+s", "escape", "escape", "ctrl+n", "ctrl+p", "ctrl+r", "ctrl+l", "ctrl+z", "ctrl+y", "ctrl+e", "ctrl+t", "ctrl+c", "ctrl+o", "escape",
    "f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "f10", "f11", "f12",
)  # fmt: skip
LETTERS = "abcxyzQ0123456789 .,:;-'\"()[]{}@#%&$\\/|~某消金张没接昨晚天点半今电话催收，。：“”？…—・ａ１㎡é😡👍龘"
LINES = (
    "昨晚10点半 95188 花呗 没接", "今天下午 14个未接来电 平台某消金", "说要打给我单位", "a quiet line of words", "13800138000",
    "法院 起诉 [50%] \\ 'x'", "\t缩进的一行", "【某消金】您已逾期，请于今日17:00前处理，详询400-000-0000，退订回T。", "",
)  # fmt: skip
FITTING = {
    "at": ("昨晚10点半", "2026-10-05 21:40", "2026-11-01 08:15", "今天0点1分"),
    "duration": ("95", "1m35s", "61"),
    "count": ("3", "14"),
    "visitors": ("2",),
    "platform": ("某消金", "花呗", "新平台"),
    "to": ("妈妈", "同事小李"),
    "number": ("13800138000", "95188"),
    "amount_claimed": ("1200",),
    "case_number": ("案12",),
}
QUIET_KEYS = {f"f{n}" for n in range(1, 13)} | set(MOVES) | {"escape", "ctrl+p", "ctrl+t", "f12"}
"""Keys that write nothing into a field, were it not for the few that choose; those are looked at apart."""
EMPTYING = {"ctrl+l", "ctrl+n", "ctrl+s", "ctrl+o"}
PATIENCE = 20.0
"""Seconds until keys kept back must have been handed on, on a loud machine."""

QUITS, OTHERS = 0.004, 0.03
"""How often the app is quit and started again; and, on the first screen, how often another program writes."""

SIZES = ((80, 24), (100, 30), (120, 40), (200, 50), (60, 18), (34, 10))
"""Sizes a window is drawn to for a while."""


class Step(NamedTuple):
    """What is done at once: a key, letters typed in a burst, a paste, a key with letters right behind it, a click or a
    turn of the wheel at a place, another size of the window."""

    kind: str
    what: str
    then: str = ""
    at: tuple[int, int] = (0, 0)
