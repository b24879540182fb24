"""Every word of the interface exists in both languages, and the shipped catalogues are the compiled ones."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_no_message_lacks_its_chinese():
    run = subprocess.run(
        [sys.executable, "tools/catalogues.py", "check"], cwd=ROOT, capture_output=True, text=True, encoding="utf-8"
    )
    assert run.returncode == 0, run.stdout + run.stderr


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
