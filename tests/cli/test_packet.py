"""``packet``, ``channels``, ``verify``, ``backup`` and ``restore`` from the command line."""

from __future__ import annotations

import shutil

import pytest


@pytest.fixture
def case(cli):
    cli("platform", "add", "某消金", "--kind", "consumer_finance", "--product", "online_consumer")
    cli.add(
        "call", "--at", "2026-03-02T22:41:00+08:00", "--platform", "某消金", "--outcome", "answered", "--caller", "张某"
    )
    return cli


def test_a_packet_is_written_verified_and_not_overwritten(case, tmp_path):
    out = tmp_path / "packet"
    made = case("packet", "--for", "lender", "--out", out, "--request", "请停止夜间联系")
    assert (made.status, made.out) == (0, f"{out}\n")
    assert (out / "bagit.txt").exists()
    assert (tmp_path / "packet-letter.docx").exists()
    assert "left blank: " in made.err
    sound = case("verify", out)
    assert (sound.status, sound.out) == (0, "")

    before = case.state()
    again = case("packet", "--for", "lender", "--out", out)
    assert again.status == 2
    assert again.err.count("\n") == 1
    assert case.state() == before

    changed = out / "data" / "contacts.csv"
    changed.write_bytes(changed.read_bytes().replace(b"22:41", b"21:41"))
    (out / "data" / "more.txt").write_text("x")
    (out / "data" / "findings.csv").unlink()
    broken = case("verify", out)
    assert broken.status == 3
    for name in ("data/contacts.csv", "data/more.txt", "data/findings.csv"):
        assert any(line.startswith(f"{name}: ") for line in broken.out.splitlines()), broken.out
    document = case("verify", out, "--json")
    assert document.status == 3
    assert document.json()["valid"] is False


def test_a_zip_and_its_document(case, tmp_path):
    out = tmp_path / "packet.zip"
    made = case(
        "packet", "--for", "nfra", "--platform", "某消金", "--since", "2026-03-01", "--out", out, "--zip", "--json"
    )
    assert made.status == 0
    document = made.json()
    assert (document["schema"], document["path"]) == ("evidencelog.packet/1", str(out))
    assert {missing["item"] for missing in document["missing"]} >= {"request", "signature"}
    assert case("verify", out).status == 0
    data = bytearray(out.read_bytes())
    data[len(data) // 2] ^= 1
    out.write_bytes(data)
    assert case("verify", out).status == 3


def test_a_packet_that_cannot_be(case, tmp_path):
    cli = case
    before = cli.state()
    for words, wanted in (
        (("--for", "nobody"), "'nobody'"),
        (("--for", "lender", "--platform", "乙"), "'乙'"),
        (("--for", "lender", "--since", "whenever"), "--since"),
        (("--for", "lender", "--letter", tmp_path / "gone.txt"), "gone.txt"),
        (("--for", "lender", "--signed", tmp_path / "gone.pdf"), "gone.pdf"),
    ):
        result = cli("packet", "--out", tmp_path / "out", *words)
        assert (result.status, result.out) == (2, ""), words
        assert result.err.count("\n") == 1
        assert wanted in result.err
    cli("platform", "add", "乙")
    result = cli("packet", "--for", "lender", "--out", tmp_path / "out")
    assert result.status == 2
    assert "--platform" in result.err
    assert not list(tmp_path.glob("*out*"))
    assert before is not None


def test_words_that_claim_too_much_stop_the_export(case, tmp_path):
    letter = tmp_path / "letter.txt"
    letter.write_text("对方的行为违法，已经构成犯罪。")
    result = case("packet", "--for", "lender", "--out", tmp_path / "out", "--letter", letter)
    assert (result.status, result.out) == (4, "")
    first, *places = result.err.splitlines()
    assert first.startswith("Error: ")
    assert ["--letter" in place for place in places] == [True, True]
    assert "违法" in places[0]
    assert not (tmp_path / "out").exists()


def test_the_addressees_with_and_without_a_case(cli):
    items = cli("channels", "--json").json()
    assert items["schema"] == "evidencelog.channels/1"
    assert items["items"][0]["id"] == "lender"
    assert {item["fits"] for item in items["items"]} == {"unknown"}
    assert not cli.case.exists()
    cli("platform", "add", "某小贷", "--kind", "micro_loan")
    fits = {item["id"]: item["fits"] for item in cli("channels", "--json").json()["items"]}
    assert (fits["lender"], fits["nfra"]) == ("yes", "no")
    human = cli("channels", lang="zh").out
    assert "不适用" in human
    assert "期限：" in human


def test_a_case_that_was_tampered_with(case):
    import sqlite3

    assert case("verify").status == 0
    with sqlite3.connect(case.case / "case.db") as conn:
        conn.execute("DROP TRIGGER IF EXISTS ledger_no_update")
        for (name,) in conn.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ledger'"
        ).fetchall():
            conn.execute(f'DROP TRIGGER "{name}"')
        conn.execute("UPDATE ledger SET facts = replace(facts, '22:41', '21:41')")
    conn.close()
    result = case("verify")
    assert result.status == 3
    assert result.out.count("\n") >= 1
    chinese = case("verify", lang="zh")
    assert chinese.status == 3
    assert "核验不通过" in chinese.err


def test_a_backup_comes_back(case, tmp_path):
    recording = tmp_path / "a.m4a"
    recording.write_bytes(b"sound")
    case("attach", "C0001", recording)
    file, other = tmp_path / "case.zip", tmp_path / "other"
    assert case("backup", file).out == f"{file}\n"
    assert case("backup", file).status == 2
    assert case("restore", file, "--into", other).out == f"{other}\n"
    assert case("restore", file, "--into", other).status == 2
    assert case("verify", case=other).status == 0
    assert case("list", "--json", case=other).out == case("list", "--json").out
    damaged = tmp_path / "damaged.zip"
    shutil.copy(file, damaged)
    data = bytearray(damaged.read_bytes())
    data[len(data) // 2] ^= 0xFF
    damaged.write_bytes(data)
    result = case("restore", damaged, "--into", tmp_path / "third")
    assert result.status in (2, 3)
    assert result.err.count("\n") == 1
    assert not (tmp_path / "third").exists()
    assert case("restore", tmp_path / "none.zip", "--into", tmp_path / "third").status == 2


def test_verify_of_what_is_no_packet(cli, tmp_path):
    gone = cli("verify", tmp_path / "gone")
    assert (gone.status, gone.out) == (2, "")
    other = cli("verify", tmp_path)
    assert other.status == 3
    assert "bagit.txt" in other.out


def test_the_demo_case_is_made_once(cli, tmp_path):
    folder = tmp_path / "demo"
    made = cli("demo", "--into", folder, "--no-tui")
    assert (made.status, made.out) == (0, f"{folder}\n")
    assert str(folder) in made.err
    assert cli("demo", "--into", folder, "--no-tui").status == 2
    assert cli.opened == []
    assert cli("case", "show", "--json", case=folder).json()["contacts"] > 400
