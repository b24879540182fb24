"""Writes docs/rules from the law packs: ``python tools/rule_pages.py write|check``.

One page per rule and language, and an index; the packs are the only source. ``check`` exits 1 and names every page that
is missing, stale or left over.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from evidencelog import i18n
from evidencelog.laws.catalogue import SHIPPED
from evidencelog.laws.loader import read_pack
from evidencelog.models.labels import value_label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from evidencelog.laws.loader import Loaded
    from evidencelog.laws.schema import CaseFile, ExpectedFinding
    from evidencelog.models.law import Passage, Rule, RuleBasis, RuleText, Words

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "docs" / "rules"
LANGUAGES = ("zh", "en")

WORDS = {
    "zh": {
        "other": "English", "index": "全部规则", "made": "本页由法规包生成，请勿手改；改规则见 `docs/development/adding-a-rule.md`。",
        "why": "为什么有这一条", "bases": "依据", "test": "怎样判断", "readings": "怎样计算", "exceptions": "例外",
        "other_readings": "另一种读法", "questions": "缺少事实时会问", "assumes": "默认的前提", "strengthen": "怎样更有力",
        "next_steps": "接下来可以做什么", "cases": "例子", "case": "情形", "result": "结果", "none": "不算",
        "supporting": "只作参考，不单独成为依据", "for": "适用：", "anyone": "任何人", "from": "{first} 起", "span": "{first} 至 {last}",
        "quoted": "转引自{via}：", "paraphrase": "大意（不是原文）：", "noted": "另作记录：{text}", "if": "如果",
        "count": "计 {measured}", "limit": "上限 {limit}", "missing": "缺：{facts}", "status": "状态", "code": "编号", "title": "名称",
        "mark": "标记", "pack": "法规包", "confirmed": "{version} 版，核对于 {day}", "translation": "", "limitations": "已知的不足",
        "intro": "下面的规则由数据生成。发现只说“可能违反”或“不符合”，不下违法的结论；国家标准是推荐性的，协会文件约束会员。",
    },
    "en": {
        "other": "中文", "index": "All rules", "made": "This page is made from the law pack; do not edit it. To change a rule see `docs/development/adding-a-rule.md`.",
        "why": "Why this rule", "bases": "What it rests on", "test": "How it is decided", "readings": "How it is counted", "exceptions": "Exceptions",
        "other_readings": "Other readings", "questions": "Asked when a fact is missing", "assumes": "Taken for granted", "strengthen": "What makes it stronger",
        "next_steps": "What can be done next", "cases": "Examples", "case": "Case", "result": "Result", "none": "nothing",
        "supporting": "shown in support, never a ground by itself", "for": "Binds: ", "anyone": "anyone", "from": "from {first}", "span": "{first} to {last}",
        "quoted": "Quoted via {via}: ", "paraphrase": "In substance (not the wording): ", "noted": "noted: {text}", "if": "if",
        "count": "counted {measured}", "limit": "limit {limit}", "missing": "missing: {facts}", "status": "Status", "code": "Code", "title": "Name",
        "mark": "Mark", "pack": "Law pack", "confirmed": "version {version}, checked on {day}", "translation": "Unofficial translation: ", "limitations": "Known gaps",
        "intro": "These rules are made from data. A finding says \"may be contrary to\" or \"departs from\" and passes no verdict; the national standard is recommended, association texts bind members.",
    },
}  # fmt: skip


class Writer(NamedTuple):
    """One pack in one language."""

    folder: Path
    loaded: Loaded
    language: str

    def word(self, key: str, **values: object) -> str:
        """A fixed word of the pages."""
        return WORDS[self.language][key].format(**values)

    def say(self, words: Words) -> str:
        """The text in the language of the page."""
        return words.zh if self.language == "zh" else words.en

    def page(self, rule: Rule) -> str:
        """The page of one rule."""
        other = "en" if self.language == "zh" else "zh"
        parts: list[str] = [
            f"# {rule.code} {self.say(rule.title)}",
            f"[{self.word('other')}](../{other}/{rule.code}.md) · [{self.word('index')}](../README.md)",
            f"`{rule.name}` · {self.word('mark')} {self.say(rule.mark)} · {self.word('status')} {rule.status}",
            self._section("why"),
            self.say(rule.why),
            self._section("bases"),
            *(self._basis(basis) for basis in rule.bases),
            self._section("test"),
            self._tests(rule),
        ]
        for part in ("readings", "exceptions", "other_readings", "questions", "assumes", "strengthen", "next_steps"):
            texts: tuple[RuleText, ...] = getattr(rule, part)
            if texts:
                parts += [self._section(part), self._list(self.say(text.words) for text in texts)]
        cases = self.loaded.cases[rule.code]
        parts += [self._section("cases"), self._table(("case", "result"), (self._case(rule, case) for case in cases))]
        parts.append(f"---\n\n{self.word('made')}")
        return "\n\n".join(parts) + "\n"

    def _section(self, key: str) -> str:
        return f"## {self.word(key)}"

    @staticmethod
    def _list(lines: Iterable[str]) -> str:
        return "\n".join(f"- {line}" for line in lines)

    def _table(self, heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
        lines = ["| " + " | ".join(self.word(head) for head in heads) + " |", "|---" * len(heads) + "|"]
        lines += ["| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |" for row in rows]
        return "\n".join(lines)

    def _basis(self, basis: RuleBasis) -> str:
        texts = self.loaded.texts
        provision = texts.provisions[basis.provision]
        instrument = texts.instruments[provision.instrument]
        passage = [
            one
            for one in provision.passages
            if one.id == basis.passage and one.in_force_from <= (basis.in_force_to or "9999")
        ][-1]
        span = self.word(
            "from" if basis.in_force_to is None else "span", first=basis.in_force_from, last=basis.in_force_to
        )
        facts = [
            value_label("force", instrument.force),
            value_label("modality", basis.modality),
            span,
            self.word("for") + (self.say(basis.condition) if basis.condition else self.word("anyone")),
        ]
        if basis.supporting:
            facts.append(self.word("supporting"))
        lines = [f"**{provision.citation}**", " · ".join(facts), self._quote(passage)]
        if self.language == "en" and passage.translation:
            lines.append("> " + self.word("translation") + passage.translation)
        return "\n\n".join(lines)

    def _quote(self, passage: Passage) -> str:
        head = ""
        if passage.text_status == "quoted":
            head = self.word("quoted", via=passage.quoted_via)
        elif passage.text_status == "paraphrase":
            head = self.word("paraphrase")
        return "\n>\n".join(f"> {line}" for line in (head + passage.text).split("\n"))

    def _tests(self, rule: Rule) -> str:
        """The tests as they stand in the rule's file."""
        lines = (self.folder / "rules" / f"{rule.code}.toml").read_text(encoding="utf-8").splitlines()
        kept, inside = [], False
        for line in lines:
            if line.startswith("["):
                inside = line == "[[tests]]"
            if inside:
                kept.append(line)
        return "```toml\n" + "\n".join(kept).strip() + "\n```"

    def _case(self, rule: Rule, case: CaseFile) -> tuple[str, str]:
        title = case.title.zh if self.language == "zh" else case.title.en
        results = [self._finding(rule, found) for found in case.findings]
        named = {text.id: self.say(text.words) for text in (*rule.exceptions, *rule.readings)}
        results += [self.word("noted", text=named[note.key]) for note in case.noted]
        return title, "<br>".join(results) or self.word("none")

    def _finding(self, rule: Rule, found: ExpectedFinding) -> str:
        parts = [value_label("grade", found.grade)]
        if isinstance(found.contacts, list):
            parts.append(", ".join(found.contacts))
        if found.on:
            parts.append(found.on)
        if found.measured is not None:
            parts.append(self.word("count", measured=found.measured))
        if found.limit is not None:
            parts.append(self.word("limit", limit=found.limit))
        if found.missing:
            asked = {text.id: self.say(text.words) for text in rule.questions}
            parts.append(self.word("missing", facts=" ".join(asked[fact] for fact in found.missing)))
        cited = [
            (f"{self.word('if')} " if basis.applies == "if" else "")
            + self.loaded.texts.provisions[basis.provision].citation
            for basis in found.bases or []
        ]
        parts += list(dict.fromkeys(cited))
        return " · ".join(parts)


def index(packs: list[Loaded]) -> str:
    """The table of all rules, in both languages, the largest pack first."""
    parts = ["# 规则 · Rules", WORDS["zh"]["intro"], WORDS["en"]["intro"]]
    for loaded in sorted(packs, key=lambda loaded: -len(loaded.pack.rules)):
        pack = loaded.pack
        parts.append(f"## {pack.title.zh} · {pack.title.en} (`{pack.id}`)")
        facts: dict[str, Any] = {"version": pack.version, "day": pack.confirmed_on}
        parts.append(f"{WORDS['zh']['confirmed'].format(**facts)} · {WORDS['en']['confirmed'].format(**facts)}")
        rows = [
            f"| {rule.code} | [{rule.title.zh}](zh/{rule.code}.md) | [{rule.title.en}](en/{rule.code}.md) | {rule.mark.zh} |"
            for rule in pack.rules
        ]
        parts.append("\n".join(["| | 中文 | English | |", "|---|---|---|---|", *rows]))
        parts.append(f"### {WORDS['zh']['limitations']} · {WORDS['en']['limitations']}")
        parts.append("\n".join(f"- {words.zh}\n  {words.en}" for words in pack.limitations))
    parts.append(f"---\n\n{WORDS['zh']['made']}\n{WORDS['en']['made']}")
    return "\n\n".join(parts) + "\n"


def pages() -> dict[str, str]:
    """Every page by its path under docs/rules."""
    folders = [folder for folder in sorted(SHIPPED.iterdir()) if (folder / "pack.toml").is_file()]
    packs = [read_pack(folder, "") for folder in folders]
    made = {"README.md": index(packs)}
    before = i18n.language()
    for language in LANGUAGES:
        i18n.set_language(language)
        for folder, loaded in zip(folders, packs, strict=True):
            writer = Writer(folder, loaded, language)
            made.update({f"{language}/{rule.code}.md": writer.page(rule) for rule in loaded.pack.rules})
    i18n.set_language(before)
    return made


def problems() -> list[str]:
    """One line for each page that is missing, stale or left over."""
    wanted = pages()
    found = {path.relative_to(PAGES).as_posix(): path for path in PAGES.rglob("*.md")}
    lines = [f"docs/rules/{name}: no rule has this page" for name in sorted(set(found) - set(wanted))]
    for name, text in sorted(wanted.items()):
        if name not in found:
            lines.append(f"docs/rules/{name}: missing")
        elif found[name].read_text(encoding="utf-8") != text:
            lines.append(f"docs/rules/{name}: stale")
    return lines


def write() -> None:
    """Writes every page and removes those no rule has any more."""
    wanted = pages()
    for name, text in wanted.items():
        path = PAGES / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    for path in PAGES.rglob("*.md"):
        if path.relative_to(PAGES).as_posix() not in wanted:
            path.unlink()


def main(command: str) -> int:
    """Runs one command; returns the exit status."""
    if command == "write":
        write()
        return 0
    if command == "check":
        lines = problems()
        print("\n".join([*lines, "run: python tools/rule_pages.py write"] if lines else []))
        return 1 if lines else 0
    sys.exit(__doc__)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
