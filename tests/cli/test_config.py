"""``config validate`` and ``config keys``: what is wrong with exit status 2, what is in order with 0."""

from __future__ import annotations

import json

import pytest

from evidencelog.__main__ import main
from evidencelog.app import settings


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv(settings.ENVIRONMENT, str(tmp_path / "config.toml"))

    def run(*words):
        with pytest.raises(SystemExit) as stop:
            main(["--lang", "en", "config", *words])
        captured = capsys.readouterr()
        return stop.value.code or 0, captured.out, captured.err

    return run


def test_no_file_is_no_fault(run):
    status, _out, err = run("validate")
    assert status == 0
    assert "config.toml" in err


def test_the_printed_keys_are_a_file_in_order(run):
    status, out, _err = run("keys")
    assert status == 0
    settings.path().write_text(out, encoding="utf-8")
    assert run("validate")[0] == 0


def test_every_fault_is_one_line_and_the_status_is_2(run):
    settings.path().write_text('theme = "pink"\n[keys]\n"home.ad" = "a"\n', encoding="utf-8")
    status, _out, err = run("validate")
    assert status == 2
    assert [line.split(":")[0] for line in err.splitlines()] == ["Error", "Error"]
    assert "home.add" in err
    status, out, _err = run("validate", "--json")
    assert status == 2
    assert [one["key"] for one in json.loads(out)["problems"]] == ["theme", "keys.home.ad"]
