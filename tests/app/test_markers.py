"""A case full of marked secrets: not one of them is in any file of any addressee's packet, and nothing reaches outside."""

from __future__ import annotations

import os
import shutil
import socket
from typing import NamedTuple

import pytest
from PIL import Image

from evidencelog.app.attaching import Copy
from evidencelog.app.cases import Case, open_case
from evidencelog.app.checking import check
from evidencelog.app.erasing import erase
from evidencelog.app.import_files import import_files
from evidencelog.app.packets import channels, make
from evidencelog.app.recording import attach, correct, record, withdraw
from evidencelog.app.reviewing import review
from evidencelog.app.sealing import seal
from evidencelog.models.packet_making import PacketRequest
from tests.cases import call
from tests.packet.leaks import occurrences, ways_out
from tests.packet.time_stamping import make_authority, serving

OWN = {"id_number": "000000197707077777", "phone": "13711110000", "address": "霜叶市青石路七十七号", "name": "司马示例"}
THIRD = {
    "mother": ("欧阳玉兰", "13822220001"), "friend": ("皇甫大川", "13922220002"), "boss": ("慕容经理", "075522220003"),
    "silent": ("上官未联系", "13622220004"),
}  # fmt: skip
SECRETS = {
    "private note": "私记标记壹", "corrected private note": "私记标记贰", "erased": "抹除标记叁", "withdrawn words": "撤回标记肆",
    "other platform": "别家标记伍", "other platform words": "别家话语陆", "inbox words": "收件标记柒", "contract": "HT标记捌",
    "folder of a file": "目录标记玖", "user": "usermarker10", "environment": "envmarker11", "dismissed because": "驳回标记拾贰",
    "inbox number": "95577770013", "tsa": "tsamarker14", "covered": "遮盖标记拾伍",
}  # fmt: skip
DISGUISED = {
    "mother in other characters": "歐陽玉蘭", "mother apart": "欧阳·玉·兰", "mother's number in words": "幺三八二二二二〇〇〇一",
    "friend's number apart": "139/2222/0002", "friend's number wide": "１３９２２２２０００２", "boss's number without code": "22220003",
}  # fmt: skip
"""Third persons as they may be written down; each of these stands in the case."""
SEEN = "可见标记零"
"""Words that must be found: the search would otherwise prove nothing."""


class Marked(NamedTuple):
    case: Case
    forbidden: dict[str, str]
    letter: object
    signed: object


@pytest.fixture(scope="module")
def marked(tmp_path_factory):
    """The case, everything in it that must not leave, and files handed in from a folder with a marked name."""
    top = tmp_path_factory.mktemp("markers") / SECRETS["folder of a file"]
    top.mkdir()
    work = top / "authority"
    work.mkdir()
    with pytest.MonkeyPatch.context() as patch, open_case(top / "case", create=True) as case:
        for name in ("USER", "LOGNAME", "USERNAME", "HOSTNAME"):
            patch.setenv(name, SECRETS["user"])
        for name in ("EVIDENCELOG_MARKER", "EMAIL", "GIT_AUTHOR_NAME"):
            patch.setenv(name, SECRETS["environment"])
        fill(case, top)
        with serving(make_authority(work)) as server:
            seal(case, [f"{server.url}{SECRETS['tsa']}"])
        letter, signed = top / "信.txt", top / "签字.pdf"
        letter.write_text("本人愿意协商还款。", encoding="utf-8")
        Image.new("RGB", (40, 40), "white").save(signed, "PDF")
        names = {key: name for key, (name, _number) in THIRD.items()}
        numbers = {f"{key}'s number": number for key, (_name, number) in THIRD.items()}
        places = {"case path": str(case.path), "home": f"{os.path.expanduser('~')}/", "host": f"{socket.gethostname()}"}
        forbidden = SECRETS | DISGUISED | names | numbers | {key: word for key, word in places.items() if len(word) > 6}
        yield Marked(case, forbidden, letter, signed)


def fill(case, top):
    record(case, "profile", OWN)
    record(case, "platform", {"name": "某消金", "kind": "consumer_finance", "product": "online_consumer", "legal_name": "某某消费金融有限公司",
                              "contract_number": SECRETS["contract"]})  # fmt: skip
    for key, relation in (("mother", "parent"), ("friend", "friend"), ("boss", "employer"), ("silent", "sibling")):
        name, number = THIRD[key]
        relation = relation if relation != "sibling" else "relative"
        record(case, "person", {"name": name, "relation": relation, "numbers": [number]})
    mother, friend, boss = (THIRD[key] for key in ("mother", "friend", "boss"))
    for day in range(1, 5):
        call(case, platform="某消金", at=f"2026-03-0{day}T22:30:00+08:00", number="95013123456789", content=f"{SEEN}，明天就去你单位",
             view="quote", private_note=SECRETS["private note"])  # fmt: skip
    call(case, platform="某消金", at="2026-03-05T10:00:00+08:00", to=mother[0], said_to_third="told_debt", number=mother[1],
         content=f"要{mother[0]}（{mother[1][:3]} {mother[1][3:7]} {mother[1][7:]}）替我还钱", private_note="x")  # fmt: skip
    call(
        case,
        platform="某消金",
        at="2026-03-05T11:00:00+08:00",
        to=friend[0],
        relation="friend",
        content=f"问{friend[0]}我在哪",
    )
    record(case, "contact", {"kind": "message", "at": "2026-03-05T12:00:00+08:00", "platform": "某消金", "channel": "sms", "source": "message",
                             "content": f"再不还款就联系{boss[0]}，电话0755-2222 0003"})  # fmt: skip
    record(
        case,
        "contact",
        {"kind": "visit", "at": "2026-03-06T12:00:00+08:00", "platform": "某消金", "place": "home", "visitors": 2},
    )
    call(
        case,
        platform="某消金",
        at="2026-03-07T09:00:00+08:00",
        claimed_role="police",
        role_checked="false",
        tag=["threat_detention"],
    )
    call(case, platform="某消金", at="2026-03-07T10:00:00+08:00", content=SECRETS["withdrawn words"])
    withdraw(case, "C0010", "记重了")
    call(case, platform="某消金", at="2026-03-07T11:00:00+08:00", content=SECRETS["erased"])
    erase(case, "C0011", "不该记")
    record(case, "platform", {"name": SECRETS["other platform"], "kind": "micro_loan"})
    call(
        case,
        platform=SECRETS["other platform"],
        at="2026-03-07T12:00:00+08:00",
        content=SECRETS["other platform words"],
    )
    call(case, at="2026-03-07T13:00:00+08:00", number=SECRETS["inbox number"], content=SECRETS["inbox words"])
    correct(case, "C0002", {"duration": "95", "private_note": SECRETS["corrected private note"]}, "看错了")
    record(case, "refusal", {"platform": "某消金", "person": mother[0], "at": "2026-03-04T09:00:00+08:00"})
    record(case, "request", {"platform": "某消金", "kind": "recording", "made_at": "2026-03-05T09:00:00+08:00"})
    told = "，".join(DISGUISED.values())
    call(case, platform="某消金", at="2026-03-07T14:00:00+08:00", content=f"他念了一串：{told}", caller="欧阳 玉 兰",
         collector="慕容经理的公司", payee="６２２２ 皇甫 大川", case_number=f"（{boss[1][:4]}）{boss[1][4:]}")  # fmt: skip
    record(case, "complaint", {"platform": "某消金", "channel": "lender", "sent_at": "2026-03-06", "reference": "TS-1",
                               "decided_on": "2026-03-08", "answer": f"已致电{mother[0]}核实，{told}"})  # fmt: skip
    paper, original, covered = top / f"答复 {boss[0]}.pdf", top / "聊天.txt", top / "聊天 遮盖.txt"
    with paper.open("wb") as file:
        Image.new("RGB", (40, 60), "white").save(file, "PDF", title="")
    original.write_text(f"{SECRETS['covered']} {mother[0]}", encoding="utf-8")
    covered.write_text("（此处遮盖）", encoding="utf-8")
    sound, shot = top / f"录音 {mother[0]} {mother[1]}.wav", top / f"{friend[0]}发来的截图.png"
    sound.write_bytes(b"RIFF" + bytes(100))
    Image.new("RGB", (90, 160), "#9bbbdd").save(shot)
    attach(case, "C0001", [sound])
    attach(case, "C0004", [shot])
    attach(case, "K0001", [paper])
    attach(case, "C0003", [original])
    attach(case, "C0003", [covered], copy=Copy("redacted", "A0004"))
    backup = top / f"calls-{boss[0]}.xml"
    backup.write_text(
        '<?xml version="1.0" encoding="UTF-8"?><calls count="1"><call number="95013123456789" duration="30" date="1772790000000" type="1" '
        f'presentation="1" contact_name="{THIRD["silent"][0]}" readable_date="x"/></calls>',
        encoding="utf-8",
    )
    import_files(case, [backup], platform="某消金")
    finding = next(one for one in check(case).findings if one.rule == "CN-T01")
    review(case, finding.id, "dismiss", SECRETS["dismissed because"])


UNALTERED = ("-report-list.pdf", "index.html", "index-en.html", "短文本.txt", ".docx")
"""Files that show the messages to report word for word, beside the uploaded copy of the list."""
CHANNELS = {one["id"]: one for one in channels()}


@pytest.mark.parametrize("channel", CHANNELS)
def test_no_secret_is_in_any_file_and_nothing_reaches_outside(marked, tmp_path, channel):
    made = make(
        marked.case,
        PacketRequest(channel, tmp_path / "packet", platform="某消金", letter=marked.letter, signed=marked.signed),
    )
    tops = [made.path, made.letter, made.submit]
    forbidden = dict(marked.forbidden)
    asked = {one["item"] for one in CHANNELS[channel]["requires"]}
    forbidden |= {f"own {item}": OWN[item] for item in ("id_number", "phone", "address") if item not in asked}
    found = occurrences(*tops, words=forbidden)
    if channel == "spam12321":
        persons = {key for who in THIRD for key in (who, f"{who}'s number")} | set(DISGUISED)
        title = next(path.name for path in made.submit.glob("*.pdf") if "举报" in path.name or "清单" in path.name)
        found = {(key, name) for key, name in found if key not in persons or not name.endswith((*UNALTERED, title))}
    assert found == set()
    assert ways_out(*tops) == []


def test_the_search_finds_what_is_there_in_every_kind_of_file(marked, tmp_path):
    made = make(marked.case, PacketRequest("nfra", tmp_path / "packet", platform="某消金"))
    words = {"words": SEEN, "lender": "某某消费金融有限公司"}
    seen = {name for _key, name in occurrences(made.path, made.letter, made.submit, words=words)}
    kinds = {name.rpartition(".")[2] for name in seen}
    assert {"pdf", "html", "json", "jsonl", "csv", "docx", "txt"} <= kinds
    shutil.make_archive(str(tmp_path / "again"), "zip", made.path)
    assert occurrences(tmp_path / "again.zip", words={"seen": SEEN}) != set()
    assert occurrences(made.path, words={"id": OWN["id_number"]}) != set()  # the regulator asks for it


def test_the_search_finds_ways_out(tmp_path):
    (tmp_path / "x.html").write_text(
        '<img src="https://example.org/a.png"><script>fetch("/x")</script>', encoding="utf-8"
    )
    (tmp_path / "y.html").write_text("<p>官方网站 www.example.org 与 https://example.org</p>", encoding="utf-8")
    assert {line.partition(":")[0].rpartition("/")[2] for line in ways_out(tmp_path)} == {"x.html"}


def test_a_zip_tells_nothing_of_the_computer_either(marked, tmp_path):
    made = make(marked.case, PacketRequest("lender", tmp_path / "packet.zip", platform="某消金", zip=True))
    assert occurrences(made.path, words=marked.forbidden) == set()
    assert ways_out(made.path) == []
