"""Whom a text binds, since when, and what its force does to a grade."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from evidencelog.models.contacts import PlatformFacts
from tests.checker.building import basis, brief, contact, debt, facts, results, rule

AT = "2026-03-02T12:00:00"
ROLE = {"kind": "claimed_role", "roles": ["police"], "unchecked": "likely"}
BANK = basis(kinds=("bank_card",))


def platform(kind: str | None = None, product: str | None = None, funder: str | None = None) -> Any:
    other = PlatformFacts("L0002", "Some Bank", "bank_card", None, None, None, None)
    return facts(platforms={"L0001": PlatformFacts("L0001", "甲", kind, product, funder, None, None), "L0002": other})


def told(*bases: Any, case: Any = None, **fields: Any) -> list[str]:
    """Grades with missing facts of a single contact in which a role was falsely claimed."""
    fields = {"claimed_role": "police", "role_checked": "false", **fields}
    law = rule(ROLE, bases=bases)
    return [grade for _contacts, grade in brief(law, [contact("C0001", AT, **fields)], case or platform())]


@pytest.mark.parametrize(
    ("kind", "found"), [("bank_card", ["breach"]), ("private_lender", []), (None, ["undetermined kind"])]
)
def test_kinds(kind, found):
    assert told(BANK, case=platform(kind)) == found


@pytest.mark.parametrize(
    ("product", "found"),
    [("online_consumer", ["breach"]), ("car", []), (None, ["undetermined product"]), ("business", ["likely"])],
)
def test_products(product, found):
    text = basis(kinds=("bank_loan",), products=("online_consumer",), open_products=("business",))
    assert told(text, case=platform("bank_loan", product)) == found


def test_open_products_alone_leave_every_other_product_sure():
    text = basis(open_products=("business",))
    assert told(text, case=platform("bank_loan", None)) == ["breach"]
    assert told(text, case=platform("bank_loan", "car")) == ["breach"]
    assert told(text, case=platform("bank_loan", "business")) == ["likely"]


def test_kind_and_product_unknown_are_both_asked_for():
    assert told(basis(kinds=("bank_loan",), products=("car",))) == ["undetermined kind product"]


def test_an_open_kind_is_likely_at_most():
    assert told(basis(kinds=("bank_card",), open_kinds=("debt_buyer",)), case=platform("debt_buyer")) == ["likely"]


@pytest.mark.parametrize(
    ("funder", "kinds", "found"),
    [
        (None, ("bank_card",), ["undetermined funder"]),
        ("Unheard of", ("bank_card",), ["undetermined funder"]),
        ("some bank", ("bank_card",), ["breach"]),
        ("Some Bank", ("micro_loan",), []),
    ],
)
def test_the_lender_behind_the_platform_decides(funder, kinds, found):
    text = basis(kinds=kinds, open_kinds=("assist_platform",), decided_by="funder")
    assert told(text, case=platform("assist_platform", funder=funder)) == found


def test_a_sure_basis_goes_before_an_open_one():
    hits, _notes = results(
        rule(ROLE, bases=(basis(kinds=("micro_loan",)), basis(provision="code/2"))),
        [contact("C0001", AT, claimed_role="police", role_checked="false")],
        platform(),
    )
    assert (hits[0].grade, hits[0].missing) == ("breach", ())
    assert [(applied.position, applied.applies) for applied in hits[0].bases] == [(0, "if"), (1, "yes")]


def test_a_supporting_text_is_shown_and_never_a_ground():
    assert told(basis(supporting=True)) == []
    hits, _notes = results(
        rule(ROLE, bases=(basis(supporting=True), BANK)),
        [contact("C0001", AT, claimed_role="police")],
        platform("bank_card"),
    )
    assert [applied.position for applied in hits[0].bases] == [0, 1]


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        ("2026-03-02", None, 1),
        ("2026-03-03", None, 0),
        ("2020-01-01", "2026-03-02", 1),
        ("2020-01-01", "2026-03-01", 0),
    ],
)
def test_only_texts_in_force_on_the_day(first, last, found):
    assert len(told(basis(in_force_from=first, in_force_to=last))) == found


def test_the_text_of_the_day_is_cited_when_the_law_changes():
    law = rule(ROLE, bases=(basis(in_force_to="2025-12-31"), basis(provision="code/2", in_force_from="2026-01-01")))
    rows = [
        contact("C0001", "2025-12-31T23:59:59", claimed_role="police"),
        contact("C0002", "2026-01-01T00:00:00", claimed_role="police"),
        contact("C0003", "2026-01-01T00:00:00+09:00", claimed_role="police"),  # 23:00 of the day before in Shanghai
    ]
    hits, _notes = results(law, rows)
    assert {hit.contacts[0]: hit.bases[0].position for hit in hits} == {"C0001": 0, "C0002": 1, "C0003": 0}


def test_the_debt_goes_before_the_platform():
    case = platform("bank_card")._replace(
        debts={"D0001": debt("D0001", kind="micro_loan"), "D0002": debt("D0002", product="car")}
    )
    assert told(BANK, case=case, debt="D0001") == []
    assert told(BANK, case=case, debt="D0002") == ["breach"]
    assert told(basis(products=("car",)), case=case, debt="D0002") == ["breach"]


@pytest.mark.parametrize(
    ("bases", "checked", "found"),
    [
        ((basis(modality="inadvisable"),), "false", ["advisory"]),
        ((basis(modality="inadvisable"),), None, ["advisory role_checked"]),
        ((basis(modality="inadvisable"), basis(modality="should_not")), "false", ["breach"]),
        ((basis(effect="presumption"),), "false", ["likely"]),
        ((basis(effect="needs_result"),), "false", ["likely"]),
        ((basis(effect="open_standard"),), "false", ["likely"]),
        ((basis(effect="open_standard"), basis(effect="ban")), "false", ["breach"]),
        ((basis(effect="guideline"),), "false", ["breach"]),
        ((basis(effect="safe_harbour"),), "false", ["note"]),
    ],
)
def test_what_the_text_makes_of_a_breach(bases, checked, found):
    assert told(*bases, role_checked=checked) == found


@pytest.mark.parametrize(("cap", "found"), [("likely", "likely"), ("note", "note"), ("advisory", "advisory")])
def test_a_test_may_cap_its_grade(cap, found):
    law = rule({**ROLE, "at_most": cap})
    assert brief(law, [contact("C0001", AT, claimed_role="police", role_checked="false")]) == [("C0001", found)]


def test_a_basis_for_one_reading_is_shown_only_with_it():
    law = rule(
        {"kind": "visit_conduct", "fault": "too_few", "visitors": 2, "reading": "alone"},
        {"kind": "visit_conduct", "fault": "no_papers", "reading": "papers"},
        bases=(basis(readings=("alone",)), basis(provision="code/2", readings=("papers",))),
    )
    hits, _notes = results(law, [contact("C0001", AT, kind="visit", visitors=1, papers_shown=1)])
    assert [applied.position for applied in hits[0].bases] == [0]
    hits, _notes = results(law, [contact("C0001", AT, kind="visit", visitors=1, papers_shown=0)])
    assert [applied.position for applied in hits[0].bases] == [0, 1]


def test_versions_of_a_test_follow_the_day_of_the_contact():
    hours = {"kind": "quiet_hours"}
    law = rule(
        {**hours, "windows": [{"allowed": [{"from": "08:00", "to": "21:00"}]}], "in_force_to": dt.date(2026, 3, 1)},
        {**hours, "windows": [{"allowed": [{"from": "08:00", "to": "22:00"}]}], "in_force_from": dt.date(2026, 3, 2)},
    )  # fmt: skip
    rows = [contact("C0001", "2026-03-01T21:30:00"), contact("C0002", "2026-03-02T21:30:00")]
    assert brief(law, rows) == [("C0001", "breach")]


def test_a_removed_rule_never_fires():
    law = rule(ROLE)._replace(status="removed")
    assert brief(law, [contact("C0001", AT, claimed_role="police", role_checked="false")]) == []
