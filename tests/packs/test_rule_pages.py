"""The pages under docs/rules are what the packs say now, in both languages, and hold what a lawyer looks for."""

import importlib.util
import re
from pathlib import Path

import pytest

from evidencelog import i18n

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "docs" / "rules"


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("rule_pages", ROOT / "tools" / "rule_pages.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def made(tool):
    return tool.pages()


def test_no_page_is_missing_stale_or_left_over(tool):
    assert not tool.problems(), "run: python tools/rule_pages.py write"


def test_a_stale_a_missing_and_a_leftover_page_are_each_named(tool, tmp_path, monkeypatch):
    for name, text in tool.pages().items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    monkeypatch.setattr(tool, "PAGES", tmp_path)
    assert tool.problems() == []
    (tmp_path / "zh" / "CN-T01.md").write_text("x", encoding="utf-8")
    (tmp_path / "en" / "CN-F01.md").unlink()
    (tmp_path / "en" / "CN-Z99.md").write_text("x", encoding="utf-8")
    assert tool.problems() == [
        "docs/rules/en/CN-Z99.md: no rule has this page",
        "docs/rules/en/CN-F01.md: missing",
        "docs/rules/zh/CN-T01.md: stale",
    ]
    tool.write()
    assert tool.problems() == []


def test_making_the_pages_leaves_the_language_alone(tool):
    before = i18n.language()
    tool.pages()
    assert i18n.language() == before


def test_the_index_links_every_rule_in_both_languages(made):
    links = set(re.findall(r"\((zh|en)/([A-Z0-9-]+)\.md\)", made["README.md"]))
    assert {f"{language}/{code}.md" for language, code in links} == set(made) - {"README.md"}


def test_every_link_of_a_page_leads_to_a_page(made):
    for name, text in made.items():
        for target in re.findall(r"\]\(([^)#]+\.md)\)", text):
            there = (PAGES / name).parent.joinpath(target).resolve().relative_to(PAGES).as_posix()
            assert there in made, f"{name}: {target}"


def test_a_page_quotes_its_papers_and_marks_what_is_no_quotation(made):
    night = made["zh/CN-T01.md"]
    assert "转引自中新经纬" in night
    assert "推荐性国家标准" in night
    assert "2024-05-15 至 2025-02-27" in night
    third = made["zh/CN-P01.md"]
    assert "大意（不是原文）：商业银行不得委托" in third
    assert "只作参考，不单独成为依据" in third
    assert "Unofficial translation" in made["en/CN-P01.md"]


def test_no_page_shows_where_a_text_was_copied_from(made):
    for name, text in made.items():
        assert not re.search(r"https?://|github|\.com\b|\.html\b", text), name
