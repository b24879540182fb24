"""The words of the command line: all of them marked so that the catalogue knows them, none at odds with another area."""

from __future__ import annotations

import ast
from pathlib import Path

from babel.messages.pofile import read_po

PACKAGE = Path(__file__).resolve().parents[2] / "evidencelog"
LOCALE = PACKAGE / "i18n" / "locale" / "zh_CN" / "LC_MESSAGES"


def test_no_message_hides_inside_an_f_string():
    """Messages in there are not extracted on every Python, so they would never be translated."""
    found = []
    for path in sorted((PACKAGE / "cli").rglob("*.py")):
        for outer in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(outer, ast.JoinedStr):
                found += [
                    f"{path.name}:{call.lineno}"
                    for call in ast.walk(outer)
                    if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ("_", "N_", "ngettext")
                    and call.args and isinstance(call.args[0], ast.Constant)
                ]  # fmt: skip
    assert not found


def test_a_message_has_the_same_chinese_in_every_area():
    """The areas are one chain at run time: of two translations of one message only one would ever be seen."""
    known: dict[object, dict[str, object]] = {}
    for path in sorted(LOCALE.glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="zh_CN"):
                if message.id and message.string:
                    known.setdefault(message.id, {})[path.stem] = message.string
    at_odds = {
        message: areas
        for message, areas in known.items()
        if "cli" in areas and len({str(text) for text in areas.values()}) > 1
    }
    assert not at_odds
