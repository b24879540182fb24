"""``import``, ``number`` and ``export`` from the command line."""

from __future__ import annotations

import json

import pytest

CALLS = """<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>
<calls count="5">
  <call number="95013" duration="60" date="1772462460000" type="1" contact_name="(Unknown)" />
  <call number="95013" duration="0" date="1772462520000" type="3" contact_name="(Unknown)" />
  <call number="13800000002" duration="30" date="1772462580000" type="1" contact_name="妈妈" />
  <call number="-2" duration="0" date="1772462640000" type="3" presentation="2" contact_name="(Unknown)" />
  <call number="95014" duration="10" date="1772548980000" type="2" contact_name="(Unknown)" />
</calls>
"""
"""2 March 2026, 22:41 to 22:44 in Shanghai, and one call out a day later."""


@pytest.fixture
def calls(tmp_path):
    file = tmp_path / "calls.xml"
    file.write_text(CALLS)
    return file


def test_rows_are_counted_once(cli, calls):
    first = cli("import", calls, "--json").json()
    assert (first["schema"], first["dry_run"]) == ("evidencelog.import/1", False)
    counted = {name: first[name] for name in ("read", "added", "known", "linked", "inbox", "refused")}
    assert counted == {"read": 5, "added": 5, "known": 0, "linked": 0, "inbox": 5, "refused": []}
    assert (first["first_day"], first["last_day"], first["import_ids"]) == ("2026-03-02", "2026-03-03", ["I0001"])
    again = cli("import", calls, "--json").json()
    assert (again["added"], again["known"]) == (0, 5)
    contact = cli("list", "--json", "--limit", "1").json()["contacts"][0]
    assert (contact["direction"], contact["origin"][0]["import_id"], contact["origin"][0]["file"]) == (
        "out",
        "I0001",
        "calls.xml",
    )


def test_a_dry_run_writes_nothing(cli, calls):
    cli("platform", "add", "甲")
    before = cli.state()
    result = cli("import", calls, "--dry-run")
    assert result.status == 0
    assert "nothing was written" in result.out
    assert "rows added" in result.out
    assert cli.state() == before


def test_a_platform_takes_unnamed_and_hidden_numbers_only(cli, calls):
    report = cli("import", calls, "--platform", "某消金", "--json").json()
    assert (report["added"], report["inbox"]) == (5, 1)
    platforms = {contact["at"][8:16]: contact["platform"] for contact in cli("list", "--json").json()["contacts"]}
    assert platforms == {
        "02T22:41": "某消金", "02T22:42": "某消金", "02T22:43": None, "02T22:44": "某消金", "03T22:43": "某消金",
    }  # fmt: skip


def test_only_some_days_and_one_number(cli, calls):
    assert cli("import", calls, "--since", "2026-03-03", "--json").json()["added"] == 1
    assert cli("import", calls, "--until", "2026-03-02", "--number", "95013", "--json").json()["added"] == 2


def test_a_number_is_assigned_once_for_all(cli, calls):
    cli("import", calls)
    numbers = {item["number"]: item for item in cli("number", "list", "--json").json()["items"]}
    assert numbers["95013"]["contacts"] == 2
    assert numbers["13800000002"]["name"] == "妈妈"
    assert cli("number", "assign", "95013", "--platform", "某消金").out == "2\n"
    assert cli("number", "assign", "13800000002", "--person", "妈妈").out == "1\n"
    owners = {
        item["number"]: item["platform"] or item["person"] for item in cli("number", "list", "--json").json()["items"]
    }
    assert (owners["95013"], owners["13800000002"], owners["95014"]) == ("某消金", "妈妈", None)
    assert {contact["platform"] for contact in cli("list", "--number", "95013", "--json").json()["contacts"]} == {
        "某消金"
    }


def test_everything_at_once_or_nothing(cli, calls, tmp_path):
    bad = tmp_path / "bad.jsonl"
    bad.write_text(
        '{"record": "contact", "kind": "call", "at": "2026-03-02T10:00:00+08:00"}\n{"record": "contact", "kind": "fax", "at": "2026-03-02"}\n'
    )
    result = cli("import", calls, bad, "--format", "evidencelog")
    assert result.status == 2
    result = cli("import", calls, bad)
    assert (result.status, result.out) == (2, "")
    assert "bad.jsonl" in result.err
    assert "2" in result.err
    assert "'fax'" in result.err
    assert cli("list", "--json").json()["contacts"] == []
    kept = cli("import", calls, bad, "--keep-going", "--json").json()
    assert (kept["added"], len(kept["refused"])) == (6, 1)


def test_an_unreadable_row_is_reported_and_left_out(cli, tmp_path):
    file = tmp_path / "calls.xml"
    file.write_text(CALLS.replace('date="1772462520000"', 'date="yesterday"'))
    result = cli("import", file, "--json")
    assert result.status == 0
    report = result.json()
    assert report["added"] == 4
    (refused,) = report["refused"]
    assert "calls.xml" in refused["where"]
    human = cli("import", file, lang="zh")
    assert human.status == 0
    assert refused["where"].split(":")[0] in human.out


def test_an_export_reads_back_to_the_same_case(cli, tmp_path):
    cli("platform", "add", "某消金", "--kind", "consumer_finance", "--product", "online_consumer")
    cli.add(
        "call", "--at", "2026-03-02T22:41:00+08:00", "--platform", "某消金", "--outcome", "answered", "--to", "妈妈"
    )
    cli.add("call", "--at", "2026-03-02T23:41:00+08:00", "--platform", "某消金")
    cli("correct", "C0002", "--set", "outcome=missed", "--because", "看了记录")
    cli("refusal", "add", "--person", "妈妈", "--platform", "某消金", "--at", "2026-03-01T10:00:00+08:00")
    file = tmp_path / "case.jsonl"
    assert cli("export", file).out == f"{file}\n"
    assert all(json.loads(line) for line in file.read_text().splitlines())
    refused = cli("export", file)
    assert refused.status == 2
    other = tmp_path / "other"
    assert cli("import", file, case=other).status == 0

    def whole(case):
        contacts = cli("list", "--json", case=case).json()["contacts"]
        for contact in contacts:
            del contact["recorded_at"], contact["origin"]
        return contacts, cli("check", "--json", case=case).json()["findings"]

    assert whole(other) == whole(cli.case)
