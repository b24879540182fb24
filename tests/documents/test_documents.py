"""What the documents say of the program is so: links lead somewhere, commands and options exist, both languages keep pace."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from urllib.parse import unquote

import click
import pytest

from evidencelog.cli.program import PROGRAM_GROUP

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / name for name in ("README.md", "README.zh.md", "CHANGELOG.md")] + [
    *sorted((ROOT / "docs" / "guide").rglob("*.md")),
    *(ROOT / "docs" / name for name in ("README.md", "privacy-and-limits.md", "development/architecture.md")),
]
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)")
COMMAND = re.compile(r"(?:^\$ |^ *|`)evidencelog ((?:[^`\n]|\\\n)*)", re.MULTILINE)


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def anchors(path: Path) -> set[str]:
    """The anchors that GitHub makes of a page's headings."""
    headings = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_links_lead_somewhere(page):
    for link in LINK.findall(page.read_text("utf-8")):
        assert not link.startswith("http"), link  # pages of others move; the program links to none
        file, _, anchor = unquote(link).partition("#")
        target = (page.parent / file).resolve() if file else page
        assert target.exists(), link
        if anchor:
            assert anchor in anchors(target), link


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_commands_and_options_exist(page):
    text = re.sub(r"\\\n\s*", "", page.read_text("utf-8"))
    for line in COMMAND.findall(text):
        words = [word for word in re.split(r"\s+", line) if word]
        group, command = PROGRAM_GROUP, None
        context = click.Context(PROGRAM_GROUP, info_name="evidencelog")
        while words and isinstance(group, click.Group) and not words[0].startswith("-"):
            command = group.get_command(context, words.pop(0))
            assert command is not None, line
            group = command
        known = {
            option for param in [*PROGRAM_GROUP.params, *(command.params if command else ())] for option in param.opts
        }
        for word in words:
            if word.startswith("--"):
                assert word.strip(",.;)”。") in known, (line, word)


def test_both_languages_have_the_same_pages():
    guides = [{path.name for path in (ROOT / "docs" / "guide" / language).iterdir()} for language in ("zh", "en")]
    assert guides[0] == guides[1]


def test_readmes_give_the_same_commands():
    blocks = [
        list(re.findall(r"```(?:sh|powershell)\n(.*?)```", (ROOT / name).read_text("utf-8"), re.DOTALL))
        for name in ("README.md", "README.zh.md")
    ]
    assert blocks[0] == blocks[1]
    assert len(blocks[0]) == 3


def test_the_python_that_the_readme_asks_for_is_the_one_declared():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lowest = project["requires-python"].removeprefix(">=")
    for name in ("README.md", "README.zh.md"):
        assert f"Python {lowest}" in (ROOT / name).read_text("utf-8")
