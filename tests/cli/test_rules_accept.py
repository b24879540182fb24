"""``rules changes`` and ``rules accept`` on the command line."""

from __future__ import annotations

import shutil

import pytest

from evidencelog.laws.catalogue import ENVIRONMENT, SHIPPED


@pytest.fixture
def case(cli):
    cli("platform", "add", "某消金", "--kind", "consumer_finance", "--product", "online_consumer")
    cli("add", "call", "--at", "2026-03-02T21:30:00", "--platform", "某消金", "--outcome", "answered")
    assert cli("check").status == 0
    return cli


@pytest.fixture
def newer(tmp_path, monkeypatch):
    """An earlier evening and another version, found before the shipped pack."""
    folder = tmp_path / "newer"
    shutil.copytree(SHIPPED / "cn", folder / "cn")
    for name, old, new in (
        ("rules/CN-T01.toml", 'to = "22:00"', 'to = "21:00"'),
        ("pack.toml", '\nversion = "', '\nversion = "9'),
    ):
        path = folder / "cn" / name
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    monkeypatch.setenv(ENVIRONMENT, str(folder))


def test_nothing_changes_while_the_pack_is_the_same(case):
    assert "accepted under" in case("rules", "changes").out
    assert case("rules", "changes", "--json").json() == {
        "schema": "evidencelog.rules-changes/1", "packs": [], "changes": [],
    }  # fmt: skip


def test_a_newer_pack_is_told_shown_and_accepted(case, newer):
    checked = case("check")
    assert checked.status == 1
    assert "rules changes" in checked.err
    before = case.state()
    shown = case("rules", "changes")
    assert shown.status == 0
    assert "appears  CN-T01  2026-03-02  某消金  C0001  " in shown.out
    document = case("rules", "changes", "--json").json()
    assert [(pack["id"], pack["version"], pack["known"]) for pack in document["packs"]] == [
        ("cn", "9" + document["packs"][0]["accepted"], True)
    ]
    (change,) = document["changes"]
    assert list(change) == ["what", "rule", "on", "platform", "contacts", "before", "after"]
    assert (change["what"], change["before"], change["after"]) == ("appears", None, "breach")
    assert case.state() == before
    accepted = case("rules", "accept")
    assert (accepted.status, accepted.out) == (0, shown.out)
    assert case.state()[0][0] == before[0][0] + 1
    assert "rules changes" not in case("check").err
    assert case("verify").status == 0


def test_rules_lists_still(case):
    assert "CN-T01" in case("rules").out
    assert case("rules", "--json").json()["schema"] == "evidencelog.rules/1"
    assert case("rules", "acept").status == 2


def test_without_a_case_there_is_nothing_to_accept(cli):
    assert cli("rules", "accept").status == 2
    assert not cli.case.exists()
