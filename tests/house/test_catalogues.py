"""Every word of the interface exists in both languages, and the shipped catalogues are the compiled ones."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_no_message_lacks_its_chinese():
    run = subprocess.run(
        [sys.executable, "tools/catalogues.py", "check"], cwd=ROOT, capture_output=True, text=True, encoding="utf-8"
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_messages_inside_an_f_string_are_not_forgotten():
    # what reads the messages out of the source does not look into an f-string before Python 3.12
    from babel.messages.pofile import read_po

    known = set()
    for path in (ROOT / "evidencelog/i18n/locale/zh_CN/LC_MESSAGES").glob("*.po"):
        with path.open("rb") as file:
            for message in read_po(file, locale="zh_CN"):
                known.update(message.id if isinstance(message.id, tuple) else (message.id,))
    for path in sorted((ROOT / "evidencelog").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"_", "N_"}:
                text = node.args[0]
                if isinstance(text, ast.Constant):
                    assert text.value in known, f"{path.name}:{node.lineno}: {text.value!r}"


def test_named_values_are_the_same_in_both_languages():
    from string import Formatter

    from babel.messages.pofile import read_po

    def names(text: str) -> set[str]:
        # a date may want the month's name in one language and its number in the other
        return {name.removesuffix("_name") for _, name, _, _ in Formatter().parse(text) if name}

    for path in sorted((ROOT / "evidencelog/i18n/locale/zh_CN/LC_MESSAGES").glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="zh_CN"):
                if not message.id:
                    continue
                source = message.id if isinstance(message.id, tuple) else (message.id,)
                target = message.string if isinstance(message.string, tuple) else (message.string,)
                wanted = set().union(*map(names, source))
                for text in target:
                    assert names(text) <= wanted, (path.name, message.id, text)
                    assert wanted - names(text) <= {"n"}, (path.name, message.id, text)
