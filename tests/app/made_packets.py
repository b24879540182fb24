"""Builders of packets for the tests: what is asked for, a case that holds a little of everything."""

from __future__ import annotations

import json

from evidencelog.app.recording import attach, correct, record, withdraw
from evidencelog.models.packet_making import PacketRequest
from tests.cases import call

PROFILE = {"name": "陈示例", "id_number": "000000199001010000", "phone": "13700000001", "address": "某市某路1号"}


def filled(case, tmp_path):
    """Five calls at night, one to the mother, a message that names her, an own call, a recording, a complaint."""
    record(case, "profile", PROFILE)
    record(case, "platform", {"name": "某消金", "kind": "consumer_finance", "product": "online_consumer",
                              "legal_name": "某某消费金融有限公司", "contract_number": "HT-0001"})  # fmt: skip
    record(case, "person", {"name": "王桂兰", "relation": "parent", "numbers": ["13800000002"]})
    for day in range(1, 5):
        call(case, platform="某消金", at=f"2026-03-0{day}T22:30:00+08:00", number="95013123456789", employee_id="0231")
    call(case, platform="某消金", at="2026-03-05T10:00:00+08:00", to="王桂兰", said_to_third="told_debt", content="要王桂兰还钱",
         private_note="我不敢告诉家里")  # fmt: skip
    record(case, "contact", {"kind": "message", "at": "2026-03-05T11:00:00+08:00", "platform": "某消金", "channel": "sms",
                             "source": "message", "content": "再不还款将联系王桂兰 138 0000 0002"})  # fmt: skip
    call(case, platform="某消金", at="2026-03-05T12:00:00+08:00", direction="out")
    call(case, at="2026-03-05T13:00:00+08:00", number="4000000000")  # waits in the inbox
    call(case, platform="别家", at="2026-03-05T14:00:00+08:00")
    sound = tmp_path / "录音 王桂兰.wav"
    sound.write_bytes(b"RIFF" + bytes(100))
    attach(case, "C0001", [sound])
    correct(case, "C0002", {"duration": "95"}, "看错了")
    withdraw(case, "C0003", "重复")
    record(case, "complaint", {"platform": "某消金", "channel": "lender", "sent_at": "2026-03-04", "reference": "TS-1"})
    return case


def wanted(tmp_path, **values):
    given = {"channel": "nfra", "out": tmp_path / "packet", "platform": "某消金", "request": "停止联系家人。"}
    return PacketRequest(**(given | values))


def machine(made):
    return json.loads((made.path / "data" / "packet.json").read_bytes())
