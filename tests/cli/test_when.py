"""``when``: one line in, one line out, without a case."""

from __future__ import annotations

import json

NOW = ("--now", "2026-11-21T09:00:00+08:00")


def test_each_line_gives_one_document_in_the_same_order(cli):
    phrases = ["昨晚10点半", "", "没有时间", "2026-03-02", "  ", "今天下午3点", "2026-03-02T22:41:00+09:00"]
    result = cli("when", "-", *NOW, "--jsonl", stdin="\n".join(phrases).encode() + b"\n")
    assert result.status == 0, result.err
    readings = [json.loads(line) for line in result.out.splitlines()]
    assert [list(reading) for reading in readings] == [["phrase", "reading", "granularity"]] * len(phrases)
    assert [reading["phrase"] for reading in readings] == phrases
    assert [(reading["reading"], reading["granularity"]) for reading in readings] == [
        ("2026-11-20T22:30:00+08:00", "moment"), (None, "none"), (None, "none"), ("2026-03-02", "day"), (None, "none"),
        ("2026-11-21T15:00:00+08:00", "moment"), ("2026-03-02T21:41:00+08:00", "moment"),
    ]  # fmt: skip
    assert not cli.case.exists()


def test_plain_output_has_a_line_for_each_phrase_too(cli):
    result = cli("when", "-", *NOW, stdin="昨晚10点半\nxyz\n".encode(), lang="zh")
    assert result.out.splitlines() == ["昨晚10点半 = 2026-11-20 周五 22:30 +08:00", "xyz = 读不成时间"]


def test_the_offset_of_now_is_the_offset_of_the_reading(cli):
    def reading(now: str) -> str:
        return json.loads(cli("when", "昨晚10点半", "--now", now, "--jsonl").out)["reading"]

    assert reading("2026-11-21T09:00:00-05:00") == "2026-11-20T22:30:00-05:00"
    assert reading("2026-11-21T09:00:00") == "2026-11-20T22:30:00+08:00"
    assert reading("2026-11-21") == "2026-11-20T22:30:00+08:00"


def test_bytes_that_are_no_text_are_a_phrase_without_a_reading(cli):
    result = cli("when", "-", "--jsonl", stdin=b"\xff\xfe\n")
    assert result.status == 0
    assert json.loads(result.out)["granularity"] == "none"


def test_a_now_that_is_none(cli):
    result = cli("when", "昨晚", "--now", "soon")
    assert (result.status, result.out) == (2, "")
    assert "--now" in result.err
