"""The exchange format as lines: what can be read of each, and what is said of the others."""

from __future__ import annotations

import pytest

from evidencelog.errors import Problem
from evidencelog.importers import exchange, source
from evidencelog.importers.exchange import ExchangeLine, exchange_lines
from evidencelog.importers.registry import format_of
from evidencelog.importers.source import look_at


@pytest.fixture
def lines(tmp_path):
    def reader(content: bytes) -> list[ExchangeLine | Problem]:
        path = tmp_path / "case.jsonl"
        path.write_bytes(content)
        return list(exchange_lines(look_at(path)))

    return reader


def test_lines_in_order_with_their_numbers(lines):
    got = lines(
        '\ufeff{"record": "person", "name": "妈妈"}\r\n\n  \n{"name": "甲", "record": "platform", "n": 1e3}'.encode()
    )
    assert got == [
        ExchangeLine(1, "person", {"name": "妈妈"}),
        ExchangeLine(4, "platform", {"name": "甲", "n": 1000.0}),
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{nope", "JSON"),
        (b"[1]", "object"),
        (b'"x"', "object"),
        (b'{"name": "x"}', '"record"'),
        (b'{"record": 5}', '"record"'),
        (b'{"record": "contact", "at": 1, "at": 2}', "'at'"),
        (b'{"record": "contact", "n": NaN}', "NaN"),
        (b'{"record": "contact", "n": ' + b"1" * 5000 + b"}", "JSON"),
        (b'{"record": "\xff"}', "UTF-8"),
        (b'{"record": "x", "y": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "deep"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_wrong_line_is_named_and_the_next_one_read(lines, line, reason):
    problem, after = lines(line + b'\n{"record": "plan"}\n')
    assert isinstance(problem, Problem)
    assert problem.where == "case.jsonl: line 1"
    assert reason in problem.what
    assert after == ExchangeLine(2, "plan", {})


def test_a_line_without_end_is_refused_in_bounded_memory(lines, monkeypatch):
    monkeypatch.setattr(exchange, "LONGEST_LINE", 1000)
    monkeypatch.setattr(source, "CHUNK", 100)
    got = lines(b'{"record": "x", "y": "' + b"a" * 50_000 + b'"}\n{"record": "plan"}')
    assert isinstance(got[0], Problem)
    assert got[1] == ExchangeLine(2, "plan", {})


def test_recognised_by_content(tmp_path):
    path = tmp_path / "export.txt"
    path.write_text('\n {"name": "x", "record": "platform"}\n', encoding="utf-8")
    assert format_of(look_at(path)) == "evidencelog"
    path.write_text("not JSON\n", encoding="utf-8")
    assert format_of(look_at(path), "evidencelog") == "evidencelog"
