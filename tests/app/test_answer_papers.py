"""Papers that came back belong to their complaint; copies of files are told apart from the files they were made from."""

from __future__ import annotations

import json
from hashlib import sha256
from io import BytesIO

import pytest
from PIL import Image

from evidencelog.app.attaching import Copy, attach, mark
from evidencelog.app.browsing import detail, files_of
from evidencelog.app.cases import open_case
from evidencelog.app.erasing import erase
from evidencelog.app.exchange import lines
from evidencelog.app.packets import make, preview
from evidencelog.app.recording import record, withdraw
from evidencelog.app.verifying import verify_packet
from evidencelog.errors import InvalidInput
from evidencelog.packet.splitting import words_of
from evidencelog.store.faults import NoSuchRecord
from evidencelog.store.rebuilding import differing
from evidencelog.store.verification import faults
from tests.app.made_packets import machine, wanted

ANSWER = b"%PDF-1.4\nanswer of the lender\n%%EOF\n"


def picture(path, colour):
    target = BytesIO()
    Image.new("RGB", (40, 60), colour).save(target, "PNG")
    path.write_bytes(target.getvalue())
    return path


@pytest.fixture
def answered(full, tmp_path):
    """The lender's answer came on paper; its name names the mother."""
    paper = tmp_path / "答复 王桂兰.pdf"
    paper.write_bytes(ANSWER)
    attach(full, "K0001", [paper])
    return full


def exhibits(whole, group):
    return [one for one in whole["exhibits"] if one["group"] == group]


def test_the_paper_of_an_answer_lies_with_its_complaint_alone(answered):
    (file,) = files_of(answered, "K0001")
    assert (file.id, file.contact, file.media_type, file.copy) == ("A0002", "K0001", "application/pdf", None)
    assert [one.id for one in files_of(answered, "C0001")] == ["A0001"]
    with pytest.raises(NoSuchRecord):
        files_of(answered, "L0001")
    assert faults(answered.store) == []
    assert differing(answered.path, answered.store.conventions, _silent()) == []


def _silent():
    from evidencelog.models.progress import Silent

    return Silent()


def test_the_next_packet_holds_it_as_an_exhibit_of_its_own(answered, tmp_path):
    made = make(answered, wanted(tmp_path))
    (paper,) = exhibits(machine(made), "answer")
    assert (paper["complaint"], paper["contact"], paper["path"]) == ("K0001", None, "attachments/A0002.pdf")
    assert (made.path / "data" / "attachments" / "A0002.pdf").read_bytes() == ANSWER
    assert verify_packet(made.path) == []
    listed = words_of((made.path / "data" / "02-evidence-list.pdf").read_bytes())
    assert "对2026-03-04向出借机构的投诉部门（编号TS-1）所提投诉的答复" in listed
    assert "王桂兰" not in listed


def test_the_chain_reaches_back_to_a_paper_older_than_every_listed_contact(answered, tmp_path):
    record(answered, "contact", {"kind": "call", "at": "2026-03-09T10:00:00+08:00", "platform": "某消金"})
    made = make(answered, wanted(tmp_path, since="2026-03-09"))
    whole = machine(made)
    assert [one["id"] for one in whole["contacts"]] == ["C0010"]
    first = json.loads((made.path / "data" / "ledger.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert (first["kind"], first["subject"]) == ("attachment.sealed", "A0002")
    assert verify_packet(made.path) == []


def test_it_stays_at_home_where_no_list_of_evidence_is_asked_for(answered, tmp_path):
    made = make(answered, wanted(tmp_path, channel="spam12321"))
    assert exhibits(machine(made), "answer") == []
    assert not (made.path / "data" / "attachments" / "A0002.pdf").exists()


def test_the_statement_for_the_police_names_it_beside_the_answer(answered, tmp_path):
    from evidencelog.app.recording import correct

    correct(answered, "K0001", {"decided_on": "2026-03-20", "answer": "不予认可，已告知王桂兰"}, "收到")
    made = make(answered, wanted(tmp_path, channel="police"))
    (paper,) = exhibits(machine(made), "answer")
    said = words_of((made.path / "data" / "01-statement.pdf").read_bytes())
    assert f"不予认可，已告知第三人甲［证据{paper['number']}］" in said, said[said.find("收到答复") :][:80]
    assert "王桂兰" not in (made.path / "data" / "packet.json").read_text(encoding="utf-8")


def test_erasing_a_complaint_takes_its_papers_along(answered):
    digest = sha256(ANSWER).hexdigest()
    erase(answered, "K0001", "别人的")
    assert not (answered.path / "vault" / digest[:2] / digest).exists()
    assert faults(answered.store) == []


def test_a_withdrawn_complaint_takes_no_papers(answered, tmp_path):
    withdraw(answered, "K0001", "没有寄出")
    paper = tmp_path / "又一份.pdf"
    paper.write_bytes(b"%PDF-1.4\n%%EOF\n")
    with pytest.raises(NoSuchRecord):
        attach(answered, "K0001", [paper])


def test_the_exchange_tells_of_it_and_another_case_reads_the_rest(answered, tmp_path):
    (line,) = [json.loads(line) for line in lines(answered) if json.loads(line)["record"] == "complaint"]
    assert [one["name"] for one in line["attachments"]] == ["答复 王桂兰.pdf"]


def test_a_case_of_the_layout_before_is_brought_up_to_date(answered):
    """The table of files as it was: without complaints and copies."""
    path = answered.path
    with answered.store.writing() as writing:
        conn = writing.conn
        conn.execute("DROP TABLE attachments")
        conn.execute(
            "CREATE TABLE attachments (n INTEGER PRIMARY KEY, id TEXT NOT NULL, contact INTEGER NOT NULL REFERENCES contacts"
            " (n) DEFERRABLE INITIALLY DEFERRED, name TEXT NOT NULL, media_type TEXT NOT NULL, size INTEGER NOT NULL,"
            " sha256 TEXT NOT NULL, added_at TEXT NOT NULL, modified_at TEXT, withdrawn INTEGER NOT NULL,"
            " erased INTEGER NOT NULL) STRICT"
        )
        conn.execute("CREATE INDEX attachments_by_contact ON attachments (contact)")
        conn.execute("CREATE INDEX attachments_by_content ON attachments (sha256)")
        row = (1, "A0001", 1, "录音.wav", "audio/wav", 104, "00" * 32, "2026-03-05T00:00:00Z", None, 0, 0)
        conn.execute("INSERT INTO attachments VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        conn.execute("DELETE FROM _sqlite_migrations WHERE name = 'm004_papers_of_answers'")
        conn.execute("PRAGMA user_version = 3")
    answered.close()
    with open_case(path) as again:
        (file,) = files_of(again, "C0001")
        assert (file.id, file.name, file.copy, file.copy_of) == ("A0001", "录音.wav", None, None)
        assert files_of(again, "K0001") == ()


# copies


@pytest.fixture
def covered(full, tmp_path):
    """A screenshot, the same with a name covered, and a recording with a copy that browsers play."""
    attach(full, "C0006", [picture(tmp_path / "截图.png", "red")])
    attach(full, "C0006", [picture(tmp_path / "遮盖.png", "black")], copy=Copy("redacted", "A0002"))
    sound = tmp_path / "录音.amr"
    sound.write_bytes(b"#!AMR\n" + bytes(60))
    attach(full, "C0004", [sound])
    playable = tmp_path / "录音.mp3"
    playable.write_bytes(b"ID3" + bytes(80))
    attach(full, "C0004", [playable], copy=Copy("playable", "A0004"))
    return full


def test_a_covered_copy_goes_in_place_of_the_original_and_says_so(covered, tmp_path):
    made = make(covered, wanted(tmp_path))
    (shown,) = exhibits(machine(made), "picture")
    original = files_of(covered, "C0006")[0]
    assert (shown["path"], shown["copy"], shown["original"]) == ("attachments/A0003.png", "redacted", original.sha256)
    digests = {sha256(path.read_bytes()).hexdigest() for path in made.path.rglob("*") if path.is_file()}
    assert original.sha256 not in digests
    for name in ("02-evidence-list.pdf", "05-exhibits.pdf", "06-origin.pdf"):
        assert "部分内容已遮盖；原件由本人保存" in words_of((made.path / "data" / name).read_bytes())
    assert original.sha256 in words_of((made.path / "data" / "05-exhibits.pdf").read_bytes())
    assert "部分内容已遮盖" in (made.path / "data" / "index.html").read_text(encoding="utf-8")
    assert verify_packet(made.path) == []


def spoil(made, text, other):
    """Changes the text of a packet and brings its manifests in line with that."""
    packet = made.path / "data" / "packet.json"
    packet.write_text(packet.read_text(encoding="utf-8").replace(text, other), encoding="utf-8")
    for name in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        listed = [line.partition("  ")[2] for line in (made.path / name).read_text(encoding="utf-8").splitlines()]
        lines = [f"{sha256((made.path / file).read_bytes()).hexdigest()}  {file}\n" for file in listed]
        (made.path / name).write_text("".join(lines), encoding="utf-8")


def test_a_covered_copy_cannot_be_passed_off_as_the_file_as_it_was(covered, tmp_path):
    made = make(covered, wanted(tmp_path))
    spoil(made, '"copy": "redacted"', '"copy": null')
    (fault,) = verify_packet(made.path)
    assert (fault.kind, fault.where) == ("exhibit", "data/attachments/A0003.png")


def test_a_playable_copy_lies_beside_its_original_with_a_hash_of_its_own(covered, tmp_path):
    made = make(covered, wanted(tmp_path))
    sounds = exhibits(machine(made), "recording")
    assert [(one["path"], one["copy"]) for one in sounds] == [
        ("attachments/A0001.wav", None), ("attachments/A0004.amr", None), ("attachments/A0005.mp3", "playable"),
    ]  # fmt: skip
    assert sounds[2]["original"] == sounds[1]["sha256"] != sounds[2]["sha256"]
    assert 'src="attachments/A0005.mp3"' in (made.path / "data" / "index.html").read_text(encoding="utf-8")


def test_of_two_covered_copies_the_later_one_goes(covered, tmp_path):
    attach(covered, "C0006", [picture(tmp_path / "再遮盖.png", "blue")], copy=Copy("redacted", "A0002"))
    made = make(covered, wanted(tmp_path))
    assert [one["path"] for one in exhibits(machine(made), "picture")] == ["attachments/A0006.png"]


@pytest.mark.parametrize("of", ["A0003", "A0001", "A9999", "C0006", ""])
def test_a_copy_is_of_an_original_of_the_same_entry(covered, tmp_path, of):
    with pytest.raises(InvalidInput):
        attach(covered, "C0006", [picture(tmp_path / "x.png", "green")], copy=Copy("redacted", of))
    assert len(files_of(covered, "C0006")) == 2


def test_a_picture_that_tells_where_it_was_taken_is_pointed_out_before_and_after(covered, tmp_path):
    from tests.packet.test_hidden import picture as with_exif
    from tests.packet.test_hidden import placed, small

    attach(covered, "C0001", [with_exif(tmp_path / "照片.jpg", placed())])
    attach(covered, "C0006", [with_exif(tmp_path / "又遮盖.jpg", small())], copy=Copy("redacted", "A0002"))
    for said in (preview(covered, wanted(tmp_path)).warnings, make(covered, wanted(tmp_path)).warnings):
        (place,) = [one for one in said if "GPS" in one]
        assert "照片.jpg" in place
        assert "--redacted-of A0006" in place
        (again,) = [one for one in said if "缩略图" in one]
        assert "又遮盖.jpg" in again


# marked later


@pytest.fixture
def both(full, tmp_path):
    """A screenshot and the same with a name covered, sealed before anybody said which is which."""
    attach(full, "C0006", [picture(tmp_path / "截图.png", "red"), picture(tmp_path / "遮盖.png", "black")])
    return full


def copies(case, owner="C0006"):
    return [(one.id, one.copy, one.copy_of) for one in files_of(case, owner)]


def test_a_file_sealed_before_is_marked_as_the_covered_copy_and_back(both, tmp_path):
    assert mark(both, "A0003", Copy("redacted", "A0002"))
    assert copies(both) == [("A0002", None, None), ("A0003", "redacted", "A0002")]
    assert not mark(both, "A0003", Copy("redacted", "A0002")), "that stands already"
    assert mark(both, "A0003", Copy("playable", "A0002"))
    assert mark(both, "A0003", None)
    assert copies(both) == [("A0002", None, None), ("A0003", None, None)]
    assert differing(both.path, both.store.conventions, _silent()) == []
    assert faults(both.store) == []


def test_a_packet_follows_what_a_file_was_marked_as(both, tmp_path):
    mark(both, "A0003", Copy("redacted", "A0002"))
    made = make(both, wanted(tmp_path))
    (shown,) = exhibits(machine(made), "picture")
    assert (shown["path"], shown["copy"]) == ("attachments/A0003.png", "redacted")
    assert verify_packet(made.path) == []
    assert [one.event for one in detail(both, "C0006").history] == ["recorded", "attached", "attached", "marked"]


def test_a_file_marked_as_a_copy_cannot_be_passed_off_as_the_file_as_it_was(both, tmp_path):
    mark(both, "A0003", Copy("redacted", "A0002"))
    made = make(both, wanted(tmp_path))
    spoil(made, '"copy": "redacted"', '"copy": null')
    (fault,) = verify_packet(made.path)
    assert (fault.kind, fault.where) == ("exhibit", "data/attachments/A0003.png")


def test_a_file_taken_back_cannot_be_put_into_a_packet(both, tmp_path):
    attach(both, "C0004", [tmp_path / "截图.png"])  # the same content, elsewhere
    withdraw(both, "A0003", "误附")
    made = make(both, wanted(tmp_path))
    shown = [one["path"] for one in exhibits(machine(made), "picture")]
    assert shown == ["attachments/A0004.png", "attachments/A0002.png"]
    assert verify_packet(made.path) == []


def test_the_same_file_given_once_more_with_its_mark_is_marked(both, tmp_path):
    (kept,) = attach(both, "C0006", [tmp_path / "遮盖.png"], copy=Copy("redacted", "A0002"))
    assert (kept.id, kept.copy, kept.copy_of) == ("A0003", "redacted", "A0002")
    with pytest.raises(InvalidInput):
        attach(both, "C0006", [tmp_path / "截图.png"], copy=Copy("redacted", "A0002"))


@pytest.mark.parametrize(("id", "of"), [("A0002", "A0002"), ("A0002", "A0001"), ("A0003", "A9999"), ("A0002", "A0003")])
def test_a_mark_that_makes_no_sense_is_refused(both, id, of):
    mark(both, "A0003", Copy("redacted", "A0002"))
    before = copies(both)
    with pytest.raises(InvalidInput):
        mark(both, id, Copy("redacted", of))
    assert copies(both) == before


def test_an_original_of_a_copy_is_no_copy_itself(both, tmp_path):
    attach(both, "C0006", [picture(tmp_path / "第三张.png", "blue")])
    mark(both, "A0003", Copy("redacted", "A0002"))
    with pytest.raises(InvalidInput, match="A0003"):
        mark(both, "A0002", Copy("redacted", "A0004"))


@pytest.mark.parametrize("id", ["A0009", "C0006", ""])
def test_what_is_no_file_cannot_be_marked(both, id):
    with pytest.raises(NoSuchRecord):
        mark(both, id, None)


def test_a_file_taken_back_or_erased_or_of_a_withdrawn_entry_cannot_be_marked(both):
    withdraw(both, "A0003", "误附")
    with pytest.raises(NoSuchRecord):
        mark(both, "A0003", Copy("redacted", "A0002"))
    withdraw(both, "C0006", "误记")
    with pytest.raises(NoSuchRecord):
        mark(both, "A0002", None)
