"""A hit in words: the text of the day, in both languages, with what it takes for granted."""

from __future__ import annotations

import pytest

from evidencelog.checker.engine import check
from evidencelog.checker.explaining import explain, explain_note, finding_id
from evidencelog.laws.loader import read_pack
from evidencelog.models.findings import Finding, Hit, Noted
from tests.checker.building import consent, contact, facts, numbered
from tests.laws.sampling import SAMPLE

READ = read_pack(SAMPLE / "xx", "")


def explained(rows: list, lang: str = "en", case: object = None) -> list[Finding]:
    case = case or facts()
    found = check(rows, [READ.pack], case=case, today="2026-11-21")
    return [explain(hit, READ.pack, READ.texts, case, lang) for hit in found if isinstance(hit, Hit)]


def test_a_finding_in_english():
    (finding,) = explained(numbered("2026-03-02T21:00:30"))
    assert finding.explanation == "甲 made contact on 2026-03-02 at 21:00:30."
    assert (finding.title, finding.name) == ("Contact outside the hours", "late-contact")
    assert (finding.platform, finding.person, finding.on) == ("甲", None, "2026-03-02")
    assert finding.reading == "By the start. Close to the boundary."
    assert finding.other_readings == ("It may have been delivered late.",)
    assert finding.assumes == ("none agreed",)
    assert (finding.strengthen, finding.next_steps) == (("Attach the bill.",), ("You can ask them to stop.",))
    assert finding.questions == ()
    assert finding.review is None


def test_a_finding_in_chinese():
    (finding,) = explained(numbered("2026-03-02T21:00:30"), "zh")
    assert finding.explanation == "甲于2026-03-02 21:00:30联系。"
    assert finding.reading == "按开始时间。离界限很近。"


def test_bases_carry_text_force_period_and_how_it_is_known():
    (finding,) = explained(numbered("2026-03-02T22:00:00"))
    law, guide = finding.bases
    assert law._asdict() == {
        "provision": "code-2020/3-a",
        "citation": "Collection Code 2020, section 3(a)",
        "instrument": "code-2020",
        "article": "3",
        "force": "law",
        "modality": "must_not",
        "in_force_from": "2020-01-01",
        "in_force_to": None,
        "applies": "yes",
        "text": "No contact before seven or after nine in the evening, and none on Sundays and public holidays.",
        "text_status": "verbatim",
        "quoted_via": "",
    }
    assert (guide.force, guide.text_status) == ("association_rule", "paraphrase")


def test_the_wording_is_that_of_the_day():
    (finding,) = explained(numbered("2023-12-31T21:45:00"))
    assert "half past nine" in finding.bases[0].text
    (finding,) = explained(numbered("2010-06-01T23:00:00"))
    assert [basis.provision for basis in finding.bases] == ["code-1999/7"]
    assert (finding.bases[0].in_force_from, finding.bases[0].in_force_to) == ("1999-01-01", "2019-12-31")


@pytest.mark.parametrize(("lang", "condition"), [("en", "if: the lender is a bank"), ("zh", "if: 对方是银行")])
def test_a_condition_stands_behind_if(lang, condition):
    case = facts()
    case = case._replace(platforms={"L0001": case.platforms["L0001"]._replace(kind=None)})
    (finding,) = explained(numbered("2026-03-02T22:00:00"), lang, case)
    assert (finding.grade, finding.missing) == ("undetermined", ("kind",))
    assert finding.bases[0].applies == condition
    assert finding.questions == (("Is it a bank?",) if lang == "en" else ("是银行吗？",))


def test_an_assumption_is_left_out_where_the_case_shows_otherwise():
    agreed = facts(consents=(consent("23:00", "23:30", "also", "2026-03-02", "2026-03-02"),))
    first, second = explained(numbered("2026-03-02T22:00:00", "2026-03-03T22:00:00", outcome="missed"), "en", agreed)
    assert (first.assumes, second.assumes) == ((), ("none agreed",))
    other = agreed._replace(consents=(agreed.consents[0]._replace(platform="L0002"),))
    assert explained(numbered("2026-03-02T22:00:00"), "en", other)[0].assumes == ("none agreed",)


def test_counts_are_filled_in():
    rows = [contact(f"C{n:04}", f"2026-03-0{n}T10:00:00", outcome="missed", count=2) for n in range(2, 6)]
    (finding,) = explained(rows)
    assert (finding.explanation, finding.measured, finding.limit) == ("8 calls, the limit is 7.", 8, 7)


def test_names_are_not_taken_for_placeholders():
    case = facts()
    case = case._replace(platforms={"L0001": case.platforms["L0001"]._replace(name="{day}{x} %s \\1")})
    (finding,) = explained(numbered("2026-03-02T22:00:00"), "en", case)
    assert finding.explanation == "{day}{x} %s \\1 made contact on 2026-03-02 at 22:00."


def test_the_id_is_the_same_for_the_same_group_and_tells_groups_apart():
    ids = {explained(numbered(f"2026-03-02T22:0{n}:00"))[0].id for n in range(3)}
    assert len(ids) == 1  # the group is the contact, which has one id
    one = finding_id("XX-A00", ("L0001", "2026-03-02"))
    assert one == finding_id("XX-A00", ("L0001", "2026-03-02"))
    assert len({one, finding_id("XX-A01", ("L0001", "2026-03-02")), finding_id("XX-A00", ("L0001", "2026-03-03"))}) == 3
    assert len(one) == 18
    assert one.startswith("F-")
    assert set(one[2:]) <= set("0123456789abcdef")


def test_notes():
    agreed = facts(consents=(consent("22:00", "23:00"),))
    rows = numbered("2026-03-02T22:30:00")
    (note,) = [n for n in check(rows, [READ.pack], case=agreed, today="2026-11-21") if isinstance(n, Noted)]
    assert explain_note(note, READ.pack, agreed, "en") == {
        "rule": "XX-A00",
        "on": "2026-03-02",
        "platform": "甲",
        "contacts": ["C0001"],
        "why": "exception",
        "text": "Hours that were agreed.",
    }
    counted = Noted("XX-B00", "2026-03-02", "L0001", ("C0001",), "wider_count", "placed", 9, 7)
    told = explain_note(counted, READ.pack, agreed, "zh")
    assert (told["text"], told["measured"], told["limit"]) == ("按拨打。", 9, 7)
