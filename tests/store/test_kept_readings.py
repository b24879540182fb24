"""Readings kept beside a case: known by a keyed digest, gone with the stamp, never in the way."""

from __future__ import annotations

import sqlite3

import pytest

from evidencelog.store.cache import DATABASE, drop
from evidencelog.store.kept_readings import KeptReadings


def kept(folder, stamp="a", **more):
    return KeptReadings(folder, stamp, **more)


def test_what_was_put_is_there_at_once_and_later(tmp_path):
    readings = kept(tmp_path)
    assert readings.get("话", "sms") is None
    readings.put("[1]", "话", "sms")
    assert readings.get("话", "sms") == "[1]"
    assert readings.get("话", "call") is None
    assert readings.get("话sms") is None
    readings.close()
    again = kept(tmp_path)
    assert again.get("话", "sms") == "[1]"
    again.close()


def test_another_stamp_forgets_everything(tmp_path):
    for stamp, expected in (("a", None), ("a", "x"), ("b", None), ("a", None)):
        readings = kept(tmp_path, stamp)
        assert readings.get("t") == expected
        readings.put("x", "t")
        readings.close()


def test_the_cache_holds_no_words_and_the_same_words_look_different_in_every_case(tmp_path):
    held = set()
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        readings = kept(tmp_path / name)
        readings.put("", "我不想活了")
        readings.close()
        data = (tmp_path / name / DATABASE).read_bytes()
        assert "我不想活了".encode() not in data
        with sqlite3.connect(tmp_path / name / DATABASE) as conn:
            held |= {row[0] for row in conn.execute("SELECT digest FROM readings")}
        conn.close()
    assert len(held) == 2


def test_a_case_that_may_only_be_read_uses_and_never_makes_one(tmp_path):
    reader = kept(tmp_path, read_only=True)
    reader.put("x", "t")
    assert reader.get("t") is None
    reader.close()
    assert not (tmp_path / DATABASE).exists()
    writer = kept(tmp_path)
    writer.put("x", "t")
    writer.close()
    reader = kept(tmp_path, read_only=True)
    assert reader.get("t") == "x"
    reader.close()
    other = kept(tmp_path, "b", read_only=True)
    assert other.get("t") is None
    other.close()
    assert kept(tmp_path).get("t") == "x"


@pytest.mark.parametrize("content", [b"no database", b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_broken_cache_is_a_miss(tmp_path, content):
    (tmp_path / DATABASE).write_bytes(content)
    readings = kept(tmp_path)
    readings.put("x", "t")
    assert readings.get("t") in (None, "x")
    readings.close()


def test_dropping_the_cache_drops_the_readings(tmp_path):
    readings = kept(tmp_path)
    readings.put("x", "t")
    readings.close()
    drop(tmp_path)
    assert not (tmp_path / DATABASE).exists()
    assert kept(tmp_path).get("t") is None
