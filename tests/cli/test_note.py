"""``note``: what was read is shown; only --yes, or a yes at a terminal, writes it, all of it or nothing."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import tty

import pytest

from tests.cli.test_loading import HEAVY, modules

LINE = "2026-03-02 22:41 95188 某消金 工号0231 说要打给我单位"


def test_on_a_pipe_it_shows_and_writes_nothing(cli):
    result = cli("note", LINE, lang="zh")
    assert result.status == 2
    assert result.err == "错误：什么都没有写入；要保存上面读出的内容，请用同样的文字加上 --yes 再运行一次\n"
    assert not cli.case.exists()
    rows = [line.split() for line in result.out.splitlines()]
    assert ["时间", "2026-03-02", "周一", "22:41", "+08:00", "2026-03-02", "22:41"] in rows
    assert ["工号", "0231", "工号0231"] in rows
    assert ["对方号码", "95188", "95188"] in rows
    assert ["平台", "某消金", "某消金", "（新：案卷里还没有）"] in rows
    assert result.out.splitlines()[-2:] == ["  内容", "    说要打给我单位"]


def test_yes_writes_it_and_tells_what_it_raises(cli):
    cli("platform", "add", "某消金", "--kind", "consumer_finance", "--product", "online_consumer")
    result = cli("note", LINE, "--yes")
    assert result.status == 0, result.err
    assert "C0001" in result.out.splitlines()
    assert "CN-T01" in result.out
    kept = cli("show", "C0001", "--json").json()
    kept = kept.get("contact", kept)
    expected = {
        "kind": "call", "at": "2026-03-02T22:41:00+08:00", "number": "95188", "platform": "某消金", "employee_id": "0231",
        "outcome": "answered", "content": "说要打给我单位", "view": "description", "purpose": "collection",
    }  # fmt: skip
    assert {name: kept[name] for name in expected} == expected


NOTES = "11.3\n晚上8点半 95188 没接\n9点 自称派出所的打给我妈\n  让她还钱 1分20秒\n".encode()


def test_pasted_notes_become_entries(cli):
    result = cli("note", "-", "--yes", stdin=NOTES)
    assert result.status == 0, result.err
    assert result.out.splitlines()[-2:] == ["C0001", "C0002"]
    assert "2: 晚上8点半 95188 没接" in result.out.splitlines()
    documents = cli("list", "--json").json()["contacts"]
    assert [(one["id"], one["at"][5:16], one.get("content")) for one in documents] == [
        ("C0002", "11-03T21:00", "让她还钱"), ("C0001", "11-03T20:30", None),
    ]  # fmt: skip


def test_one_wrong_line_and_nothing_is_written(cli):
    text = "2026-03-02 22:41 95188 没接\n前几天 95555 没接\n2026-02-30 9:00 95555 没接\n"
    result = cli("note", "-", "--yes", stdin=text.encode())
    assert result.status == 2
    errors = result.err.splitlines()
    assert len(errors) == 2
    assert errors[0].startswith("Error: line 2: at: '前几天' is not understood as a time")
    assert errors[1].startswith("Error: line 3: at: '2026-02-30")
    assert not cli.case.exists()


def test_json_is_one_document_with_or_without_saving(cli):
    shown = cli("note", LINE, "--json")
    assert (shown.status, len(shown.err.splitlines())) == (2, 1)
    (entry,) = shown.json()["entries"]
    assert shown.json()["schema"] == "evidencelog.note/1"
    assert list(entry) == ["id", "line", "text", "values", "pieces", "unread", "problems"]
    assert (entry["id"], entry["line"], entry["text"]) == (None, 1, LINE)
    number = next(piece for piece in entry["pieces"] if piece["field"] == "number")
    assert number == {"field": "number", "value": "95188", "text": "95188", "start": 17, "end": 22, "note": ""}
    saved = cli("note", LINE, "--json", "--yes")
    assert saved.status == 0, saved.err
    assert [entry["id"] for entry in saved.json()["entries"]] == ["C0001"]
    wrong = cli("note", "前几天 没接", "--json", "--yes")
    assert wrong.status == 2
    assert [problem["field"] for problem in wrong.json()["entries"][0]["problems"]] == ["at"]


def test_no_words(cli):
    for words in (("note", ""), ("note", "-"), ("note",)):
        result = cli(*words, "--yes")
        assert (result.status, result.out) == (2, "")
        assert result.err == "Error: TEXT: '' cannot be used: there are no words to read\n"


def test_what_a_terminal_would_obey_is_shown_harmless(cli):
    result = cli("note", "2026-03-02 22:41 说“\x1b[2J\u202e再不还”")
    assert "\x1b" not in result.out
    assert "\u202e" not in result.out
    assert "再不还" in result.out


def at_a_terminal(cli, typed: bytes, *words: str) -> tuple[int, str]:
    """Exit status and what stands on the terminal when somebody types an answer."""
    master, slave = pty.openpty()
    tty.setraw(slave)
    command = [sys.executable, "-m", "evidencelog", "--case", str(cli.case), "--lang", "en", "note", *words]
    process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave)
    os.close(slave)
    os.write(master, typed)
    written = b""
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError:  # how Linux says that the other side is closed
            break
        if not piece:
            break
        written += piece
    os.close(master)
    return process.wait(), written.decode()


@pytest.mark.parametrize(("answer", "kept"), [("y", 1), ("是", 1), ("n", 0), ("", 0)])
def test_a_terminal_is_asked(cli, answer, kept):
    status, shown = at_a_terminal(cli, f"{answer}\n".encode(), LINE)
    assert status == 0
    assert "Save 1 entry? [y/N]" in shown
    assert ("C0001" in shown) == bool(kept)
    assert ("Nothing was written." in shown) != bool(kept)
    assert cli.case.exists() == bool(kept)


def test_a_line_typed_at_the_terminal(cli):
    status, shown = at_a_terminal(cli, f"{LINE}\ny\n".encode())
    assert status == 0
    assert "What happened?" in shown
    assert "C0001" in shown


def test_it_loads_nothing_heavy(cli):
    cli("platform", "add", "某消金", "--kind", "consumer_finance", "--product", "online_consumer")
    for words, expected in ((("note", LINE), 2), (("note", LINE, "--yes"), 0)):
        status, names = modules(cli.case, *words)
        assert status == expected
        assert not {name.partition(".")[0] for name in names} & HEAVY
