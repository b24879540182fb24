"""Law stands in packs: no Python of the program names a rule, an article or a number of the law."""

from __future__ import annotations

import re
import tokenize
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "evidencelog"
LAW = re.compile(r"\b[A-Z]{2}-[A-Z]\d{2}\b|第[一二三四五六七八九十百0-9]+条|GB/T|\b22:00\b|psapl|gbt-\d")


def code_words(path: Path) -> list[tuple[int, str]]:
    """Names, numbers and texts of a source file without its comments."""
    with path.open("rb") as file:
        return [
            (token.start[0], token.string)
            for token in tokenize.tokenize(file.readline)
            if token.type not in (tokenize.COMMENT, tokenize.ENCODING)
        ]


def test_no_rule_article_or_limit_stands_in_python():
    found = [
        f"{path.relative_to(PACKAGE)}:{line}: {word[:80]}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for line, word in code_words(path)
        if LAW.search(word)
    ]
    assert not found, "\n".join(found)
