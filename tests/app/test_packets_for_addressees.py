"""Whom a packet is for: the papers of each addressee, warnings, what changed since the packet before."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from evidencelog.app.browsing import records
from evidencelog.app.cases import change_settings
from evidencelog.app.packets import channels, make
from evidencelog.app.recording import attach, correct, record, withdraw
from evidencelog.app.verifying import verify_packet
from evidencelog.laws.channels import UnknownChannel
from evidencelog.packet.guard import GuardStopped
from tests.app.made_packets import machine, wanted
from tests.cases import call, holding


def test_addressees_say_what_they_need_with_the_provision_and_what_is_held(full):
    found = channels(full, platform="某消金")
    lender = found[0]
    assert lender["id"] == "lender"
    assert "夜间联系" in lender["found"].values()
    assert any("夜间联系" in reason for reason in lender["why"])
    assert lender["fits"] == "yes"
    assert lender["addressee"].startswith("某某消费金融有限公司")
    held = {one["item"]: one["held"] for one in lender["requires"]}
    assert held["name"] is True
    assert held["respondent"] is True
    assert held["request"] is None
    assert all(one["citation"].startswith("《") for one in lender["requires"])
    assert [(one["count"], one["unit"]) for one in lender["clocks"]] == [
        (15, "day"),
        (30, "day"),
        (60, "day"),
        (30, "day"),
        (60, "month"),
    ]
    assert "条号待核" in lender["clocks"][0]["citation"]  # the number of that article was not verified


def test_addressees_without_a_case_and_for_other_kinds(full):
    assert {one["fits"] for one in channels()} == {"unknown"}
    record(full, "platform", {"name": "老周", "kind": "private_lender"})
    fits = {one["id"]: one["fits"] for one in channels(full, platform="老周")}
    assert [name for name, how in fits.items() if how == "yes"] == ["court", "generic"]  # nothing was found of him
    found = {one["id"]: one for one in channels(full, platform="别家")}
    assert (found["lender"]["fits"], found["nfra"]["fits"]) == ("unknown", "unknown")


@pytest.mark.parametrize("kind", ["micro_loan", "debt_buyer", "unlicensed_app", "private_lender", "assist_platform"])
def test_the_days_for_banks_are_not_shown_for_lenders_they_do_not_bind(full, kind):
    record(full, "platform", {"name": "另一家", "kind": kind})
    for one in channels(full, platform="另一家"):
        assert not [clock for clock in one["clocks"] if clock["provision"].startswith("compl-2020/")]


def test_what_was_found_decides_whether_the_police_are_the_right_place(full):
    def police():
        return next(one for one in channels(full, platform="某消金") if one["id"] == "police")

    assert (police()["fits"], police()["found"]) == ("no", {})
    call(full, platform="某消金", at="2026-03-06T09:00:00+08:00", claimed_role="police", role_checked="false")
    assert police()["fits"] == "yes"
    assert list(police()["found"]) == ["CN-I01"]


def test_what_is_for_the_police_only_goes_to_nobody_else(full, tmp_path):
    record(full, "debt", {"platform": "某消金", "name": "牌局", "lawful": "no"})
    call(full, platform="某消金", at="2026-03-06T09:00:00+08:00", debt="牌局", tag=["threat_violence"])
    for channel, there in (("nfra", False), ("lender", False), ("police", True)):
        made = make(full, wanted(tmp_path, channel=channel, out=tmp_path / channel, request=None))
        rules = {finding["rule"] for finding in machine(made)["findings"]}
        assert "CN-H01" in rules
        assert ("CN-X01" in rules) == there, channel


CHANNELS = [one["id"] for one in channels()]


@pytest.mark.parametrize("channel", CHANNELS)
def test_every_addressees_packet_verifies_begins_with_the_honesty_block_and_leaks_nothing(full, tmp_path, channel):
    made = make(full, wanted(tmp_path, channel=channel))
    assert verify_packet(made.path) == []
    first = min((made.path / "data").glob("01-*.pdf"), key=lambda path: len(path.name))
    assert "关于本记录的说明" in PdfReader(first).pages[0].extract_text()
    for secret in ("我不敢告诉家里", "HT-0001", str(full.path)):
        assert [*holding(made.path, secret), *holding(made.submit, secret)] == []
    for secret in ("王桂兰", "138 0000 0002"):
        held = {Path(name).name for name in (*holding(made.path, secret), *holding(made.submit, secret))}
        assert held == ({"index.html", "index-en.html", "短文本.txt"} if channel == "spam12321" else set())


def test_the_list_for_12321_holds_the_message_word_for_word_and_no_other_paper_does(full, tmp_path):
    made = make(full, wanted(tmp_path, channel="spam12321"))
    texts = {
        path.stem: "".join("".join(page.extract_text() for page in PdfReader(path).pages).split())
        for path in (made.path / "data").glob("*.pdf")
    }
    assert "再不还款将联系王桂兰13800000002" in texts["01-report-list"]
    assert [name for name, text in texts.items() if "王桂兰" in text] == ["01-report-list"]
    assert "再不还款将联系王桂兰 138 0000 0002" in (made.submit / "短文本.txt").read_text(encoding="utf-8")
    listed = machine(made)["contacts"][4]
    assert "王桂兰" not in listed["content"]


def test_a_report_to_the_police_asks_for_no_money(full, tmp_path):
    with pytest.raises(GuardStopped) as caught:
        make(full, wanted(tmp_path, channel="police", request="要求赔偿并减免欠款。"))
    assert [hit.code for hit in caught.value.hits] == ["demand"]
    assert make(full, wanted(tmp_path, channel="nfra", request="要求减免欠款。")).seq


def test_a_case_with_another_packs_law_has_that_packs_addressees(full, tmp_path):
    from tests.laws.sampling import SAMPLE

    shutil.copytree(SAMPLE / "xx", full.path / "packs" / "xx")
    change_settings(full, packs=["xx"])
    assert channels(full, platform="某消金") == []
    with pytest.raises(UnknownChannel):
        make(full, wanted(tmp_path))


def test_further_words_are_shortened_everywhere(full, tmp_path):
    made = make(full, wanted(tmp_path, redact=("0231",)))
    assert holding(made.path, '"0231"') == []
    assert machine(made)["shortened"]["words"] == 1
    assert records(full, "platform")[0]["name"] == "某消金"


def test_a_file_larger_than_the_addressee_takes_is_a_warning(full, tmp_path):
    noise = Image.effect_noise((2000, 2000), 120)  # four million grey points that hardly shrink
    shot = tmp_path / "截图.png"
    noise.save(shot)
    attach(full, "C0006", [shot])
    (warning,) = [line for line in make(full, wanted(tmp_path, channel="nifa")).warnings if "MB" in line]
    assert warning.startswith("证据4.pdf超过该渠道据说单个文件 2 MB 的上限")
    assert shot.stat().st_size > 2_000_000
    other = make(full, wanted(tmp_path, channel="local_finance", out=tmp_path / "other"))
    assert not [line for line in other.warnings if "MB" in line]


def test_the_first_packet_to_an_addressee_compares_with_nothing(full, tmp_path):
    assert machine(make(full, wanted(tmp_path)))["changes"] is None
    make(full, wanted(tmp_path, out=tmp_path / "other", channel="court"))
    assert machine(make(full, wanted(tmp_path, out=tmp_path / "again")))["changes"] is None  # told up to the same event


def test_a_second_packet_says_what_changed_since_the_one_that_was_sent(full, tmp_path):
    first = machine(make(full, wanted(tmp_path, out=tmp_path / "first")))
    record(full, "complaint", {"platform": "某消金", "channel": "nfra", "sent_at": "2026-03-06", "reference": "R-9"})
    call(full, platform="某消金", at="2026-03-09T22:40:00+08:00", number="95013123456789")
    make(full, wanted(tmp_path, out=tmp_path / "trial"))  # made and never sent
    correct(full, "C0001", {"at": "2026-03-01T12:00:00+08:00"}, "记错了时间")
    withdraw(full, "C0004", "重复")
    sound = tmp_path / "second.wav"
    sound.write_bytes(b"RIFF" + bytes(200))
    attach(full, "C0002", [sound])
    made = make(full, wanted(tmp_path, out=tmp_path / "second"))
    whole = machine(made)
    changes = whole["changes"]
    assert (changes["date"], changes["as_of"]) == (first["date"], first["as_of"]["seq"])
    assert (changes["sent_on"], changes["reference"]) == ("2026-03-06", "R-9")
    assert changes["new"] == ["C0010"]
    assert changes["corrected"] == ["C0001"]
    assert changes["gone"] == ["C0004"]
    (number,) = changes["attached"]
    assert next(one["contact"] for one in whole["exhibits"] if one["number"] == number) == "C0002"
    old, now = ({one["id"]: one for one in packet["findings"]} for packet in (first, whole))
    assert set(changes["appeared"]) == now.keys() - old.keys()
    assert [tuple(one) for one in changes["vanished"]] == sorted(
        (one["rule"], one["on"]) for name, one in old.items() if name not in now
    )
    assert ["CN-T01", "2026-03-01"] in changes["vanished"]
    for name in ("01-complaint.pdf", "03-chronology.pdf"):
        text = "".join(page.extract_text() for page in PdfReader(made.path / "data" / name).pages)
        assert "上一份" in text
        assert "R-9" in text
    assert verify_packet(made.path) == []


def test_the_same_facts_to_the_same_addressee_while_a_period_runs_are_a_warning(full, tmp_path):
    make(full, wanted(tmp_path, out=tmp_path / "first"))
    record(full, "complaint", {"platform": "某消金", "channel": "nfra", "sent_at": "2026-03-06", "reference": "R-9"})
    same = make(full, wanted(tmp_path, out=tmp_path / "same", date="2026-03-08"))
    assert machine(same)["changes"]["new"] == []
    assert any("内容相同" in line and "2026-05-05" in line for line in same.warnings)  # 6 March + 60 days
    call(full, platform="某消金", at="2026-03-07T22:40:00+08:00")
    more = make(full, wanted(tmp_path, out=tmp_path / "more", date="2026-03-08"))
    assert not any("内容相同" in line for line in more.warnings)
    assert any("R-9" in line for line in more.warnings)
    late = make(full, wanted(tmp_path, out=tmp_path / "late", date="2026-05-06"))
    assert not any("R-9" in line for line in late.warnings)
    correct(full, "K0002", {"decided_on": "2026-03-08"}, "有答复了")
    after = make(full, wanted(tmp_path, out=tmp_path / "after", date="2026-03-08"))
    assert not any("R-9" in line for line in after.warnings)


def test_what_another_authority_has_is_a_warning_before_the_central_bank(full, tmp_path):
    def warned(out):
        lines = make(full, wanted(tmp_path, channel="pbc12363", out=tmp_path / out)).warnings
        return any("第四十二条" in line for line in lines)

    assert not warned("a")  # so far only the lender has it
    record(full, "complaint", {"platform": "某消金", "channel": "nfra", "sent_at": "2026-03-20"})
    assert warned("b")


def test_a_broken_picture_is_named_instead_of_printed(full, tmp_path):
    broken = tmp_path / "截图.jpg"
    broken.write_bytes(b"\xff\xd8\xff\xe0\x00\x00 broken")
    attach(full, "C0004", [broken])
    made = make(full, wanted(tmp_path))
    (exhibit,) = [one for one in machine(made)["exhibits"] if one["group"] == "picture"]
    assert exhibit["printed"] is False
    assert (made.path / "data" / exhibit["path"]).read_bytes() == broken.read_bytes()
    assert verify_packet(made.path) == []
