"""The data of the demo case: real files, the same on every machine, and ordinary days that break no limit."""

from __future__ import annotations

import hashlib
import io
import json
import struct
import tomllib
import wave
import zlib
from collections import Counter
from pathlib import Path

import pytest
from PIL import Image

from evidencelog.app import demo_case
from evidencelog.app.demo_case import files
from evidencelog.app.demo_case.rhythm import ordinary_days
from evidencelog.models.fields import RECORDS
from evidencelog.timing import clock

FOLDER = Path(demo_case.__file__).parent
STORY = [json.loads(line) for line in (FOLDER / "story.jsonl").read_text("utf-8").splitlines()]
AFTERWARDS = tomllib.loads((FOLDER / "afterwards.toml").read_text("utf-8"))
CONTACTS = [entry for entry in STORY if entry["record"] == "contact"]
OVERDUE = {entry["name"]: entry["overdue_since"] for entry in STORY if entry["record"] == "platform"}


def local(entry: dict) -> tuple[str, int]:
    return clock.local_parts(clock.ts_of(entry["at"]), "Asia/Shanghai")


TOLD = {(entry.get("platform"), local(entry)[0]) for entry in CONTACTS}
ORDINARY = list(ordinary_days(TOLD, OVERDUE))


def test_every_key_and_choice_of_the_data_is_one_of_the_exchange_format():
    for entry in [*STORY, *ORDINARY]:
        fields = {field.name: field for field in RECORDS[entry["record"]]}
        for key, value in entry.items():
            assert key == "record" or key in fields, (key, entry)
            if key != "record" and fields[key].type == "choice":
                assert value in fields[key].choices, entry


def test_moments_name_one_contact_each():
    moments = Counter(entry["at"] for entry in [*CONTACTS, *ORDINARY])
    assert max(moments.values()) == 1
    told = {entry["at"] for entry in CONTACTS}
    for steps in AFTERWARDS.values():
        assert {step["contact"] for step in steps if "contact" in step} <= told


def test_three_months_some_four_hundred_calls_and_messages_and_no_line_worn_out():
    everything = [*CONTACTS, *ORDINARY]
    days = sorted(local(entry)[0] for entry in everything)
    assert (days[0], days[-1]) == ("2026-08-20", "2026-11-20")
    assert 390 <= sum(entry["kind"] in ("call", "message") for entry in everything) <= 430
    words = Counter(entry["content"] for entry in everything if "content" in entry)
    assert max(words.values()) <= 3
    assert len(words) > 150


def test_ordinary_days_keep_within_every_limit():
    # So that each finding of the demo case comes from the story and can be counted by hand there: at most two answered
    # calls and six unanswered ones a day and platform, none at night, none outside the hours agreed with 某某消费金融
    # (18:30 to 20:30 from 2026-10-19), nobody but the debtor called.
    answered, unanswered = Counter(), Counter()
    for entry in ORDINARY:
        day, second = local(entry)
        assert 8 * 3600 <= second < 22 * 3600, entry
        assert "to" not in entry
        assert (entry["platform"], day) not in TOLD
        if entry["platform"] == "某某消费金融" and day >= "2026-10-19":
            assert 18.5 * 3600 <= second < 20.5 * 3600, entry
        if entry["kind"] == "call" and entry["direction"] == "in":
            (answered if entry["outcome"] == "answered" else unanswered)[entry["platform"], day] += 1
    assert max(answered.values()) <= 2
    assert max(unanswered.values()) <= 6


def test_ordinary_days_are_drawn_alike_everywhere():
    again = list(ordinary_days(TOLD, OVERDUE))
    assert again == ORDINARY
    digest = hashlib.sha256(json.dumps(ORDINARY, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    assert digest == "de682aca9db9e6e33d37f12da46eb42346993d2942af532327d2aba981b311db"


def test_all_names_are_invented():
    # Lenders are 某某 (so-and-so), identity numbers start with an area code that does not exist, telephone numbers come
    # from the ranges set aside here: 1380000000x, 170000000xx, 95013 and 95 with zeros, area codes followed by zeros.
    assert all("某" in entry["name"] for entry in STORY if entry["record"] == "platform")
    profile = next(entry for entry in STORY if entry["record"] == "profile")
    assert profile["id_number"].startswith("000000")
    numbers = {entry["number"] for entry in [*CONTACTS, *ORDINARY] if "number" in entry}
    numbers |= {number for entry in STORY for number in entry.get("numbers", ())}
    for number in numbers - {"96110"}:  # the police's line against fraud, as a sender that warns
        assert "0000" in number, number


@pytest.mark.parametrize("spec", AFTERWARDS["file"], ids=lambda spec: spec["name"])
def test_files_are_what_their_names_say(spec):
    content = files.content(spec)
    assert content == files.content(spec)
    if spec["name"].endswith(".wav"):
        with wave.open(io.BytesIO(content)) as recording:
            seconds = recording.getnframes() / recording.getframerate()
            samples = set(recording.readframes(recording.getnframes()))
        assert seconds == sum(length for _, length in spec["tones"]) / 1000
        assert len(samples) > 8  # not silence
    elif spec["name"].endswith(".png"):
        width, height, colours = picture(content)
        assert (width, height) == (360, 640)
        assert len(colours) >= 3
    else:
        assert "陈示例" in content.decode("utf-8")


def picture(content: bytes) -> tuple[int, int, set[int]]:
    """Width, height and the palette entries used of a PNG, read with zlib alone."""
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    chunks, offset = {}, 8
    while offset < len(content):
        (length,) = struct.unpack_from(">I", content, offset)
        name, body = content[offset + 4 : offset + 8], content[offset + 8 : offset + 8 + length]
        (crc,) = struct.unpack_from(">I", content, offset + 8 + length)
        assert crc == zlib.crc32(name + body)
        chunks[name] = body
        offset += 12 + length
    width, height, depth = struct.unpack_from(">IIB", chunks[b"IHDR"])
    raw = zlib.decompress(chunks[b"IDAT"])
    stride = width * depth // 8 + 1
    assert len(raw) == stride * height
    used = {
        byte >> shift & 3
        for row in range(height)
        for byte in raw[row * stride + 1 : (row + 1) * stride]
        for shift in (6, 4, 2, 0)
    }
    return width, height, used


def test_pillow_reads_the_pictures():
    for spec in AFTERWARDS["file"]:
        if spec["name"].endswith(".png"):
            with Image.open(io.BytesIO(files.content(spec))) as opened:
                opened.load()
                assert opened.getpixel((180, 200)) in range(4)
