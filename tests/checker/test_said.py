"""Marks of words held against the rules they suggest: the law in force that day, whom it binds, what is known besides."""

from __future__ import annotations

from typing import Any

import pytest

from evidencelog.checker.said import said_hits, with_said
from evidencelog.checker.wording.reader import Mark
from evidencelog.laws.catalogue import load
from evidencelog.laws.wording import load as load_wording
from evidencelog.models.contacts import ContactRow, PlatformFacts
from evidencelog.models.findings import Hit, Spoken
from evidencelog.models.law import Words
from tests.checker.building import contact, facts, person

(PACK,) = load(("cn",))
REASON = Words("理由", "reason")


def mark(rule: str, label: str, start: int = 0, end: int = 2) -> Mark:
    return Mark(rule, label, "", "frame", REASON, start, end)


THREAT = mark("CN-H01", "threat_violence")
COURT = mark("CN-I02", "impersonation_court")
POLICE = mark("CN-I01", "impersonation_police")
TOLD = mark("CN-P03", "disclose_to_third_party")


def hits(*marks: Mark, case: Any = None, tags: tuple[str, ...] = (), **fields: Any) -> list[Hit]:
    row = contact("C0001", fields.pop("at", "2026-03-02T10:00:00"), **fields)
    named = {"C0001": frozenset(tags)} if tags else {}
    return list(said_hits([row], {"C0001": marks}, [PACK], case=case or facts(), tags=named))


def provisions(hit: Hit) -> list[tuple[str, str]]:
    rule = next(rule for rule in PACK.rules if rule.code == hit.rule)
    return [(rule.bases[basis.position].provision, basis.applies) for basis in hit.bases]


def test_words_are_likely_and_rest_on_the_law_in_force_that_day():
    (old,) = hits(THREAT, at="2025-12-31T23:59:59", platform="L0002")
    (new,) = hits(THREAT, at="2026-01-01T00:00:00", platform="L0002")
    assert (old.rule, old.grade, old.group, old.contacts) == ("CN-H01", "likely", ("C0001",), ("C0001",))
    assert ("psapl-2012/42", "yes") in provisions(old)
    assert ("psapl-2025/50", "yes") in provisions(new)
    assert not {"psapl-2025/50"} & {name for name, _applies in provisions(old)}
    assert new.spans == (Spoken("C0001", 0, 2, REASON),)
    assert hits(THREAT, at="2012-12-31T10:00:00", platform="L0002") == []


def test_provisions_bind_only_whom_their_text_binds():
    (bank,) = hits(THREAT)
    (micro,) = hits(THREAT, platform="L0002")
    assert ("card-2011/68", "yes") in provisions(bank)
    assert "card-2011/68" not in dict(provisions(micro))
    assert ("micro-2024/37", "yes") in provisions(micro)


def test_one_hit_for_a_rule_with_all_its_words():
    found = hits(THREAT, mark("CN-H01", "threat_violence", 5, 9), mark("CN-H03", "insult"))
    assert [(hit.rule, [span.start for span in hit.spans]) for hit in found] == [("CN-H01", [0, 5]), ("CN-H03", [0])]


def test_the_own_call_and_other_purposes_say_nothing():
    assert hits(THREAT, direction="out") == []
    assert hits(THREAT, purpose="service") == []
    assert hits(THREAT, purpose="marketing") == []
    (unknown,) = hits(THREAT, purpose=None)
    assert (unknown.grade, unknown.missing) == ("likely", ("purpose",))


def test_a_contact_without_a_platform_waits():
    assert hits(THREAT, platform=None) == []


def test_who_owes_too_is_no_third_person():
    case = facts(persons={"P0001": person("P0001", "guarantor"), "P0002": person("P0002", "parent")})
    assert hits(TOLD, case=case, to="P0001") == []
    (told,) = hits(TOLD, case=case, to="P0002")
    assert (told.rule, told.person) == ("CN-P03", "P0002")
    (account,) = hits(TOLD, case=case)  # the debtor writes down what the mother was told
    assert (account.rule, account.person) == ("CN-P03", None)


def test_a_claimed_role_is_asked_for_until_it_was_checked():
    (open_,) = hits(COURT)
    assert (open_.grade, open_.missing) == ("likely", ("role_checked",))
    assert hits(COURT, role_checked="genuine") == []
    (false,) = hits(COURT, role_checked="false")
    assert (false.grade, false.missing) == ("breach", ())
    (other,) = hits(COURT, role_checked="false", claimed_role="lawyer")
    assert other.grade == "likely"


def test_a_genuine_authority_does_not_collect():
    assert hits(mark("CN-L01", "false_legal_process"), claimed_role="court", role_checked="genuine") == []
    lawyer = hits(mark("CN-L01", "false_legal_process"), claimed_role="lawyer", role_checked="genuine")
    assert [hit.rule for hit in lawyer] == ["CN-L01"]


def test_a_rule_without_established_ground_stays_a_note():
    (refused,) = hits(mark("CN-S01", "refuse_identify"))
    assert refused.grade == "note"


def test_what_the_person_found_out_goes_before_the_words():
    lender = PlatformFacts("L0001", "甲", "consumer_finance", "online_consumer", None, None, None)
    case = facts(platforms={"L0001": lender})
    account = mark("CN-M02", "private_account_payment")
    assert hits(account, case=case, tags=("official_account",)) == []
    assert len(hits(account, case=case, tags=("insult",))) == 1
    assert hits(account) == []  # no text was found that says it of a bank card


def test_an_unknown_kind_of_lender_is_asked_for_where_no_text_binds_everyone():
    unknown = facts(platforms={"L0001": PlatformFacts("L0001", "甲", None, None, None, None, None)})
    (hit,) = hits(mark("CN-M01", "induce_borrowing"), case=unknown)
    assert hit.grade == "undetermined"
    assert "kind" in hit.missing


def test_labels_without_a_rule_of_the_pack_are_nothing():
    assert hits(mark("XX-H01", "threat_violence"), mark("", "threat_violence")) == []


def field_hit(grade: str, contacts: tuple[str, ...] = ("C0001",), missing: tuple[str, ...] = (), **more: Any) -> Hit:
    (words,) = hits(THREAT)
    group = contacts if len(contacts) == 1 else ("L0001", "2026-03-02")
    return words._replace(
        grade=grade, contacts=contacts, group=group, missing=missing, spans=(), readings=("said",), **more
    )


@pytest.mark.parametrize(
    ("grade", "expected"), [("breach", "breach"), ("likely", "likely"), ("undetermined", "likely")]
)
def test_one_contact_and_rule_is_one_hit_the_surer_one(grade, expected):
    words = hits(THREAT)
    (one,) = with_said([field_hit(grade)], words)
    assert (one.grade, one.spans, one.readings) == (expected, words[0].spans, ("said",))


def test_what_only_the_person_can_answer_stays_open():
    words = hits(COURT)
    asked = field_hit("undetermined", missing=("role_checked",), rule="CN-I02")
    (one,) = with_said([asked], words)
    assert (one.grade, one.missing) == ("undetermined", ("role_checked",))
    assert one.spans == words[0].spans


def test_a_hit_about_several_contacts_takes_their_words_in():
    rows: list[ContactRow] = [contact("C0001", "2026-03-02T10:00:00"), contact("C0002", "2026-03-02T11:00:00")]
    marks = {"C0001": (THREAT,), "C0002": (THREAT,)}
    words = list(said_hits(rows, marks, [PACK], case=facts(), tags={}))
    burst = field_hit("likely", ("C0001", "C0002", "C0003"))
    (one,) = with_said([burst], words)
    assert [span.contact for span in one.spans] == ["C0001", "C0002"]
    weak = field_hit("undetermined", ("C0001", "C0002", "C0003"))
    assert with_said([weak], words) == [weak, *words]
    other = burst._replace(rule="CN-H03")
    assert with_said([other], words) == [other, *words]


def test_every_label_of_the_wording_stands_for_a_rule_that_reads_the_tag_of_that_name():
    (words,) = load_wording(("cn",))
    rules = {rule.code: rule for rule in PACK.rules}
    assert len(words.codes) == 17
    for label, by_act in words.codes.items():
        for code in by_act.values():
            assert any(label in test.params.get("tags", ()) for test in rules[code].tests), (label, code)
