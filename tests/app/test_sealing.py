"""Sealing a case: what is asked, what is kept, what waits, and what of it later packets and verifications say."""

from __future__ import annotations

import json
import subprocess
from datetime import datetime, timedelta, timezone
from hashlib import sha256

import pytest
from pypdf import PdfReader

from evidencelog.app.packets import make, preview
from evidencelog.app.recording import record, withdraw
from evidencelog.app.sealing import NoServer, listed, save, seal
from evidencelog.app.verifying import verify_case, verify_packet
from evidencelog.errors import PathTaken
from evidencelog.models.packet_making import PacketRequest
from evidencelog.packet.seals import BadRoots
from evidencelog.packet.stamp_server import BadServer
from evidencelog.store import ledger
from tests.cases import call, plain
from tests.packet.time_stamping import make_authority, serving

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return make_authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def server(authority):
    with serving(authority) as running:
        yield running


@pytest.fixture
def logged(case):
    """A case with one platform and one call."""
    record(case, "platform", {"name": "某消金", "kind": "consumer_finance", "legal_name": "某某消费金融有限公司"})
    call(case, platform="某消金")
    return case


def newest(case):
    with case.store.reading() as conn:
        return ledger.newest(conn, leaving_out=("packet", "seal"))


def events(case):
    with case.store.reading() as conn:
        return [event.kind for event in ledger.events(conn)]


def test_the_newest_event_is_sealed_and_the_token_kept_as_it_came(logged, server, authority):
    end = newest(logged)
    done = seal(logged, [server.url], roots=authority.file("root"))
    assert (done.seq, done.hash) == (end.seq, end.hash.hex())
    (outcome,) = done.outcomes
    assert (outcome.new, outcome.queued, outcome.problem) == (True, False, "")
    ((got,), waiting) = listed(logged)
    assert waiting == []
    assert got == outcome.seal
    assert (got.seq, got.hash, got.checked, got.named) == (end.seq, end.hash.hex(), True, True)
    assert bytes.fromhex(got.hash) in got.token
    assert sha256(end.prev_hash + end.digest).hexdigest() == got.hash
    assert bytes.fromhex(got.hash) in server.seen[0][2]
    assert verify_case(logged) == []


def test_openssl_takes_what_was_saved(logged, server, authority, tmp_path):
    seal(logged, [server.url], roots=authority.file("root"))
    server.mode = "between"  # no root comes along: a part of the chain must do
    call(logged, platform="某消金", at="2026-03-03T09:00:00+08:00")
    seal(logged, [server.url])
    saved = save(logged, tmp_path / "seals")
    assert len(saved) == 2
    for one in saved:
        done = subprocess.run(one.command, shell=True, capture_output=True, text=True)
        assert (done.returncode, "Verification: OK" in done.stdout) == (0, True), (one.command, done.stderr)
        wrong = one.command.replace(one.seal.hash, "0" * 64)
        assert subprocess.run(wrong, shell=True, capture_output=True).returncode != 0
    assert ["-partial_chain" in one.command for one in saved] == [False, True]
    with pytest.raises(PathTaken):
        save(logged, tmp_path / "seals")


def test_the_same_event_is_sealed_once_by_each_server(logged, server, authority):
    with serving(authority) as second:
        seal(logged, [server.url])
        done = seal(logged, [server.url, second.url, second.url])
    assert [outcome.new for outcome in done.outcomes] == [False, True]
    assert len(server.seen) == 1
    assert [one.server for one in listed(logged)[0]] == [server.url, second.url]


def test_seals_and_exports_are_no_events_to_be_sealed(logged, server, tmp_path):
    first = seal(logged, [server.url])
    make(logged, PacketRequest("lender", tmp_path / "packet"))
    again = seal(logged, [server.url])
    assert (again.seq, again.outcomes[0].new) == (first.seq, False)


def test_a_server_that_is_away_is_asked_again_later_for_what_the_log_then_is(logged, server, authority):
    server.mode = "broken"
    (outcome,) = seal(logged, [server.url], roots=authority.file("root")).outcomes
    assert (outcome.seal, outcome.queued) == (None, True)
    assert "500" in outcome.problem
    assert events(logged)[-1] == "seal.requested"
    seal(logged)  # still away: remembered once
    assert events(logged).count("seal.requested") == 1
    assert [one.server for one in listed(logged)[1]] == [server.url]
    call(logged, platform="某消金", at="2026-03-03T09:00:00+08:00")
    server.mode = "good"
    done = seal(logged)
    assert done.seq == newest(logged).seq
    ((got,), waiting) = listed(logged)
    assert (got.seq, got.named, waiting) == (done.seq, True, [])
    with pytest.raises(NoServer):
        seal(logged)


@pytest.mark.parametrize("mode", ["expired", "other data", "other nonce", "bent", "refusing", "page"])
def test_what_does_not_hold_is_not_kept_and_not_queued(logged, server, authority, mode):
    before = events(logged)
    server.mode = mode
    (outcome,) = seal(logged, [server.url], roots=authority.file("root")).outcomes
    assert (outcome.seal, outcome.queued) == (None, False)
    assert outcome.problem
    assert events(logged) == before


@pytest.mark.parametrize("mode", ["slow", "dripping", "huge", "moved"])
def test_what_is_no_answer_is_queued(logged, server, mode):
    server.mode = mode
    (outcome,) = seal(logged, [server.url], seconds=0.3 if mode in ("slow", "dripping") else 10).outcomes
    assert (outcome.seal, outcome.queued) == (None, True)


def test_one_servers_trouble_is_not_the_others(logged, server, authority):
    with serving(authority) as second:
        second.mode = "broken"
        done = seal(logged, [second.url, server.url])
    assert [outcome.seal is None for outcome in done.outcomes] == [True, False]
    assert events(logged)[-2:] == ["seal.requested", "seal.received"]


def test_a_token_nobody_here_can_read_is_kept_and_said_to_be_unchecked(logged, server, tmp_path):
    server.mode = "strange"
    (outcome,) = seal(logged, [server.url]).outcomes
    assert outcome.seal is not None
    assert (outcome.seal.checked, outcome.seal.at) == (False, "")
    made = make(logged, PacketRequest("lender", tmp_path / "packet"))
    assert verify_packet(made.path) == []
    words = (made.path / "data" / "HOW-TO-VERIFY.txt").read_text(encoding="utf-8")
    assert "openssl ts -verify" in words
    assert "only openssl can tell" in words


def test_clocks_that_differ_are_said(logged, server):
    (outcome,) = seal(logged, [server.url]).outcomes  # the case's clock stands still in November
    assert "this computer's clock 2026-11-21T12:00:00Z" in outcome.remark


@pytest.mark.parametrize("url", ["tsa.example.org", "ftp://x/", "http://u:p@x/"])
def test_a_bad_address_sends_nothing_to_anyone(logged, server, url):
    with pytest.raises(BadServer):
        seal(logged, [server.url, url])
    assert server.seen == []
    assert "seal.received" not in events(logged)


def test_a_root_that_is_none_is_told(logged, server, tmp_path):
    with pytest.raises(BadRoots, match=r"gone\.pem"):
        seal(logged, [server.url], roots=tmp_path / "gone.pem")
    assert server.seen == []


def machine(made):
    return json.loads((made.path / "data" / "packet.json").read_bytes())


def test_later_packets_hold_the_seal_and_each_verifier_takes_it(logged, server, authority, tmp_path):
    seal(logged, [server.url], roots=authority.file("root"))
    call(logged, platform="某消金", at="2026-03-03T09:00:00+08:00")
    asked = PacketRequest("lender", tmp_path / "packet")
    planned = {file.path for file in preview(logged, asked).files}
    made = make(logged, asked)
    assert planned == {file.path for file in made.files}
    (shown,) = machine(made)["seals"]
    assert shown["path"] == f"seals/{shown['seq']}-1.tsr"
    assert shown["seq"] < machine(made)["as_of"]["seq"]
    assert not {"server", "token"} & set(shown)
    assert verify_packet(made.path) == []
    text = (made.path / "data" / "HOW-TO-VERIFY.txt").read_text(encoding="utf-8")
    commands = {line.strip() for line in text.splitlines() if "openssl ts" in line}
    (command,) = commands
    done = subprocess.run(command, shell=True, cwd=made.path, capture_output=True, text=True)
    assert "Verification: OK" in done.stdout
    (paper,) = (made.path / "data").glob("*-origin.pdf")
    origin = "".join("".join(page.extract_text() for page in PdfReader(paper).pages).split())
    assert f"第{shown['seq']}号事件" in origin
    local = datetime.fromisoformat(shown["at"]).astimezone(timezone(timedelta(hours=8)))
    assert f"{local:%Y-%m-%d%H:%M:%S}" in origin
    assert "可信时间戳" not in origin
    whole = b"".join(path.read_bytes() for path in made.path.rglob("*") if path.is_file())
    assert server.url.encode() not in whole
    assert "可信时间戳".encode() not in whole


def test_two_packets_with_a_seal_are_byte_identical(logged, server, tmp_path):
    seal(logged, [server.url])
    one, two = (make(logged, PacketRequest("lender", tmp_path / name, zip=True)) for name in ("one.zip", "two.zip"))
    assert one.path.read_bytes().replace(b"one/", b"two/") == two.path.read_bytes()


def test_seals_of_events_a_packet_does_not_show_stay_out(logged, server, tmp_path):
    seal(logged, [server.url])
    call(logged, platform="别家", at="2026-03-03T09:00:00+08:00")
    made = make(logged, PacketRequest("lender", tmp_path / "packet", platform="别家"))
    assert machine(made)["seals"] == []
    assert not (made.path / "data" / "seals").exists()


@pytest.mark.parametrize("facts", ["{}", '{"token": 5}', '{"seq": 1, "token": "%%%"}'])
def test_a_seal_of_which_nothing_is_left_is_a_fault(logged, server, facts):
    seal(logged, [server.url])
    logged.close()
    conn = plain(logged)
    for (name,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        conn.execute(f'DROP TRIGGER "{name}"')
    conn.execute("UPDATE deliveries SET facts = ? WHERE kind = 'seal.received'", (facts,))
    conn.close()
    assert "seal_other" in {fault.kind for fault in verify_case(logged)}


def test_a_seal_that_does_not_fit_the_case_is_a_fault(logged, server):
    seal(logged, [server.url])
    withdraw(logged, "C0001", "x")
    seal(logged, [server.url])
    first, second = (one.hash for one in listed(logged)[0])
    logged.close()
    conn = plain(logged)
    for (name,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        conn.execute(f'DROP TRIGGER "{name}"')
    for table in ("ledger", "deliveries"):
        conn.execute(f"UPDATE {table} SET facts = replace(facts, ?, ?) WHERE kind = 'seal.received'", (first, second))
    conn.close()
    faults = verify_case(logged)
    assert "seal_event" in {fault.kind for fault in faults}
