"""``seal`` from the command line: exit status, words, documents, files, and what later packets say."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.packet.time_stamping import make_authority, serving

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return make_authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def server(authority):
    with serving(authority) as running:
        yield running


@pytest.fixture
def case(cli):
    cli("platform", "add", "某消金", "--kind", "consumer_finance", "--product", "online_consumer")
    cli.add("call", "--at", "2026-03-02T22:41:00+08:00", "--platform", "某消金", "--outcome", "answered")
    return cli


def test_a_seal_is_fetched_shown_and_verified(case, server, authority, tmp_path):
    done = case("seal", "--tsa", server.url, "--root", authority.file("root"))
    assert (done.status, done.err) == (0, "")
    assert "Example signer" in done.out
    assert done.out.startswith("event ")
    again = case("seal", "--tsa", server.url)
    assert (again.status, "(already there)" in again.out) == (0, True)
    assert case("seal", "--list").out == done.out
    assert case("verify").status == 0
    packet = tmp_path / "packet"
    assert case("packet", "--for", "lender", "--out", packet).status == 0
    assert len(list((packet / "data" / "seals").iterdir())) == 2
    assert case("verify", packet).status == 0


def test_without_a_root_the_fingerprint_is_said(case, server, authority):
    from cryptography.hazmat.primitives import hashes
    from cryptography.x509 import load_pem_x509_certificate

    done = case("seal", "--tsa", server.url)
    assert done.status == 0
    root = load_pem_x509_certificate(authority.file("root").read_bytes())
    assert root.fingerprint(hashes.SHA256()).hex() in done.err


def test_documents_for_programs(case, server):
    done = case("seal", "--tsa", server.url, "--json").json()
    (outcome,) = done["outcomes"]
    assert (done["schema"], outcome["new"], outcome["problem"]) == ("evidencelog.seal/1", True, None)
    assert outcome["seal"]["hash"] == done["hash"]
    listed = case("seal", "--list", "--json").json()
    assert [one["seq"] for one in listed["seals"]] == [done["seq"]]
    assert listed["waiting"] == []


def test_a_server_that_is_away_waits_for_the_next_call(case, server):
    server.mode = "slow"
    first = case("seal", "--tsa", server.url, "--timeout", 1)
    assert (first.status, first.out) == (0, "")  # the request was written: it waits
    assert "waits; it is sent again by: evidencelog seal" in first.err
    assert first.err.count("\n") == 1
    before = case.state()
    second = case("seal", "--timeout", 1)
    assert (second.status, second.out, second.err) == (4, "", first.err)
    assert case.state() == before
    assert server.url in case("seal", "--list").err
    server.mode = "good"
    later = case("seal")
    assert later.status == 0
    assert "Example signer" in later.out
    assert case("seal", "--list").err == ""


def test_what_does_not_hold_is_status_4_and_writes_nothing(case, server, authority):
    before = case.state()
    done = case("seal", "--tsa", server.url, "--root", authority.file("other"))
    assert (done.status, done.out) == (4, "")
    assert "does not lead to the root" in done.err
    assert case.state() == before


@pytest.mark.parametrize("words", [(), ("--tsa", "nowhere"), ("--tsa", ""), ("--tsa", "http://x/", "--root", "gone.pem"),
                                   ("--tsa", "http://x/", "--timeout", "soon")])  # fmt: skip
def test_wrong_usage_is_one_line(case, words):
    before = case.state()
    done = case("seal", *words)
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert case.state() == before


def test_files_and_the_openssl_way(case, server, tmp_path):
    server.mode = "strange"
    done = case("seal", "--tsa", server.url)
    assert done.status == 0
    assert "not read" in done.out
    assert "openssl ts -verify" in done.err
    server.mode = "good"
    case.add("call", "--at", "2026-03-03T22:41:00+08:00", "--platform", "某消金")
    case("seal", "--tsa", server.url)
    saved = case("seal", "--into", tmp_path / "out")
    commands = [line.strip() for line in saved.out.splitlines() if "openssl" in line]
    verdicts = [subprocess.run(command, shell=True, capture_output=True).returncode for command in commands]
    assert [verdict == 0 for verdict in verdicts] == [False, True]
    assert case("seal", "--into", tmp_path / "out").status == 2


def test_in_chinese_nothing_claims_a_certified_time_stamp(case, server, authority):
    for words in (("--tsa", server.url), ("--list",), ("--help",)):
        done = case("seal", *words, lang="zh")
        assert done.status == 0
        assert "可信时间戳" not in done.out + done.err


def test_no_case_is_made_for_it(cli, server):
    assert cli("seal", "--tsa", server.url).status == 2
    assert not cli.case.exists()
    assert server.seen == []


LOADED = """
import json, sys
from evidencelog.__main__ import main
try:
    main(sys.argv[1:])
except SystemExit:
    pass
print()
print(json.dumps(sorted(sys.modules)))
"""


@pytest.mark.parametrize("words", [("list",), ("check",), ("seal", "--list"), ("verify",)])
def test_only_a_request_loads_network_and_cryptography(case, words):
    done = subprocess.run(
        [sys.executable, "-c", LOADED, "--case", str(case.case), *words],
        capture_output=True, text=True, encoding="utf-8", cwd=ROOT,
    )  # fmt: skip
    names = {name.partition(".")[0] for name in json.loads(done.stdout.splitlines()[-1])}
    assert not {"rfc3161_client", "cryptography", "http", "ssl"} & names
