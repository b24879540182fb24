"""SMS Backup & Restore: what its rows mean. The sample files were counted by hand."""

from __future__ import annotations

import base64
import hashlib

import pytest

from tests.importers.conftest import FILES

CALLS = FILES / "calls-20261121200000.xml"
MESSAGES = FILES / "sms-20261121200000.xml"


def test_every_call_of_the_sample(read):
    got = read(CALLS)
    assert got.format == "sms-backup-calls"
    assert (got.problems, got.notes) == ([], [])
    seen = [
        (*(row.values.get(name) for name in ("at", "direction", "outcome", "number", "duration")), row.name)
        for row in got.rows
    ]
    assert seen == [
        ("2026-11-03T22:15:07+08:00", "in", "answered", "075500000001", 80, None),
        ("2026-11-03T22:17:00+08:00", "in", "missed", "075500000001", None, None),
        ("2026-11-04T08:01:09+08:00", "out", "answered", "+8613800000001", 35, "妈妈"),
        ("2026-11-04T09:00:00+08:00", "in", "rejected", "4000000001", None, None),
        ("2026-11-04T09:30:00+08:00", "in", "rejected", "95000001", None, None),  # by the phone's own block list
        ("2026-11-04T10:00:00+08:00", "in", "answered", None, 12, None),  # hidden
        ("2026-11-04T10:05:00+08:00", "in", "missed", None, None, None),  # -1
        ("2026-11-04T11:00:00+08:00", "in", "answered", "17000000001", 61, '某某金融 张"经理" <催收>'),
    ]
    for row in got.rows:
        assert {name: row.values[name] for name in ("kind", "precision", "source", "channel")} == {
            "kind": "call", "precision": "second", "source": "phone_log", "channel": "phone",
        }  # fmt: skip
        assert not {"purpose", "line", "platform", "to", "style", "mode"} & set(row.values)
    assert [row.position for row in got.rows] == [f"call {number}" for number in range(1, 9)]
    assert got.rows[0].raw["readable_date"] == "2026年11月3日 22:15:07"


def test_every_message_of_the_sample(read):
    got = read(MESSAGES)
    assert (got.format, got.problems, got.notes, got.left) == ("sms-backup-messages", [], [], [])
    names = ("at", "direction", "number", "content")
    assert [tuple(row.values.get(name) for name in names) for row in got.rows] == [
        (
            "2026-11-03T09:15:00+08:00",
            "in",
            "10690000000001",
            "【某某金融】张三，您的借款已逾期35天，今日18点前未处理将联系您的紧急联系人\n退订回T 📡",
        ),
        ("2026-11-03T09:20:00+08:00", "out", "+8613800000001", "妈，别接他们电话"),
        ("2026-11-05T12:00:00+08:00", "in", "+8617000000001", "再不还就发到你公司群"),
        ("2026-11-06T08:00:00+08:00", "in", "+8617000000001", "RCS：律师函已寄出"),  # of two joined numbers the sender
    ]
    assert {(row.values["kind"], row.values["source"], row.values["view"]) for row in got.rows} == {
        ("message", "message", "quote")
    }
    assert got.files["mms 1"] == [
        ("P图.jpg", "image/jpeg", base64.b64decode("/9j/4AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/9k="))
    ]
    assert [row.name for row in got.rows] == [None, "妈妈", None, None]
    assert "data" not in str(got.rows[2].raw["parts"])


def test_times_are_written_in_the_zone_of_the_case(read):
    first = read(CALLS, zone="America/New_York").rows[0]
    assert first.values["at"] == "2026-11-03T09:15:07-05:00"


@pytest.mark.parametrize(
    ("kind", "duration", "direction", "outcome", "kept"),
    [
        ("1", "80", "in", "answered", 80),
        ("1", "0", "in", None, None),  # the log does not tell whether it was put through
        ("2", "35", "out", "answered", 35),
        ("2", "0", "out", None, None),
        ("3", "0", "in", "missed", None),
        ("4", "12", "in", "voicemail", 12),
        ("5", "0", "in", "rejected", None),
        ("6", "0", "in", "rejected", None),
        ("7", "0", "in", "answered", 0),
        ("1000", "5", None, None, None),
        ("null", "null", None, None, None),
    ],
)
def test_types_of_calls(calls, kind, duration, direction, outcome, kept):
    got = calls(f'<call number="95188" duration="{duration}" date="1793715307000" type="{kind}" />')
    (row,) = got.rows
    assert (row.values.get("direction"), row.values.get("outcome"), row.values.get("duration")) == (
        direction,
        outcome,
        kept,
    )


@pytest.mark.parametrize("number", ["", "-1", "-2", "-3", "null", "Unknown", "未知号码"])
def test_hidden_numbers_are_no_numbers(calls, number):
    (row,) = calls(f'<call number="{number}" duration="1" date="1793715307000" type="1" presentation="2" />').rows
    assert "number" not in row.values
    assert row.raw["number"] == number


@pytest.mark.parametrize("name", ["(Unknown)", "(未知)", "（未知）", "null", "", "95188"])
def test_names_that_are_none(calls, name):
    (row,) = calls(f'<call number="95188" duration="1" date="1793715307000" type="1" contact_name="{name}" />').rows
    assert row.name is None


@pytest.mark.parametrize(
    ("component", "channel"),
    [
        ("com.android.phone/com.android.services.telephony.TelephonyConnectionService", "phone"),
        ("com.android.server.telecom/x", "phone"),
        ("null", "phone"),
        ("com.tencent.mm/.plugin.voip", "wechat"),
        ("org.example.voip/.Calls", "app"),
    ],
)
def test_apps_that_ring_are_not_the_telephone(calls, component, channel):
    (row,) = calls(
        f'<call number="95188" duration="1" date="1793715307000" type="1" subscription_component_name="{component}" />'
    ).rows
    assert row.values["channel"] == channel


@pytest.mark.parametrize("date", ["null", "", "0", "-5", "abc", "99", "9" * 25, "12345678901234567"])
def test_a_row_without_a_time_is_left_out_with_its_reason(calls, date):
    got = calls(
        f'<call number="95188" duration="1" date="{date}" type="1" />',
        '<call number="95188" duration="1" date="1793715307000" type="1" />',
    )
    assert [row.position for row in got.rows] == ["call 2"]
    (problem,) = got.problems
    assert problem.where == "backup.xml: call 1"
    assert repr(date[:40]) in problem.what


@pytest.mark.parametrize("date", ["1793715307", "1793715307000", "1793715307000000", "1793715307000000000"])
def test_the_unit_of_an_epoch_is_told_by_its_size(messages, date):
    (row,) = messages(f'<mms date="{date}" msg_box="1" address="95188" m_type="132"></mms>').rows
    assert row.values["at"] == "2026-11-03T22:15:07+08:00"


@pytest.mark.parametrize("kind", ["3", "4", "5", "6"])
def test_what_was_never_sent_is_left_out_with_its_reason(messages, kind):
    got = messages(f'<sms address="95188" date="1793715307000" type="{kind}" body="x" />')
    assert got.rows == []
    assert got.problems[0].where == "backup.xml: sms 1"
    assert got.problems[0].what


def test_a_multimedia_draft_is_left_out_and_its_file_removed(messages):
    part = '<parts><part seq="0" ct="image/png" name="a.png" data="aGFsbG8=" /></parts>'
    got = messages(f'<mms date="1793715307000" msg_box="3" address="95188">{part}</mms>')
    assert (got.rows, len(got.problems), got.left) == ([], 1, [])


def test_null_means_missing(messages):
    (row,) = messages('<sms address="95188" date="1793715307000" type="1" subject="null" body="null" />').rows
    assert "content" not in row.values
    assert "view" not in row.values


def test_equal_rows_have_equal_keys_and_others_do_not(messages, calls):
    text = '<sms address="{}" date="{}" type="{}" body="{}" readable_date="{}" contact_name="{}" />'
    base = ("95188", "1793715307000", "1", "还钱", "a", "(Unknown)")
    same = ("95188", "1793715307000", "1", "还钱", "b", "花呗")  # these two change between backups
    others = [
        ("95189", *base[1:]),
        ("95188", "1793715307001", *base[2:]),
        (*base[:2], "2", *base[3:]),
        (*base[:3], "还 钱", *base[4:]),
    ]
    keys = [row.key for row in messages(*(text.format(*values) for values in (base, same, *others))).rows]
    assert keys[0] == keys[1]
    assert len(set(keys)) == 5
    (one, two) = calls(
        '<call number="95188" duration="1" date="1793715307000" type="1" />',
        '<call number="95188" duration="9" date="1793715307000" type="3" />',
    ).rows
    assert one.key != two.key


def test_parts_of_a_message(messages):
    film = bytes(range(256)) * 5000
    data = base64.b64encode(film).decode()
    got = messages(
        '<mms date="1793715307000" msg_box="1" address="95188" sub="通知" m_id="1">'
        '<parts><part seq="-1" ct="application/smil" text="&lt;smil/&gt;" />'
        f'<part seq="0" ct="video/mp4" name="null" fn="null" cl="../../film.mp4" data="{data}" />'
        '<part seq="1" ct="text/plain" text="第一段" /><part seq="2" ct="image/gif" name="null" data="R0lG&#10;ODlh" />'
        '<part seq="3" ct="image/jpeg" name="bad.jpg" data="%%%" /><part seq="4" ct="text/plain" text="第二段" />'
        '<part seq="5" ct="image/png" name="null" data="null" /></parts></mms>'
    )
    (row,) = got.rows
    assert row.values["content"] == "通知\n第一段\n第二段"
    files = got.files["mms 1"]
    assert [(name, kind) for name, kind, _content in files] == [
        ("../../film.mp4", "video/mp4"),
        ("part.gif", "image/gif"),
    ]
    assert hashlib.sha256(files[0][2]).digest() == hashlib.sha256(film).digest()
    assert files[1][2] == b"GIF89a"
    assert got.left == []
    assert len(got.notes) == 1
    assert "bad.jpg" in got.notes[0]


@pytest.mark.parametrize("kind", ["", "null", "text/html<script>", "../../x", "a/b/c", "image/" + "j" * 500])
def test_a_type_that_is_none_is_bytes(messages, kind):
    kind = kind.replace("<", "&lt;")
    got = messages(
        '<mms date="1793715307000" msg_box="1" address="1"><parts>'
        f'<part ct="{kind}" name="x" data="aGFsbG8=" /></parts></mms>'
    )
    assert got.files["mms 1"] == [("x", "application/octet-stream", b"hallo")]


def test_a_file_cannot_name_a_file_of_the_machine(messages, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("x")
    got = messages(
        '<mms date="1793715307000" msg_box="1" address="95188"><parts>'
        f'<part seq="0" ct="image/png" name="{secret}" file="{secret}" path="{secret}" text="null" /></parts></mms>'
    )
    assert got.files["mms 1"] == []
    assert secret.exists()


@pytest.mark.parametrize(
    ("address", "sender", "box", "names", "number", "name"),
    [
        ("+8617000000001~+8613800000001", "+8613800000001", "1", "甲, 乙", "+8613800000001", "乙"),
        ("95188,13800000001", "", "2", "(Unknown), 妈妈", "95188", None),
        ("13800000001~95188", "insert-address-token", "1", "妈妈, (Unknown)", "13800000001", "妈妈"),
        ("95188", "", "1", "花呗", "95188", "花呗"),
        ("13800000001~95188", "95188", "1", "妈妈", "95188", None),
        ("", "", "1", "", None, None),
    ],
)
def test_several_addresses(messages, address, sender, box, names, number, name):
    sent = f'<addrs><addr address="{sender}" type="137" /></addrs>' if sender else ""
    (row,) = messages(
        f'<mms date="1793715307000" msg_box="{box}" address="{address}" contact_name="{names}">{sent}</mms>'
    ).rows
    assert (row.values.get("number"), row.name) == (number, name)


def test_direction_of_a_message_without_a_box(messages):
    rows = messages(
        '<mms date="1793715307000" m_type="128" address="1" />',
        '<mms date="1793715307000" m_type="132" address="1" />',
        '<mms date="1793715307000" address="1" />',
    ).rows
    assert [row.values.get("direction") for row in rows] == ["out", "in", None]


def test_a_wrong_count_is_told_and_unknown_elements_too(read):
    got = read(
        '<calls count="5"><call number="1" duration="0" date="1793715307000" type="3"/>'
        '<rcs date="1"><parts><part data="aGFsbG8="/></parts></rcs></calls>'
    )
    assert len(got.rows) == 1
    assert len(got.notes) == 2
    assert "5" in got.notes[0]
    assert "'rcs'" in got.notes[1]
    assert got.left == []


def test_damaged_characters_are_told(messages):
    got = messages('<sms address="95188" date="1793715307000" type="1" body="a&#55357;b\x00c&#0;" />')
    assert got.rows[0].values["content"] == "a\ufffdbc\ufffd"
    assert len(got.notes) == 2
