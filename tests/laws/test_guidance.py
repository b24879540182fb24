"""Words for the moment: what the shipped pack says, and every fault of a file with its place and what is allowed."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from evidencelog.laws.catalogue import SHIPPED
from evidencelog.laws.faults import PackRefused
from evidencelog.laws.guidance import guidance_faults, read_guidance
from evidencelog.models.guidance import MOMENTS

CN = SHIPPED / "cn"


def pack(tmp_path: Path, name: str, text: str) -> Path:
    folder = tmp_path / "xx"
    (folder / "guidance").mkdir(parents=True, exist_ok=True)
    (folder / "guidance" / name).write_text(text, encoding="utf-8")
    return folder


def test_the_mainland_pack_speaks_for_every_moment():
    assert guidance_faults(CN) == []
    found = {moment: read_guidance(CN, moment) for moment in MOMENTS}
    assert all(found.values())
    first = found["visit"].advice[0]
    assert "不用让他们进门" in first.zh
    assert "110" in first.zh
    assert "110" in first.en
    assert "12368" in " ".join(line.zh for line in found["verify_first"].advice)
    assert "12356" in found["help_line"].advice[0].en
    assert {sentence.sets for sentence in found["visit"].sentences} == {"asked_to_leave", "left_at", ""}


def test_every_tag_is_one_that_a_rule_reads():
    known = set()
    for path in (CN / "rules").glob("*.toml"):
        for test in tomllib.loads(path.read_text(encoding="utf-8"))["tests"]:
            known |= {*test.get("contacts", {}).get("tags", ()), *test.get("tags", ()), *test.get("confirmed_by", ())}
    for moment in MOMENTS:
        words = read_guidance(CN, moment)
        assert {heard.tag for heard in words.tags} | set(words.tags_heard) <= known


def test_a_pack_without_words_has_none(tmp_path):
    folder = pack(tmp_path, "call.toml", "")
    assert read_guidance(folder, "visit") is None
    assert read_guidance(folder, "call").tags == ()


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("tags = 3", "tags"),
        ("words = [3]", "words[0]"),
        ('words = [" "]', "words[0]"),
        ('patterns = ["a+"]', "patterns[0]"),
        ('patterns = ["("]', "patterns[0]"),
        ("patterns = [3]", "patterns[0]"),
        ('[[tags]]\ntag = "A B"\nwords = {zh = "甲", en = "a"}', "tags[0].tag"),
        ('[[tags]]\ntag = "a"\nwords = {zh = "甲"}', "tags[0].words.en"),
        ('[[tags]]\ntag = "a"\nrole = "pope"\nwords = {zh = "甲", en = "a"}', "tags[0].role"),
        ('[[sentences]]\nwords = {zh = "甲", en = "a"}\nsets = "at"', "sentences[0].sets"),
        ('[[sentences]]\nwords = {zh = "甲", en = "a"}\nrequest = "money"', "sentences[0].request"),
        ("roles = ['pope']", "roles"),
        ("nonsense = 1", ""),
        ("x = ", ""),
    ],
)
def test_faults_name_file_and_key(tmp_path, text, key):
    folder = pack(tmp_path, "call.toml", text)
    with pytest.raises(PackRefused) as refused:
        read_guidance(folder, "call")
    (fault,) = refused.value.faults
    assert (fault.file, fault.key) == ("xx/guidance/call.toml", key)
    assert fault.allowed
    assert guidance_faults(folder) == [fault]


def test_a_misspelt_file_is_told(tmp_path):
    (fault,) = guidance_faults(pack(tmp_path, "calls.toml", ""))
    assert "calls.toml" in fault.value
    assert "call.toml" in fault.allowed
