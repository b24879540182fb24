"""What a finding asks is written as a correction, and checking only what depends gives what a whole check gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from evidencelog.app import answering, browsing, checking
from evidencelog.app.cases import open_case
from evidencelog.app.demo import make_demo
from evidencelog.i18n import language, set_language

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from evidencelog.app.cases import Case
    from evidencelog.models.findings import Finding


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    """The demo case, in Chinese: it asks for fields, tags and notices."""
    before = language()
    set_language("zh")
    make_demo(tmp_path / "demo")
    with open_case(tmp_path / "demo") as opened:
        yield opened
    set_language(before)


def asking(case: Case, fact: str) -> tuple[Finding, answering.Ask]:
    """The first finding that asks for a fact."""
    finding = next(one for one in checking.check(case).findings if fact in one.missing)
    return finding, next(one for one in answering.asks(case, finding) if one.fact == fact)


@pytest.mark.parametrize(
    ("fact", "where", "value"),
    [
        ("outcome", "contact", "missed"),  # a field of the contact with choices
        ("mode", "contact", "interactive"),
        ("purpose", "contact", "service"),
        ("role_checked", "contact", "false"),
        ("private_line", "tag", "private_line"),  # a tag the question itself names
        ("notice", "notice", "no"),  # a record of its own
    ],
)
def test_an_answer_settles_the_question_and_only_the_platform_is_checked_again(
    case: Case, fact: str, where: str, value: str
) -> None:
    before = checking.check(case).findings
    finding, ask = asking(case, fact)
    assert ask.where == where
    assert value in dict(ask.choices)
    answering.answer(case, finding, ask, value)
    again = answering.checked_again(case, before, str(finding.platform))
    whole = checking.check(case).findings
    assert {one.id: one for one in again} == {one.id: one for one in whole}
    left = next((one for one in whole if one.id == finding.id), None)
    assert left is None or fact not in left.missing


def test_one_of_several_contacts_alone(case: Case) -> None:
    finding, ask = asking(case, "mode")
    assert len(ask.contacts) > 1
    answering.answer(case, finding, ask, "notice", ask.contacts[:1])
    modes = [browsing.detail(case, one).values.get("mode") for one in ask.contacts]
    assert modes == ["notice", *[None] * (len(ask.contacts) - 1)]
    last = browsing.detail(case, ask.contacts[0]).history[-1]
    assert last.event == "corrected"
    assert ask.question in str(last.because)


def test_a_tag_is_added_to_those_there_are(case: Case) -> None:
    finding, ask = asking(case, "letter_items")
    before = browsing.detail(case, finding.contacts[0]).values.get("tag") or []
    answering.answer(case, finding, ask, ask.choices[0][0])
    assert browsing.detail(case, finding.contacts[0]).values["tag"] == [*before, ask.choices[0][0]]


@pytest.mark.parametrize(
    ("lang", "question", "asked", "choices"),
    [
        (
            "zh",
            "收款账户是谁的？个人账户，加标记 private_account；机构自己的，加 official_account。",
            "收款账户是谁的？",
            (("private_account", "个人账户"), ("official_account", "机构自己的")),
        ),
        (
            "zh",
            "问机构：两家都是委托的吗？确认是转来的，加标记 subcontracted；是收回再委托的，加 handed_over。",
            "问机构：两家都是委托的吗？",
            (("subcontracted", "确认是转来的"), ("handed_over", "是收回再委托的")),
        ),
        (
            "en",
            "Did they enter? Ask around. If not, add the tag not_let_in; if so, let_in.",
            "Did they enter? Ask around.",
            (("not_let_in", "If not"), ("let_in", "If so")),
        ),
        ("en", "Were these calls answered?", "Were these calls answered?", ()),
    ],
)  # fmt: skip
def test_a_question_is_asked_without_names_of_tags(
    lang: str, question: str, asked: str, choices: tuple[tuple[str, str], ...]
) -> None:
    before = language()
    set_language(lang)
    plain, found = answering.without_tags(question)
    set_language(before)
    assert plain == asked
    assert found == choices
