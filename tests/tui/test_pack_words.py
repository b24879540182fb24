"""Advice of the packs as the app shows it: keys and fields in place of commands and options, in both languages."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import evidencelog
from evidencelog.i18n import set_language
from evidencelog.tui.pack_words import in_app

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKS = Path(evidencelog.__file__).parent / "laws" / "packs"


def texts(node: Any, lang: str) -> Iterator[str]:
    """Every text of a pack in one language."""
    if isinstance(node, dict):
        for key, value in node.items():
            if isinstance(value, str) and key == lang:
                yield value
            else:
                yield from texts(value, lang)
    elif isinstance(node, list):
        for one in node:
            yield from texts(one, lang)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_advice_in_the_app_names_a_command(lang: str) -> None:
    set_language(lang)
    seen = commands = 0
    for path in sorted(PACKS.rglob("*.toml")):
        for text in texts(tomllib.loads(path.read_text(encoding="utf-8")), lang):
            seen += 1
            commands += "evidencelog" in text or bool(re.search("--[a-z]", text))
            shown = in_app(text)
            assert "evidencelog" not in shown, (path.name, shown)
            assert not re.search("--[a-z]", shown), (path.name, shown)
    assert commands > 30
    assert seen > 1000


@pytest.mark.parametrize(
    ("lang", "text", "shown"),
    [
        ("zh", "用 --request 写明想要什么", "用 “你的请求” 写明想要什么"),
        ("en", "sign the print; a scan of it goes into a new packet with --signed", "with [Signed scan]"),
        ("en", "enter it with evidencelog profile set --id-number, or write it on the print", "with Ctrl+Y (about you), or"),
        ("zh", "记下日期和编号：evidencelog complaint add --platform 平台 --channel nifa --sent-at 日期 --reference 编号", "Ctrl+K"),
    ],
)  # fmt: skip
def test_a_command_becomes_what_does_the_same_here(lang: str, text: str, shown: str) -> None:
    set_language(lang)
    assert shown in in_app(text)


def test_chinese_words_have_no_space_where_a_command_stood() -> None:
    set_language("zh")
    assert in_app("用 evidencelog profile set --name 填写，或手填") == "用 Ctrl+Y（本人资料）填写，或手填"
    assert in_app("用 evidencelog platform set NAME --legal-name 填写") == "用平台资料（首页按 p，再按 e）填写"
