"""The sealing of events against an independent canonicaliser and digests recomputed by hand."""

from __future__ import annotations

import hashlib
import json
import struct
import unicodedata

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from evidencelog.models.chain import GENESIS, canonical, chain_hash, event_digest, part_digest

TEXT = st.text(st.characters(exclude_categories=("Cs",)))
KEYS = st.text(st.characters(max_codepoint=127))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


def composed(value):
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [composed(item) for item in value]
    if isinstance(value, dict):
        return {key: composed(item) for key, item in value.items()}
    return value


@given(st.dictionaries(KEYS, VALUES, max_size=4))
def test_canonical_text_is_what_rfc_8785_says(value):
    assert canonical(value).encode() == rfc8785.dumps(composed(value))


@given(st.dictionaries(KEYS, VALUES, max_size=4))
def test_canonical_text_reads_back_to_the_composed_value(value):
    assert json.loads(canonical(value)) == composed(value)


def test_equal_texts_in_two_unicode_forms_have_one_canonical_text():
    assert canonical({"a": "e\u0301"}) == canonical({"a": "\u00e9"}) == '{"a":"é"}'


def test_an_accent_after_a_line_end_does_not_break_the_escape():
    assert json.loads(canonical({"a": "x\n\u0301", "b": "e\u0301"})) == {"a": "x\n\u0301", "b": "\u00e9"}


@pytest.mark.parametrize(
    "value",
    [
        {"a": 1.0},  # a float has many spellings
        {"a": float("nan")},
        {"名": 1},  # key order of other alphabets differs between languages
        {1: "a"},
        {"a": 2**53},
        {"a": b"bytes"},
        {"a": {"b": [0.5]}},
    ],
)
def test_what_has_no_single_spelling_is_refused(value):
    with pytest.raises((ValueError, TypeError)):
        canonical(value)


def test_digests_recomputed_by_hand():
    salt = bytes(range(16))
    text = '{"to":"debtor"}'
    digest = hashlib.sha256(salt + text.encode()).digest()
    assert part_digest(salt, text) == digest
    fields = [b"7", b"2026-03-02T14:41:00Z", b"contact.recorded", b"1", b"C0001", digest, digest, digest, digest]
    event = hashlib.sha256(b"".join(struct.pack(">I", len(f)) + f for f in fields)).digest()
    assert event_digest(7, "2026-03-02T14:41:00Z", "contact.recorded", 1, "C0001", [digest] * 4) == event
    assert chain_hash(GENESIS, event) == hashlib.sha256(b"\0" * 32 + event).digest()


def test_moving_a_character_between_neighbouring_fields_changes_the_digest():
    parts = [bytes(32)] * 4
    assert event_digest(1, "a", "bc", 1, "d", parts) != event_digest(1, "ab", "c", 1, "d", parts)
