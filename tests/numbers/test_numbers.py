"""Telephone numbers: one spelling each, and their kinds. ``cn_numbers.tsv`` was computed with phonenumbers 9.0.43."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidencelog.numbers.kinds import KINDS, kind, label, region
from evidencelog.numbers.normal import extension, normalise

with (Path(__file__).parent / "cn_numbers.tsv").open(encoding="utf-8") as _file:
    TABLE = list(csv.DictReader(_file, delimiter="\t"))

# The meaning column of the table, by its first words.
MEANINGS = {
    "mobile": "mobile", "MVNO": "mobile", "Broadnet": "mobile", "149": "mobile", "prefix with comma": "mobile",
    "two numbers": "mobile", "landline": "landline", "extension": "landline", "local landline": "local", "service": "service",
    "area code + service": "service", "95xxx": "service", "96xxx": "service", "12xxx": "service", "carrier": "service",
    "400": "freephone", "800": "freephone", "SMS port": "sms_port", "masked": "masked", "absent": "hidden", "hidden": "hidden",
    "HK": "outside", "12583+slot": "unknown",
}  # fmt: skip


@pytest.mark.parametrize("row", TABLE, ids=[row["raw"] + " " + row["meaning"] for row in TABLE])
def test_kinds_of_the_table(row):
    expected = next(kind_ for words, kind_ in MEANINGS.items() if row["meaning"].startswith(words))
    assert kind(row["raw"]) == expected


# Where libphonenumber takes service codes for landlines (docs of the table: "area code + service", ten digits from 95).
WRONG_THERE = ("95xxx + extension, 10 digits", "area code + service number")
AGREED = [row for row in TABLE if row["pn_is_valid"] == "True" and row["meaning"] not in WRONG_THERE]


@pytest.mark.parametrize("row", AGREED, ids=[row["raw"] for row in AGREED])
def test_spelling_agrees_with_libphonenumber_where_that_is_right(row):
    mine = normalise(row["raw"])
    national = mine if mine.startswith("+") else "+86" + mine.removeprefix("0")
    assert national == row["pn_parse_E164"]


@pytest.mark.parametrize(
    ("raw", "spelling"),
    [
        ("13800000001", "13800000001"), ("+86 138 0000 0001", "13800000001"), ("0086-138-0000-0001", "13800000001"),
        ("8613800000001", "13800000001"), ("（+86）13800000001", "13800000001"), ("１３８００００００01", "13800000001"),
        ("1795113800000001", "13800000001"), ("12593,13800000001", "13800000001"), ("12583113800000001", "13800000001"),
        ("+86 755 8600 0001", "075586000001"), ("0755-86000001", "075586000001"), ("00866636000001", "06636000001"),
        ("010-86000001", "01086000001"), ("8675586000001", "075586000001"), ("0532 8888 0001 转 1234", "053288880001"),
        ("02095588", "95588"), ("057195188", "95188"), ("08610010", "10010"), ("+8695188", "95188"), ("95188", "95188"),
        ("95013123456789", "95013123456789"), ("9510105555", "9510105555"), ("106900000000001", "106900000000001"),
        ("+86106900000000001", "106900000000001"), ("400-000-0001", "4000000001"), ("tel:+8613800000001", "13800000001"),
        ("sip:+8613800000001@ims.example", "13800000001"), ("0085291234567", "+85291234567"), ("+852 9123 4567", "+85291234567"),
        ("138****0001", "138****0001"), ("13800000001;13900000001", "13800000001"), ("某某银行", "某某银行"), ("110", "110"),
        ("", ""), ("-1", ""), ("-2", ""), ("未知号码", ""), ("Unknown", ""), ("--", ""), ("null", ""),
    ],
)  # fmt: skip
def test_spellings(raw, spelling):
    assert normalise(raw) == spelling


@given(st.text(st.sampled_from("0123456789+86 -()*,;转x.#"), max_size=24) | st.text(max_size=30))
def test_any_text_has_a_stable_spelling_and_a_kind(text):
    assert kind(text) in KINDS
    assert normalise(normalise(text)) == normalise(text)


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.sampled_from(["", "+86", "0086", "86", "+86 ", "17951"]))
def test_a_mobile_is_the_same_however_it_is_prefixed(mobile, prefix):
    assert normalise(prefix + mobile) == mobile


@given(st.integers(0, 9999999))
def test_landlines_of_the_capital_agree_with_libphonenumber(rest):
    number = f"+8610{80000000 + rest}"
    parsed = phonenumbers.parse(number)
    assert normalise(number) == "0" + phonenumbers.national_significant_number(parsed)


def test_extension():
    assert extension("0532 8888 0001 转 1234") == "1234"
    assert extension("053288880001,12") == "12"
    assert extension("13800000001") is None


def test_region_of_numbers_from_outside():
    assert region("+852 9123 4567") == "HK"
    assert region("0044 20 7946 0000") == "GB"
    assert region("13800000001") is None
    assert region("+999123") is None


def test_labels_exist_for_every_kind():
    assert len({label(name) for name in KINDS}) == len(KINDS)


def test_mainland_numbers_never_load_phonenumbers():
    code = (
        "import sys; from evidencelog.numbers.kinds import kind, region;"
        "assert kind('+86 138 0000 0001') == 'mobile' and region('95188') is None and kind('+852 9123 4567') == 'outside';"
        "sys.exit('phonenumbers' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
