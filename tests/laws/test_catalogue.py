"""Where packs lie, and the cache that spares checking them again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from evidencelog.laws import catalogue
from evidencelog.laws.compiled import FORMAT
from evidencelog.laws.faults import CodesTwice, PackMissing, PackRefused
from evidencelog.laws.loader import read_pack
from tests.laws.sampling import SAMPLE, copied

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def no_folders_of_the_environment(monkeypatch):
    monkeypatch.delenv(catalogue.ENVIRONMENT, raising=False)


def test_a_pack_comes_out_of_the_cache_as_it_went_in(tmp_path):
    folder = copied(tmp_path / "packs")
    cache = tmp_path / "cache"
    (read,) = catalogue.load(["xx"], [tmp_path / "packs"], cache)
    loaded = read_pack(folder, catalogue.fingerprint(folder))
    assert read == loaded.pack
    names = sorted(path.name for path in cache.iterdir())
    assert names == [f"xx-{part}-{FORMAT}-{read.sha256}.json" for part in ("rules", "texts")]
    assert catalogue.load(["xx"], [tmp_path / "packs"], cache) == (loaded.pack,)
    assert catalogue.texts("xx", [tmp_path / "packs"], cache) == loaded.texts


def test_the_shipped_packs_come_out_of_the_cache_as_they_went_in(tmp_path):
    for name, folder in catalogue.available().items():
        loaded = read_pack(folder, catalogue.fingerprint(folder))
        for _round in range(2):
            assert catalogue.load([name], cache=tmp_path) == (loaded.pack,)
            assert catalogue.texts(name, cache=tmp_path) == loaded.texts


FROM_CACHE = """
import sys
from pathlib import Path
from evidencelog.laws.catalogue import load, texts
(pack,) = load(["xx"], [Path(sys.argv[1])], Path(sys.argv[2]))
texts("xx", [Path(sys.argv[1])], Path(sys.argv[2]))
print(pack.id, len(pack.rules), "pydantic" in sys.modules)
"""


def run(packs: Path, cache: Path) -> str:
    command = [sys.executable, "-c", FROM_CACHE, str(packs), str(cache)]
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout.strip()


def test_reading_from_the_cache_does_not_load_pydantic(tmp_path):
    packs = tmp_path / "packs"
    copied(packs)
    assert run(packs, tmp_path / "cache") == "xx 2 True"
    assert run(packs, tmp_path / "cache") == "xx 2 False"


def test_any_changed_byte_of_any_file_is_another_pack(tmp_path):
    pack = copied(tmp_path)
    (pack / "channels").mkdir()
    (pack / "channels" / "desk.toml").write_text("a = 1", encoding="utf-8")
    prints = {catalogue.fingerprint(pack)}
    files = sorted(path for path in pack.rglob("*") if path.is_file())
    for number, path in enumerate(files, start=2):
        path.write_bytes(path.read_bytes() + b"\n")
        prints.add(catalogue.fingerprint(pack))
        assert len(prints) == number, path
    (pack / "rules" / "XX-B00.toml").rename(pack / "rules" / "XX-B01.toml")
    prints.add(catalogue.fingerprint(pack))
    assert len(prints) == len(files) + 2
    (pack / ".swp").write_bytes(b"x")
    assert catalogue.fingerprint(pack) in prints


def test_a_changed_pack_is_read_anew(tmp_path):
    pack = copied(tmp_path / "packs")
    catalogue.load(["xx"], [tmp_path / "packs"], tmp_path / "cache")
    head = pack / "pack.toml"
    head.write_text(head.read_text(encoding="utf-8").replace('version = "1"', 'version = "2"'), encoding="utf-8")
    assert catalogue.load(["xx"], [tmp_path / "packs"], tmp_path / "cache")[0].version == "2"


@pytest.mark.parametrize("harm", [b"", b"{", b"[]", b'{"sha256": "0", "body": []}', b"\xff\xfe"])
def test_a_damaged_cache_is_done_without(harm, tmp_path):
    copied(tmp_path / "packs")
    cache = tmp_path / "cache"
    whole = catalogue.load(["xx"], [tmp_path / "packs"], cache)
    for path in cache.iterdir():
        path.write_bytes(harm)
    assert catalogue.load(["xx"], [tmp_path / "packs"], cache) == whole
    assert all(json.loads(path.read_bytes())["sha256"] == whole[0].sha256 for path in cache.iterdir())


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path):
    copied(tmp_path / "packs")
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    assert catalogue.load(["xx"], [tmp_path / "packs"], tmp_path / "file" / "cache")[0].id == "xx"
    assert catalogue.load(["xx"], [tmp_path / "packs"])[0].id == "xx"


def test_a_refused_pack_leaves_nothing_in_the_cache(tmp_path):
    copied(tmp_path / "packs", {"rules/XX-B00.toml": [("limit = 7\nwindow", "limit = -7\nwindow")]})
    with pytest.raises(PackRefused):
        catalogue.load(["xx"], [tmp_path / "packs"], tmp_path / "cache")
    assert not (tmp_path / "cache").exists()


def test_the_first_folder_with_a_pack_wins(tmp_path, monkeypatch):
    copied(tmp_path / "case", {"pack.toml": [('version = "1"', 'version = "case"')]})
    copied(tmp_path / "env", {"pack.toml": [('version = "1"', 'version = "env"')]})
    folders = os.pathsep.join((str(tmp_path / "missing"), str(tmp_path / "env")))
    monkeypatch.setenv(catalogue.ENVIRONMENT, folders)
    assert catalogue.load(["xx"])[0].version == "env"
    assert catalogue.load(["xx"], [tmp_path / "case"])[0].version == "env"
    monkeypatch.delenv(catalogue.ENVIRONMENT)
    assert catalogue.load(["xx"], [tmp_path / "case"])[0].version == "case"
    assert {"xx", "cn"} <= set(catalogue.available([tmp_path / "case"]))


def test_a_case_cannot_put_other_law_in_the_place_of_a_shipped_pack(tmp_path):
    (tmp_path / "cn").mkdir()
    (tmp_path / "cn" / "pack.toml").write_text('id = "cn"', encoding="utf-8")
    assert catalogue.find("cn", [tmp_path]) == catalogue.SHIPPED / "cn"
    assert catalogue.available([tmp_path])["cn"] == catalogue.SHIPPED / "cn"


@pytest.mark.parametrize("name", ["yy", "", "..", "../xx", "x\0x", "xx/"])
def test_a_missing_pack_is_named_with_those_there_are(name, monkeypatch):
    monkeypatch.setenv(catalogue.ENVIRONMENT, str(SAMPLE))
    with pytest.raises(PackMissing) as missing:
        catalogue.load([name])
    assert repr(name) in str(missing.value)
    assert "cn, kr, tw, us, xx" in str(missing.value)
    assert missing.value.exit_status == 2


def test_two_packs_with_one_code_are_not_used_together(tmp_path):
    copied(tmp_path)
    prefix = tmp_path / "xx-b00"
    (tmp_path / "xx").rename(prefix)
    for path in prefix.rglob("*.toml"):
        text = path.read_text(encoding="utf-8").replace('id = "xx"', 'id = "xx-b00"')
        path.write_text(text.replace("XX-A00", "XX-B00-A00").replace('XX-B00"', 'XX-B00-B00"'), encoding="utf-8")
    (prefix / "rules" / "XX-A00.toml").rename(prefix / "rules" / "XX-B00-A00.toml")
    (prefix / "rules" / "XX-B00.toml").rename(prefix / "rules" / "XX-B00-B00.toml")
    assert [pack.id for pack in catalogue.load(["xx", "xx-b00"], [SAMPLE, tmp_path])] == ["xx", "xx-b00"]
    with pytest.raises(CodesTwice, match="XX-A00"):
        catalogue.load(["xx", "xx"], [SAMPLE])
