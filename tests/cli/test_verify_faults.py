"""``verify`` on packets that were spoiled: each kind of fault has its own words, the same as in the packet's verify.py."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from evidencelog.app.cases import open_case
from evidencelog.app.packets import make
from evidencelog.app.recording import record
from evidencelog.models.packet_making import PacketRequest
from tests.cases import call
from tests.packet.test_verify import bagit, edit, edit_line, resealed, sha256sum


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("faults")
    with open_case(folder / "case", create=True) as case:
        record(case, "platform", {"name": "某消金", "kind": "consumer_finance"})
        for day in (1, 2, 3):
            call(case, platform="某消金", at=f"2026-03-0{day}T09:00:00+08:00")
        return make(case, PacketRequest("lender", folder / "packet")).path


@pytest.fixture
def packet(made, tmp_path):
    return shutil.copytree(made, tmp_path / "packet")


def changed(packet):
    path = packet / "data" / "contacts.csv"
    path.write_bytes(path.read_bytes().replace(b"09:00", b"23:00"))
    return "data/contacts.csv: it was changed", "内容已被改动"


def missing(packet):
    (packet / "data" / "contacts.csv").unlink()
    return "data/contacts.csv: it is listed but missing", "清单中有，实际缺失"


def extra(packet):
    (packet / "data" / "more.csv").write_bytes(b"x")
    return "data/more.csv: it is not listed", "清单中没有，实际多出"


def chain_broken(packet):
    path = packet / "data" / "ledger.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:1] + lines[2:]), encoding="utf-8")
    resealed(packet)
    return "does not follow the one before", "与前一事件不相连"


def text_changed(packet):
    edit_line(
        packet,
        0,
        lambda event: event["parts"]["facts"].update(text=event["parts"]["facts"]["text"].replace("09:00", "23:00")),
    )
    return "a text does not match its digest", "文本与其摘要不符"


def not_in_chain(packet):
    edit(packet, lambda whole: whole["contacts"].append({**whole["contacts"][0], "id": "C0099"}))
    return "contact C0099 is listed but not in the chain", "所列联系 C0099 不在链中"


def newer(packet):
    edit(packet, lambda whole: whole.update(schema="evidencelog.packet/2"))
    return "it was made by a newer version (evidencelog.packet/2)", "由更新的版本生成"


RESEALED = (chain_broken, text_changed, not_in_chain, newer)
"""The bag was made to fit again, so only those notice who read what is inside."""


@pytest.mark.parametrize("spoil", [changed, missing, extra, *RESEALED], ids=lambda spoil: spoil.__name__)
def test_each_fault_is_named_in_its_own_words_by_both_programs(cli, packet, spoil):
    words, chinese = spoil(packet)
    found = cli("verify", packet)
    assert found.status == 3
    assert words in found.out
    document = cli("verify", packet, "--json").json()
    assert document["valid"] is False
    own = subprocess.run(
        [sys.executable, "-I", str(packet / "data" / "verify.py")], capture_output=True, text=True, encoding="utf-8"
    )
    assert own.returncode == 3
    assert chinese in own.stdout
    places = [fault["where"] for fault in document["faults"]]
    assert [line.partition(": ")[0] for line in own.stdout.splitlines()] == places
    others = [bagit(packet)[0] == 0, sha256sum(packet)[0] == 0]
    assert others == ([True, True] if spoil in RESEALED else [False, spoil is extra])


def test_all_kinds_have_different_words(cli, made, tmp_path):
    said = set()
    for number, spoil in enumerate((changed, missing, extra, *RESEALED)):
        packet = shutil.copytree(made, tmp_path / str(number))
        spoil(packet)
        said.add(cli("verify", packet, "--json").json()["faults"][0]["kind"])
    assert len(said) == 7
