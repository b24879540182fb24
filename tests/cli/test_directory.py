"""The directory and the standing facts from the command line."""

from __future__ import annotations

from hashlib import sha256

import pytest

from evidencelog.models.fields import RECORDS

STANDING = {
    "debt": (("--platform", "甲", "--name", "卡1234", "--kind", "bank_card", "--product", "credit_card", "--lawful", "yes"),
             {"platform": "甲", "name": "卡1234", "kind": "bank_card", "product": "credit_card", "lawful": True}),
    "consent": (("--platform", "甲", "--hours", "22:00-23:00", "--mode", "also", "--from", "2026-03-01"),
                {"platform": "甲", "hours": "22:00-23:00", "mode": "also", "from": "2026-03-01", "to": None}),
    "refusal": (("--person", "妈妈", "--platform", "甲", "--at", "2026-03-02 10:00"),
                {"person": "妈妈", "platform": "甲", "at": "2026-03-02T10:00:00+08:00"}),
    "plan": (("--platform", "甲", "--signed-on", "2026-02-01"),
             {"platform": "甲", "signed_on": "2026-02-01", "defaulted_on": None}),
    "request": (("--platform", "甲", "--kind", "stop_third_persons", "--at", "2026-03-02T10:00:00+08:00"),
                {"platform": "甲", "kind": "stop_third_persons", "made_at": "2026-03-02T10:00:00+08:00"}),
    "notice": (("--platform", "甲", "--collector", "乙公司", "--seen", "no"),
               {"platform": "甲", "collector": "乙公司", "seen": False}),
    "complaint": (("--platform", "甲", "--channel", "nfra", "--sent-at", "2026-03-05"),
                  {"platform": "甲", "channel": "nfra", "sent_at": "2026-03-05", "reference": None,
                   "accepted_on": None, "decided_on": None, "reviewed_on": None, "answer": None}),
}  # fmt: skip


@pytest.mark.parametrize("record", STANDING)
def test_standing_facts_come_back_with_the_keys_of_the_exchange_format(cli, record):
    words, expected = STANDING[record]
    added = cli(record, "add", *words)
    assert added.status == 0, added.err
    listed = cli(record, "list", "--json").json()
    assert listed["schema"] == f"evidencelog.{record}-list/1"
    assert listed["items"] == [{"record": record, **expected, "id": added.out.strip()}]
    assert list(expected) == [field.name for field in RECORDS[record]]
    human = cli(record, "list").out
    assert added.out.strip() in human
    assert human.count("\n") == 1


def test_a_platform_is_added_changed_and_listed(cli):
    assert (
        cli("platform", "add", "某消金", "--kind", "consumer_finance", "--number", "95013", "--alias", "消金").out
        == "L0001\n"
    )
    assert cli("platform", "set", "消金", "--product", "online_consumer", "--number", "95014").status == 0
    (item,) = cli("platform", "list", "--json").json()["items"]
    assert (item["name"], item["kind"], item["product"]) == ("某消金", "consumer_finance", "online_consumer")
    assert item["aliases"] == ["消金"]
    assert item["overdue_since"] is None


def test_setting_a_platform_that_is_not_there_names_those_that_are(cli):
    cli("platform", "add", "甲")
    before = cli.state()
    result = cli("platform", "set", "乙", "--product", "car")
    assert result.status == 2
    assert "'乙'" in result.err
    assert "甲" in result.err
    assert cli.state() == before


def test_the_profile_is_set_piece_by_piece(cli):
    cli("profile", "set", "--name", "张三", "--phone", "13800000000")
    cli("profile", "set", "--address", "某市某路 1 号")
    (item,) = cli("profile", "list", "--json").json()["items"]
    assert item == {
        "record": "profile", "name": "张三", "id_number": None, "phone": "13800000000", "address": "某市某路 1 号", "id": "U0001"
    }  # fmt: skip


def test_a_person_with_numbers(cli):
    cli("person", "add", "妈妈", "--relation", "parent", "--number", "13800000002", "--named-in-contract", "no")
    (item,) = cli("person", "list", "--json").json()["items"]
    assert (item["name"], item["relation"], item["numbers"], item["named_in_contract"]) == (
        "妈妈", "parent", ["13800000002"], False,
    )  # fmt: skip


def test_a_complaint_gets_its_reference_number_later(cli):
    cli("complaint", "add", "--platform", "甲", "--channel", "nfra", "--sent-at", "2026-03-05")
    cli("complaint", "add", "--platform", "甲", "--channel", "lender", "--sent-at", "2026-03-05")
    assert cli("complaint", "update", "--platform", "甲", "--channel", "nfra", "--reference", "2026-77").status == 0
    assert cli("complaint", "update", "K0002", "--reference", "L-5").status == 0
    items = {item["id"]: item["reference"] for item in cli("complaint", "list", "--json").json()["items"]}
    assert items == {"K0001": "2026-77", "K0002": "L-5"}


def test_an_update_that_could_mean_two_complaints_or_none_is_refused(cli):
    for day in ("2026-03-05", "2026-04-05"):
        cli("complaint", "add", "--platform", "甲", "--channel", "nfra", "--sent-at", day)
    before = cli.state()
    both = cli("complaint", "update", "--platform", "甲", "--channel", "nfra", "--reference", "1")
    none = cli("complaint", "update", "--platform", "甲", "--channel", "court", "--reference", "1")
    assert (both.status, none.status) == (2, 2)
    assert "K0001 K0002" in both.err
    assert "complaint add" in none.err
    assert cli.state() == before


def test_withdraw_takes_the_ids_of_records_too(cli):
    cli("consent", "add", "--platform", "甲", "--hours", "22:00-23:00", "--from", "2026-03-01")
    assert cli("withdraw", "h0001", "--because", "记错了").status == 0
    assert cli("consent", "list", "--json").json()["items"] == []


def test_a_correction_of_a_record(cli):
    cli("platform", "add", "甲", "--kind", "bank_card", "--number", "95013")
    result = cli("correct", "L0001", "--set", "kind=bank_loan", "--set", "legal-name=甲银行", "--because", "看了合同")
    assert (result.status, result.out) == (0, "L0001 2\n")
    (item,) = cli("platform", "list", "--json").json()["items"]
    assert (item["kind"], item["legal_name"], item["numbers"]) == ("bank_loan", "甲银行", ["95013"])
    assert cli("correct", "L0001", "--set", "kind=", "--because", "其实不清楚").status == 0
    assert cli("platform", "list", "--json").json()["items"][0]["kind"] is None


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (("platform", "add", "甲", "--kind", "bank"), "--kind: 'bank' is not known"),
        (("platform", "add", "甲", "--overdue-since", "2026-02-30"), "--overdue-since: '2026-02-30' is no date"),
        (("consent", "add", "--platform", "甲", "--hours", "25:00-26:00", "--from", "2026-03-01"), "--hours: '25:00-26:00'"),
        (("request", "add", "--platform", "甲", "--kind", "hours", "--at", "2999-01-01"), "--at: '2999-01-01' lies in the future"),
        (("plan", "add", "--platform", "甲", "--signed-on", "2026-02-02", "--defaulted-on", "2026-01-01"), "--defaulted-on: "),
        (("correct", "L0001", "--set", "kind", "--because", "x"), "write field=value"),
        (("correct", "L0001", "--set", "colour=red", "--because", "x"), "the fields are name"),
        (("correct", "L0001", "--set", "kind=bank", "--because", "x"), "kind: 'bank' is not known"),
        (("correct", "L0009", "--set", "kind=bank_card", "--because", "x"), "The case holds no 'L0009'"),
        (("withdraw", "C0001", "--because", "x"), "The case holds no 'C0001'"),
        (("withdraw", "L0001", "--because", "  "), "--because: is missing"),
        (("case", "set", "--zone", "Mars/Base"), "--zone: "),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)  # fmt: skip
def test_bad_input_is_one_line_with_the_option_and_writes_nothing(cli, words, wanted):
    cli("platform", "add", "已有")
    before = cli.state()
    result = cli(*words)
    assert result.status == 2
    assert result.out == ""
    assert wanted in result.err
    assert result.err.count("\n") == 1
    assert cli.state() == before
    chinese = cli(*words, lang="zh")
    assert chinese.status == 2
    assert chinese.err.startswith("错误：")


def test_several_problems_are_a_line_each(cli):
    result = cli("platform", "add", "甲", "--kind", "bank", "--product", "house")
    assert result.status == 2
    assert [line.split(":")[1].strip() for line in result.err.splitlines()] == ["--kind", "--product"]


def test_bad_first_input_makes_no_case(cli):
    assert cli("platform", "add", "甲", "--kind", "bank").status == 2
    assert not cli.case.exists()


def test_only_entries_make_a_case(cli):
    for words in (
        ("list",), ("show", "C0001"), ("check",), ("verify",), ("platform", "list"), ("case", "show"), ("number", "list"),
        ("withdraw", "C0001", "--because", "x"), ("platform", "set", "甲", "--kind", "bank_card"),
        ("correct", "C0001", "--set", "at=2026-03-01", "--because", "x"), ("export", "out.jsonl"), ("backup", "b.zip"),
        ("erase", "C0001", "--because", "x"), ("attach", "C0001", __file__), ("review", "F-1", "confirm", "--because", "x"),
    ):  # fmt: skip
        result = cli(*words)
        assert result.status == 2, words
        assert "There is no case in" in result.err, words
        assert result.err.count("\n") == 1
    assert not cli.case.exists()


def test_settings_of_the_case(cli):
    assert cli("case", "set", "--zone", "America/New_York", "--packs", "cn").status == 0
    info = cli("case", "show", "--json").json()
    assert (info["schema"], info["zone"], info["packs"], info["contacts"]) == (
        "evidencelog.case/1", "America/New_York", ["cn"], 0,
    )  # fmt: skip
    assert "America/New_York" in cli("case", "show").out


def test_moments_and_days_are_echoed_as_they_were_read(cli):
    refusal = cli("refusal", "add", "--person", "妈妈", "--platform", "甲", "--at", "2026年3月2日上午10点")
    assert refusal.err.splitlines()[1:] == ["When = 2026-03-02 Mon 10:00 +08:00"]
    plan = cli("plan", "add", "--platform", "甲", "--signed-on", "2026年2月1日", lang="zh")
    assert plan.err.splitlines()[1:] == ["签订日 = 2026-02-01 周日"]
    cli.add("call", "--at", "2026-03-02 10:00")
    corrected = cli("correct", "C0001", "--set", "at=2026年3月2日晚上11点", "--because", "x")
    assert corrected.err.splitlines()[1:] == ["When = 2026-03-02 Mon 23:00 +08:00"]
    corrected = cli("correct", "S0001", "--set", "signed_on=2026年2月3日", "--because", "x")
    assert corrected.err.splitlines()[1:] == ["Signed on = 2026-02-03 Tue"]
    assert cli("list", "--since", "2026年3月2日").err.splitlines() == ["--since = 2026-03-02 Mon", "1 contact"]
    assert cli("list", "--since", "2026-03-02").err.splitlines() == ["1 contact"]


def test_the_paper_of_an_answer_is_listed_with_its_complaint(cli, tmp_path):
    cli("complaint", "add", "--platform", "甲", "--channel", "nfra", "--sent-at", "2026-03-05")
    paper = tmp_path / "答复.pdf"
    paper.write_bytes(b"%PDF-1.4\n")
    sealed = cli("attach", "K0001", paper)
    assert (sealed.status, sealed.out.split("  ")[0]) == (0, "A0001")
    (item,) = cli("complaint", "list", "--json").json()["items"]
    assert [(one["id"], one["name"], one["copy"]) for one in item["attachments"]] == [("A0001", "答复.pdf", None)]
    assert "A0001 答复.pdf" in cli("complaint", "list").out
    before = cli.state()
    wrong = cli("attach", "K0001", paper, "--redacted-of", "A0002")
    assert (wrong.status, wrong.err.count("\n")) == (2, 1)
    both = cli("attach", "K0001", paper, "--redacted-of", "A0001", "--playable-of", "A0001")
    assert both.status == 2
    assert cli.state() == before


def test_a_file_given_once_more_as_the_covered_copy_is_marked_and_told(cli, tmp_path):
    cli("add", "message", "--at", "2026-03-02T10:00:00+08:00", "--platform", "甲", "--content", "还款")
    for name in ("截图.png", "遮盖.png"):
        (tmp_path / name).write_text(name, encoding="utf-8")
        cli("attach", "C0001", tmp_path / name)
    marked = cli("attach", "C0001", tmp_path / "遮盖.png", "--redacted-of", "A0001")
    assert (marked.status, marked.out.split("  ")[0]) == (0, "A0002")
    told = cli("show", "C0001").out
    assert "A0002: covered copy of A0001" in told
    digests = [sha256(name.encode()).hexdigest() for name in ("截图.png", "遮盖.png")]
    assert [line.split()[-1] for line in told.splitlines() if "image/png" in line] == digests
