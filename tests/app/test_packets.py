"""Packets from a real case: what leaves the house, what stays, and that all of it is one piece."""

from __future__ import annotations

import json
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from evidencelog.app import packets as module
from evidencelog.app.directory import UnknownName
from evidencelog.app.erasing import erase
from evidencelog.app.packet_inputs import LetterUnreadable, SignedUnreadable
from evidencelog.app.packet_material import PlatformNeeded
from evidencelog.app.packets import make, preview
from evidencelog.app.recording import record
from evidencelog.app.verifying import verify_packet
from evidencelog.errors import Cancelled, PathTaken
from evidencelog.i18n import language, set_language, speaking
from evidencelog.laws.channels import UnknownChannel
from evidencelog.models.packet_making import PacketRequest
from evidencelog.packet.guard import GuardStopped
from evidencelog.packet.render.typeface import MissingGlyph
from evidencelog.store import ledger, reading
from tests.app.made_packets import machine, wanted
from tests.cases import call, holding


def test_a_packet_lists_every_contact_of_the_platform_and_says_why_one_is_not(full, tmp_path):
    made = make(full, wanted(tmp_path))
    whole = machine(made)
    assert [one["id"] for one in whole["contacts"]] == ["C0001", "C0002", "C0004", "C0005", "C0006", "C0007"]
    assert whole["not_listed"] == [{"id": "C0003", "day": "2026-03-03", "because": "重复"}]
    assert whole["unassigned"] == 1
    assert whole["erased"] == 0
    assert whole["counts"]["own"] == 1
    assert whole["contacts"][1]["corrected_at"] != []
    assert verify_packet(made.path) == []


def test_findings_of_the_case_are_in_it_with_the_law_of_their_day(full, tmp_path):
    whole = machine(make(full, wanted(tmp_path)))
    night = [finding for finding in whole["findings"] if finding["rule"] == "CN-T01"]
    assert [finding["contacts"] for finding in night] == [["C0001"], ["C0002"], ["C0004"]]
    for finding in whole["findings"]:
        for basis in finding["bases"]:
            assert basis["in_force_from"] <= finding["on"] <= (basis["in_force_to"] or "9999")


def test_each_page_speaks_one_language_and_the_law_its_own(full, tmp_path):
    data = make(full, wanted(tmp_path)).path / "data"
    chinese, english = ((data / name).read_text(encoding="utf-8") for name in ("index.html", "index-en.html"))
    assert "夜间联系" in chinese
    assert "夜间联系" not in english
    assert "recommended national standard" in english
    assert "推荐性国家标准" not in english
    assert "Contact at night" in english
    assert "催收作业不应在每日22:00至次日8:00进行" in english


def test_the_period_leaves_the_other_days_out_of_lists_and_findings(full, tmp_path):
    whole = machine(make(full, wanted(tmp_path, since="2026-03-02", until="2026-03-04")))
    assert [one["id"] for one in whole["contacts"]] == ["C0002", "C0004"]
    assert {contact for finding in whole["findings"] for contact in finding["contacts"]} <= {"C0002", "C0004"}
    assert whole["unassigned"] == 0
    assert verify_packet(tmp_path / "packet") == []


def test_third_persons_private_notes_and_the_contract_do_not_leave(full, tmp_path):
    make(full, wanted(tmp_path))
    for secret in (
        "王桂兰",
        "13800000002",
        "138 0000 0002",
        "我不敢告诉家里",
        "HT-0001",
        "某市某路1号",
        str(full.path),
    ):
        assert holding(tmp_path / "packet", secret) == []


def test_the_ledger_is_opened_only_for_listed_events_and_ends_at_the_event_named(full, tmp_path):
    made = make(full, wanted(tmp_path))
    lines = [json.loads(line) for line in (made.path / "data" / "ledger.jsonl").read_text("utf-8").splitlines()]
    assert [line["seq"] for line in lines] == list(range(lines[0]["seq"], lines[-1]["seq"] + 1))
    assert lines[-1]["hash"] == machine(made)["as_of"]["hash"]
    shown = {line["subject"]: set(line["parts"]) for line in lines}
    assert shown["C0004"] == {"facts", "words"}
    assert shown["C0005"] == {"facts"}  # its words name the mother
    assert shown["C0008"] == shown["C0009"] == set()  # the inbox and another platform
    assert shown["A0001"] == {"facts", "words"}
    assert not any("private" in line["parts"] or "identity" in line["parts"] for line in lines)


def test_two_exports_in_a_row_are_byte_identical_though_the_first_is_an_event(full, tmp_path):
    one = make(full, wanted(tmp_path, out=tmp_path / "one"))
    two = make(full, wanted(tmp_path, out=tmp_path / "two"))
    assert two.seq == one.seq + 1
    assert one.sha256 == two.sha256
    files = sorted(path.relative_to(one.path) for path in one.path.rglob("*") if path.is_file())
    assert files == sorted(path.relative_to(two.path) for path in two.path.rglob("*") if path.is_file())
    for file in files:
        assert (one.path / file).read_bytes() == (two.path / file).read_bytes(), file
    assert one.letter.read_bytes() == two.letter.read_bytes()


def test_two_zips_in_a_row_are_byte_identical_whatever_the_screen_speaks(full, tmp_path):
    before = language()
    try:
        set_language("zh")
        make(full, wanted(tmp_path, out=tmp_path / "a" / "packet.zip", zip=True))
        set_language("en")
        made = make(full, wanted(tmp_path, out=tmp_path / "b" / "packet.zip", zip=True))
        assert language() == "en"
    finally:
        set_language(before)
    assert (tmp_path / "a" / "packet.zip").read_bytes() == (tmp_path / "b" / "packet.zip").read_bytes()
    assert made.sha256 == sha256((tmp_path / "b" / "packet.zip").read_bytes()).hexdigest()
    assert made.size == (tmp_path / "b" / "packet.zip").stat().st_size
    with zipfile.ZipFile(made.path) as archive:
        assert {name.partition("/")[0] for name in archive.namelist()} == {"packet"}
        archive.extractall(tmp_path / "unpacked")
    assert verify_packet(made.path) == []
    assert verify_packet(tmp_path / "unpacked" / "packet") == []


def test_the_export_is_an_event_with_the_packets_digest(full, tmp_path):
    made = make(full, wanted(tmp_path))
    event = ledger.event(full.store.conn, made.seq)
    assert event is not None
    assert event.kind == "packet.exported"
    assert (
        event.facts["sha256"] == made.sha256 == sha256((made.path / "tagmanifest-sha256.txt").read_bytes()).hexdigest()
    )
    assert event.facts["channel"] == "nfra"
    assert event.facts["as_of"] == made.seq - 1
    with full.store.reading() as conn:
        assert [delivery.seq for delivery in reading.deliveries(conn)] == [made.seq]


def test_a_new_entry_changes_the_packet(full, tmp_path):
    one = make(full, wanted(tmp_path, out=tmp_path / "one"))
    call(full, platform="某消金", at="2026-03-06T09:00:00+08:00")
    two = make(full, wanted(tmp_path, out=tmp_path / "two"))
    assert one.sha256 != two.sha256
    assert machine(two)["as_of"]["seq"] == two.seq - 1 == one.seq + 1


def test_the_date_of_the_papers_is_that_of_the_last_entry_unless_one_is_given(full, tmp_path):
    assert machine(make(full, wanted(tmp_path, out=tmp_path / "a")))["date"] == "2026-11-21"
    assert machine(make(full, wanted(tmp_path, out=tmp_path / "b", date="2026-12-01")))["date"] == "2026-12-01"


def test_letter_and_files_for_uploading_lie_beside_the_packet(full, tmp_path):
    before = language()
    set_language("en")
    try:
        made = make(full, wanted(tmp_path))
    finally:
        set_language(before)
    assert made.letter == tmp_path / "packet-letter.docx"
    assert sorted(path.name for path in made.submit.iterdir()) == [
        "投诉书.pdf", "投诉授权委托书.pdf", "核对结果.pdf", "电子数据来源说明.pdf", "短文本.txt", "第三人情况说明.pdf",
        "证据1 联系明细.pdf", "证据2.pdf", "证据3.pdf", "证据目录.pdf", "通话备忘.pdf",
    ]  # fmt: skip
    assert (made.submit / "投诉书.pdf").read_bytes() == (made.path / "data" / "01-complaint.pdf").read_bytes()
    text = (made.submit / "短文本.txt").read_text(encoding="utf-8")
    assert "金融消费者投诉书" in text
    assert "停止联系家人。" in text
    assert not any(path.name.endswith(".docx") for path in made.path.rglob("*"))


@pytest.mark.parametrize("name", ["packet", "packet-letter.docx", "packet-submit"])
def test_nothing_is_overwritten(full, tmp_path, name):
    (tmp_path / name).write_text("mine", encoding="utf-8")
    with pytest.raises(PathTaken, match=name):
        make(full, wanted(tmp_path))
    assert (tmp_path / name).read_text(encoding="utf-8") == "mine"
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".packet")]
    with full.store.reading() as conn:
        assert reading.deliveries(conn) == []


def leavings(tmp_path):
    """What an export that failed left beside the packet."""
    return [path.name for path in tmp_path.iterdir() if "packet" in path.name]


def test_the_guard_stops_the_export_and_leaves_nothing(full, tmp_path):
    (tmp_path / "my.txt").write_text("对方一共打了50次。\n\n这是违法的。\n", encoding="utf-8")
    asked = wanted(tmp_path, letter=tmp_path / "my.txt")
    with pytest.raises(GuardStopped) as caught:
        make(full, asked)
    assert caught.value.exit_status == 4
    assert [(hit.code, hit.text) for hit in caught.value.hits] == [("count", "50次"), ("unlawful", "违法")]
    assert leavings(tmp_path) == []
    shown = preview(full, asked)
    assert [hit.code for hit in shown.hits] == ["count", "unlawful"]


def test_an_honest_letter_stands_in_the_complaint(full, tmp_path):
    (tmp_path / "my.txt").write_bytes("本人愿意协商还款。\r\n\r\n请联系我本人，不要再找王桂兰。".encode("gb18030"))
    whole = machine(make(full, wanted(tmp_path, letter=tmp_path / "my.txt")))
    assert whole["letter"] == ["本人愿意协商还款。", "请联系我本人，不要再找第三人甲。"]


def test_letters_that_are_no_text_are_refused(full, tmp_path):
    (tmp_path / "letter.docx").write_bytes(b"PK\x03\x04\0\0")
    for path in (tmp_path / "letter.docx", tmp_path, tmp_path / "none.txt"):
        with pytest.raises(LetterUnreadable):
            make(full, wanted(tmp_path, letter=path))
    assert leavings(tmp_path) == []


def test_a_signed_letter_goes_in_and_the_signature_is_no_longer_missing(full, tmp_path):
    unsigned = make(full, wanted(tmp_path, out=tmp_path / "a"))
    assert [one.item for one in unsigned.missing] == ["signature"]
    assert unsigned.missing[0].citation == "《银行业保险业消费投诉处理管理办法》第十三条"
    scan = tmp_path / "扫描.PDF"
    scan.write_bytes(b"%PDF-1.7 scan")
    signed = make(full, wanted(tmp_path, out=tmp_path / "b", signed=scan))
    assert signed.missing == ()
    assert (signed.path / "data" / "01-complaint-signed.pdf").read_bytes() == scan.read_bytes()
    assert verify_packet(signed.path) == []
    scan.write_bytes(b"MZ no scan")
    with pytest.raises(SignedUnreadable):
        make(full, wanted(tmp_path, out=tmp_path / "c", signed=scan))


def test_missing_items_are_named_and_do_not_stop_the_export(case, tmp_path):
    call(case, platform="某消金", platform_kind="consumer_finance")
    made = make(case, PacketRequest("lender", tmp_path / "packet"))
    assert [one.item for one in made.missing] == ["name", "id_number", "phone", "respondent", "request", "signature"]
    assert all(one.mend and one.citation for one in made.missing)
    assert verify_packet(made.path) == []


def test_one_platform_needs_no_name_and_several_do(case, full, tmp_path):
    with pytest.raises(PlatformNeeded, match="某消金"):
        make(full, wanted(tmp_path, platform=None))
    with pytest.raises(UnknownName):
        make(full, wanted(tmp_path, platform="无此平台"))


def test_an_empty_case_is_told_plainly(case, tmp_path):
    with pytest.raises(PlatformNeeded):
        make(case, PacketRequest("lender", tmp_path / "packet"))


def test_an_unknown_addressee_is_refused_with_those_there_are(full, tmp_path):
    with pytest.raises(UnknownChannel, match="lender, nfra"):
        make(full, wanted(tmp_path, channel="nobody"))


class Stop:
    """Progress that stops the work after some steps."""

    def __init__(self, after: int) -> None:
        self.left = after

    def step(self, done, total):
        self.left -= 1
        if self.left < 0:
            raise Cancelled


def test_cancelling_at_any_moment_leaves_nothing(full, tmp_path):
    for after in (0, 3, 9):
        with pytest.raises(Cancelled):
            make(full, wanted(tmp_path), Stop(after))
        assert leavings(tmp_path) == []
    with full.store.reading() as conn:
        assert reading.deliveries(conn) == []


def test_a_disk_that_fails_at_the_last_rename_leaves_nothing(full, tmp_path, monkeypatch):
    rename = Path.rename

    def failing(self, target):
        if Path(target).name == "packet":
            raise OSError(28, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(Exception, match=r"full|满"):
        make(full, wanted(tmp_path))
    assert leavings(tmp_path) == []


def test_without_its_event_there_is_no_packet(full, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "EVENT", 5)  # the ledger refuses it
    with pytest.raises((AttributeError, TypeError)):
        make(full, wanted(tmp_path))
    assert leavings(tmp_path) == []


def test_a_letter_of_a_name_no_font_has_stops_with_its_name(full, tmp_path):
    record(full, "platform", {"name": "ᚠ金融", "kind": "bank_loan"})
    call(full, platform="ᚠ金融")
    with pytest.raises(MissingGlyph, match="ᚠ"):
        make(full, wanted(tmp_path, platform="ᚠ金融"))
    assert leavings(tmp_path) == []


def test_erased_contacts_leave_no_byte_and_are_counted(full, tmp_path):
    erase(full, "C0006", "不该记")
    made = make(full, wanted(tmp_path))
    assert "C0006" not in {one["id"] for one in machine(made)["contacts"]}
    assert machine(made)["erased"] == 1
    assert holding(made.path, "将联系") == []
    assert verify_packet(made.path) == []


def test_the_preview_says_what_make_then_writes(full, tmp_path):
    asked = wanted(tmp_path)
    shown = preview(full, asked)
    made = make(full, asked)
    assert {file.path for file in shown.files} == {file.path for file in made.files}
    assert shown.counts._asdict() == {
        key: tuple(map(tuple, value)) if isinstance(value, list) else value
        for key, value in machine(made)["counts"].items()
    }
    assert shown.missing == made.missing
    assert shown.as_of.seq == machine(made)["as_of"]["seq"]
    assert shown.findings == len(machine(made)["findings"])
    assert shown.hits == ()
    assert any("本材料列出6条" in line for line in shown.statement)
    assert len(shown.redactions) == 2


def test_an_ill_fitting_addressee_and_a_running_clock_are_warnings(full, tmp_path):
    assert make(full, wanted(tmp_path, out=tmp_path / "a")).warnings == ()
    again = make(full, wanted(tmp_path, out=tmp_path / "b", channel="lender", date="2026-04-01"))
    (warning,) = again.warnings
    assert "2026-03-04" in warning
    assert "TS-1" in warning
    over = make(full, wanted(tmp_path, out=tmp_path / "c", channel="lender", date="2026-05-04"))
    assert over.warnings == ()  # 60 days after 4 March are over on 3 May
    record(full, "platform", {"name": "小贷", "kind": "micro_loan"})
    call(full, platform="小贷", at="2026-03-06T09:00:00+08:00")
    unfit = make(full, wanted(tmp_path, out=tmp_path / "d", platform="小贷"))
    assert any("地方金融" in warning for warning in unfit.warnings)


def test_what_is_left_blank_is_said_in_the_language_of_the_person(full, tmp_path):
    with speaking("en"):
        made = make(full, wanted(tmp_path, request=None))
        planned = preview(full, wanted(tmp_path, request=None))
    (request,) = [one for one in made.missing if one.item == "request"]
    assert request.label == "What is asked for"
    assert request.mend.isascii()
    assert planned.missing == made.missing
    assert [one["label"] for one in machine(made)["missing"] if one["item"] == "request"] == ["投诉请求"]


def test_times_are_called_as_the_pack_calls_those_of_its_zone(full, tmp_path):
    data = make(full, wanted(tmp_path)).path / "data"
    chinese, english = ((data / name).read_text(encoding="utf-8") for name in ("index.html", "index-en.html"))
    assert "所列时间均为北京时间（UTC+08:00）" in chinese
    assert "all times are China Standard Time (UTC+08:00)" in english
    assert machine(make(full, wanted(tmp_path, out=tmp_path / "again")))["zone"] == "Asia/Shanghai"
