"""Recording, listing, showing, correcting, withdrawing, attaching and erasing contacts from the command line."""

from __future__ import annotations

import hashlib
import json

import pytest

from evidencelog.models.fields import CONTACT

EVERYTHING = {
    "at": "2026-03-02T22:41:00+08:00", "precision": "second", "source": "recording", "duration": 95, "channel": "phone",
    "direction": "in", "outcome": "answered", "count": 2, "until": "2026-03-02T22:45:00+08:00", "line": "13800000009",
    "platform": "某消金", "debt": "贷0001", "collector": "甲公司", "caller": "张某", "employee_id": "0231", "number": "95013123",
    "style": "person", "mode": "interactive", "claimed_role": "lawyer", "role_checked": "false",
    "identity": {"institution": "given", "employee_id": "refused"}, "to": "妈妈", "relation": "parent",
    "said_to_third": "told_debt", "purpose": "collection", "content": "他说……", "view": "quote", "tag": ["恐吓@21", "脏话"],
    "amount_claimed": "12345.67", "payee": "张某 6222", "case_number": "(2026)某01号", "recorded_by_them": True, "visitors": 2,
    "place": "workplace", "act": "blocking", "entered": True, "asked_to_leave": "2026-03-02T22:50:00+08:00",
    "left_at": "2026-03-02T23:05:00+08:00", "papers_shown": False, "private_note": "只给自己看",
}  # fmt: skip
"""A value for every fact a contact can hold, as it comes back."""
WORDS = {
    "duration": "1分35秒", "identity": "institution=given,employee_id=refused", "recorded_by_them": "yes", "entered": "yes",
    "papers_shown": "no", "until": "2026-03-02 22:45", "asked_to_leave": "2026-03-02 22:50:00",
}  # fmt: skip
"""Where it is typed in another way."""


def options() -> list[str]:
    words = []
    for name, value in EVERYTHING.items():
        for one in value if isinstance(value, list) else [WORDS.get(name, value)]:
            words += ["--" + name.replace("_", "-"), str(one)]
    return words


def test_every_fact_goes_in_and_comes_back(cli):
    assert {field.name for field in CONTACT} - {"kind", "platform_kind"} == set(EVERYTHING)
    result = cli("add", "visit", *options(), "--platform-kind", "consumer_finance", "--json")
    assert result.status == 0, result.err
    added = result.json()
    assert added["schema"] == "evidencelog.add/1"
    assert added["created"] == ["L0001", "D0001", "P0001"]
    for document in (added, cli("show", "C0001", "--json").json(), cli("list", "--json").json()["contacts"][0]):
        assert {name: document[name] for name in EVERYTHING} == EVERYTHING
        assert (document["record"], document["kind"], document["id"], document["version"]) == (
            "contact",
            "visit",
            "C0001",
            1,
        )
        assert document["attachments"] == document["origin"] == []
    assert cli("platform", "list", "--json").json()["items"][0]["kind"] == "consumer_finance"


def test_what_is_not_said_is_null_and_not_a_default(cli):
    cli.add("call", "--at", "2026-03-02 22:41")
    contact = cli("show", "C0001", "--json").json()
    known = {name: value for name, value in contact.items() if value is not None and name in EVERYTHING}
    assert known == {
        "at": "2026-03-02T22:41:00+08:00", "direction": "in", "to": "debtor", "purpose": "collection",
    }  # fmt: skip


def test_the_id_is_the_first_line_and_the_reading_of_the_time_is_echoed(cli):
    result = cli(
        "add",
        "call",
        "--at",
        "2026年3月2日晚上10点41",
        "--until",
        "2026-03-02T23:50:00+09:00",
        "--count",
        "3",
        "--outcome",
        "missed",
    )
    assert (result.status, result.out.splitlines()[0]) == (0, "C0001")
    assert result.err.splitlines() == [
        "C0001 recorded: call", "When = 2026-03-02 Mon 22:41 +08:00", "Until = 2026-03-02 Mon 23:50 +09:00",
    ]  # fmt: skip
    chinese = cli("add", "call", "--at", "2026-03-02", lang="zh")
    assert chinese.out.splitlines()[0] == "C0002"
    assert chinese.err.splitlines()[:2] == ["C0002 已记下：电话", "时间 = 2026-03-02 周一 00:00 +08:00"]


def test_a_finding_is_shown_with_the_entry_and_the_status_stays_0(cli):
    cli("platform", "add", "某消金", "--kind", "consumer_finance", "--product", "online_consumer")
    result = cli("add", "call", "--at", "2026-03-02T22:00:00+08:00", "--platform", "某消金", lang="zh")
    assert result.status == 0
    first, heading, basis = result.out.splitlines()[:3]
    assert first == "C0001"
    assert "夜间联系" in heading
    assert "记录可见" in heading
    assert basis.strip().startswith("不符合推荐性国家标准：")
    quiet = cli("add", "call", "--at", "2026-03-02T21:59:59+08:00", "--platform", "某消金")
    assert (quiet.status, quiet.out) == (0, "C0002\n")


def test_list_is_newest_first_and_narrows(cli):
    for at, platform, words in (
        ("2026-03-01T09:00:00+08:00", "甲", "还款"),
        ("2026-03-03T09:00:00+08:00", "乙", "要告诉你单位"),
        ("2026-03-02T09:00:00+08:00", "甲", "單位"),
    ):
        cli.add("call", "--at", at, "--platform", platform, "--content", words, "--number", f"9501{words and '3'}")
    cli.add("visit", "--at", "2026-03-02T20:00:00+08:00", "--platform", "甲")

    def ids(*words: str) -> list[str]:
        return [contact["id"] for contact in cli("list", "--json", *words).json()["contacts"]]

    assert ids() == ["C0002", "C0004", "C0003", "C0001"]
    assert ids("--since", "2026-03-02", "--until", "2026-03-02") == ["C0004", "C0003"]
    assert ids("--platform", "甲", "--kind", "call") == ["C0003", "C0001"]
    assert ids("--text", "单位") == ["C0002", "C0003"]
    assert ids("--number", "95013") == ["C0002", "C0003", "C0001"]
    assert ids("--limit", "2") == ["C0002", "C0004"]
    assert ids("--limit", "0") == []
    assert cli("list", "--platform", "丙").status == 2
    assert cli("list", "--since", "2026-03-03", "--until", "2026-03-01").status == 2
    lines = [json.loads(line)["id"] for line in cli("list", "--jsonl").out.splitlines()]
    assert lines == ids()
    human = cli("list").out.splitlines()
    assert [line[:5] for line in human] == ids()


def test_nothing_to_list_is_no_error(cli):
    cli("platform", "add", "甲")
    assert cli("list", "--json").json() == {"schema": "evidencelog.list/1", "contacts": []}
    result = cli("list")
    assert (result.status, result.out, result.err) == (0, "", "0 contacts\n")


def test_columns_stand_straight_in_cells(cli):
    from evidencelog.app.display import cells

    for platform in ("甲", "某某消费金融有限公司", "Bank"):
        cli.add(
            "call", "--at", "2026-03-02T09:00:00+08:00", "--platform", platform, "--caller", "张", "--outcome", "missed"
        )
    lines = cli("list").out.splitlines()
    places = {cells(line[: line.index("missed")]) for line in lines}
    assert len(places) == 1


def test_hostile_words_cannot_steer_the_terminal_but_stay_as_they_were(cli):
    words = "\x1b]0;x\x07\x1b[2J红\u202e单位\x9b31m\r\n第二行"
    cli("add", "message", "--at", "2026-03-02", "--content", "-", stdin=words.encode())
    kept = cli("show", "C0001", "--json").json()["content"]
    assert kept == words.replace("\r\n", "\n")
    for command in (("list",), ("show", "C0001"), ("list", "--json"), ("show", "C0001", "--json"), ("check",)):
        out = cli(*command).out
        assert not set(out) & set("\x1b\x07\x9b\u202e\r")
    assert "红" in cli("show", "C0001").out


def test_a_correction_is_a_new_version_and_the_old_one_stays(cli):
    cli.add("call", "--at", "2026-03-02T22:41:00+08:00", "--platform", "甲", "--outcome", "answered")
    result = cli(
        "correct",
        "c0001",
        "--set",
        "outcome=missed",
        "--set",
        "duration=",
        "--set",
        "tag=恐吓",
        "--set",
        "tag=脏话@5",
        "--because",
        "看了通话记录",
    )
    assert (result.status, result.out) == (0, "C0001 2\n")
    shown = cli("show", "C0001", "--json").json()
    assert (shown["version"], shown["outcome"], shown["tag"]) == (2, "missed", ["恐吓", "脏话@5"])
    first, second = shown["versions"]
    assert first["changes"]["outcome"] == {"before": None, "after": "answered"}
    assert second["changes"]["outcome"] == {"before": "answered", "after": "missed"}
    assert (second["event"], second["because"]) == ("corrected", "看了通话记录")
    human = cli("show", "C0001", lang="zh").out
    assert "结果：接通 → 未接" in human
    assert "更正：看了通话记录" in human


def test_a_correction_that_changes_nothing_is_refused(cli):
    cli.add("call", "--at", "2026-03-02T22:41:00+08:00", "--outcome", "missed")
    before = cli.state()
    result = cli("correct", "C0001", "--set", "outcome=missed", "--because", "x")
    assert result.status == 2
    assert result.err.count("\n") == 1
    assert cli.state() == before


def test_a_withdrawn_entry_is_not_listed_and_stays_readable(cli):
    cli.add("call", "--at", "2026-03-02T22:41:00+08:00", "--platform", "甲")
    assert cli("withdraw", "C0001", "--because", "记重了").out == "C0001\n"
    assert cli("list", "--json").json()["contacts"] == []
    shown = cli("show", "C0001", "--json").json()
    assert shown["withdrawn"] is True
    assert shown["versions"][-1]["because"] == "记重了"
    assert cli("withdraw", "C0001", "--because", "again").status == 2


def test_files_are_sealed_under_their_digest(cli, tmp_path):
    recording, note = tmp_path / "录音 1.m4a", tmp_path / "a.txt"
    recording.write_bytes(b"\0sound" * 1000)
    note.write_text("x")
    cli.add("call", "--at", "2026-03-02", "--attach", recording)
    result = cli("attach", "C0001", note)
    assert result.status == 0, result.err
    digest = hashlib.sha256(b"x").hexdigest()
    assert result.out == f"A0002  {digest}  a.txt\n"
    first, second = cli("list", "--json").json()["contacts"][0]["attachments"]
    assert (first["id"], first["name"], first["size"]) == ("A0001", "录音 1.m4a", 6000)
    assert first["sha256"] == hashlib.sha256(recording.read_bytes()).hexdigest()
    assert second["sha256"] == digest
    assert (cli.case / "vault" / digest[:2] / digest).read_bytes() == b"x"
    assert recording.exists()
    assert digest in cli("show", "C0001").out


def test_an_erased_entry_leaves_no_byte_of_its_text(cli):
    cli.add("message", "--at", "2026-03-02", "--content", "本不该记下的话")
    cli.add("message", "--at", "2026-03-03", "--content", "留下的话")
    assert cli("erase", "C0001", "--because", "记错了人").status == 0
    assert [contact["id"] for contact in cli("list", "--json").json()["contacts"]] == ["C0002"]
    for file in cli.case.rglob("*"):
        if file.is_file():
            assert "本不该记下的话".encode() not in file.read_bytes(), file
    assert "记错了人" in cli("show", "C0001").out
    assert cli("erase", "C0001", "--because", "x").status == 2


@pytest.mark.parametrize("command", [("show", "C0009"), ("show", "L0001"), ("erase", "C0009", "--because", "x")])
def test_what_is_not_there_is_named(cli, command):
    cli.add("call")
    result = cli(*command)
    assert result.status == 2
    assert repr(command[1]) in result.err


def test_an_entry_without_a_time_is_of_now(cli):
    from datetime import UTC, datetime

    cli.add("call")
    at = datetime.fromisoformat(cli("show", "C0001", "--json").json()["at"])
    assert abs((datetime.now(UTC) - at).total_seconds()) < 60
    assert at.utcoffset().total_seconds() == 8 * 3600
