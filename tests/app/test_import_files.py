"""Importing files into a case: everything once, all or nothing, and every row accounted for."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest

from evidencelog.app import browsing
from evidencelog.app.cases import open_case
from evidencelog.app.import_files import import_files
from evidencelog.app.recording import record
from evidencelog.errors import BadInput, Cancelled, InvalidField, InvalidInput
from evidencelog.importers import source
from evidencelog.models.browsing import ContactFilter

FILES = Path(__file__).resolve().parents[1] / "importers" / "files"
CALLS = FILES / "calls-20261121200000.xml"
MESSAGES = FILES / "sms-20261121200000.xml"

CALL = '<call number="{number}" duration="{duration}" date="{date}" type="{type}" contact_name="{name}" />'
PLATFORM = {"record": "platform", "name": "某消金", "kind": "consumer_finance", "numbers": ["95013123456789"]}
CONTACT = {
    "record": "contact",
    "kind": "call",
    "at": "2026-03-02T22:41:00+08:00",
    "platform": "某消金",
    "outcome": "answered",
}


pytestmark = pytest.mark.usefixtures("english")


def calls(path: Path, *rows: dict[str, str]) -> Path:
    """A backup with these calls."""
    base = {"number": "95188", "duration": "10", "date": "1793715307000", "type": "1", "name": "(Unknown)"}
    lines = "\n".join(CALL.format(**{**base, **row}) for row in rows)
    path.write_text(f'<calls count="{len(rows)}">\n{lines}\n</calls>', encoding="utf-8")
    return path


def jsonl(path: Path, *records: object) -> Path:
    """A file in the exchange format; text stands as it is."""
    lines = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in records]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def nothing_is_left(case) -> bool:
    """No record, and from the next opening on no copy of a file."""
    case.close()
    with open_case(case.path) as again:
        files = [path for path in (again.path / "vault").rglob("*") if path.is_file()]
        return not files and again.info().contacts == 0 and not browsing.records(again, "platform")


def everything(case):
    return browsing.page(case, ContactFilter(), offset=0, limit=1000)


def test_sample_files_are_counted(case):
    report = import_files(case, [CALLS, MESSAGES])
    assert (report.read, report.added, report.known, report.linked, report.inbox) == (12, 12, 0, 0, 12)
    assert (report.first_day, report.last_day) == ("2026-11-03", "2026-11-06")
    assert (report.refused, report.notes, len(report.import_ids)) == ((), (), 2)
    assert case.info().contacts == 12
    rows = {row.id: row for row in everything(case)}
    night = rows["C0001"]
    assert (night.day, night.second, night.outcome, night.source) == ("2026-11-03", 80107, "answered", "phone_log")
    picture = next(row for row in rows.values() if row.attachments)
    detail = browsing.detail(case, picture.id)
    assert detail.attachments[0].name == "P图.jpg"
    assert detail.origins[0].position == "mms 1"
    assert "purpose" not in detail.values


def test_a_second_import_adds_nothing(case, tmp_path):
    import_files(case, [CALLS, MESSAGES])
    copy = shutil.copy(CALLS, tmp_path / "renamed.xml")
    report = import_files(case, [Path(copy), MESSAGES])
    assert (report.read, report.added, report.known) == (12, 0, 12)
    assert case.info().contacts == 12


def test_equal_rows_of_one_file_are_two_contacts_but_known_later(case, tmp_path):
    twice = calls(tmp_path / "a.xml", {}, {})
    assert import_files(case, [twice]).added == 2
    later = calls(tmp_path / "b.xml", {}, {}, {"date": "1793715308000"})
    report = import_files(case, [later])
    assert (report.added, report.known) == (1, 2)


def test_the_same_row_in_two_files_of_one_import_is_known(case, tmp_path):
    one, two = calls(tmp_path / "a.xml", {}), calls(tmp_path / "b.xml", {}, {"date": "1793715308000"})
    report = import_files(case, [one, two])
    assert (report.added, report.known) == (2, 1)


def test_platform_takes_unassigned_hidden_and_unnamed_rows(case, tmp_path):
    record(case, "platform", {"name": "花呗", "numbers": ["95188"]})
    record(case, "person", {"name": "妈妈", "numbers": ["13800000002"]})
    file = calls(
        tmp_path / "a.xml",
        {"number": "95188"},  # assigned to another platform
        {"number": "13800000002"},  # belongs to a person
        {"number": ""},
        {"number": "4000000001"},
        {"number": "17000000001", "name": "张经理"},
    )
    report = import_files(case, [file], platform="某消金")
    assert report.added == 5
    names = {row.number: (row.platform_name, row.to_name) for row in everything(case)}
    assert names["95188"][0] == "花呗"
    assert names["13800000002"][0] is None
    assert names[None][0] == "某消金"
    assert names["4000000001"][0] == "某消金"
    assert names["17000000001"] == (None, None)
    assert [(number.number, number.name) for number in browsing.inbox(case)] == [("17000000001", "张经理")]


@pytest.mark.parametrize(
    ("limits", "added"),
    [
        ({"since": "2026-11-04"}, 8),
        ({"until": "2026-11-03"}, 4),
        ({"since": "2026-11-04", "until": "2026-11-04"}, 6),
        ({"number": "+86 138-0000-0001"}, 2),
        ({"number": "13800000001", "since": "2026-11-04"}, 1),
        ({"since": "11月6日"}, 1),
        ({"since": "2027-01-01"}, 0),
    ],
)
def test_limits_count_local_days_and_equal_numbers(case, limits, added):
    report = import_files(case, [CALLS, MESSAGES], **limits)
    assert (report.read, report.added) == (12, added)
    assert bool(report.notes) is (added < 12)


@pytest.mark.parametrize("limits", [{"since": "x"}, {"until": "2026-13-01"}, {"number": ""}, {"number": "未知"}])
def test_limits_that_are_none_are_refused(case, limits):
    with pytest.raises(InvalidField):
        import_files(case, [CALLS], **limits)


def test_a_dry_run_counts_and_writes_nothing(case):
    before = {path: path.stat().st_size for path in case.path.rglob("*") if path.is_file() and path.suffix == ""}
    report = import_files(case, [CALLS, MESSAGES], platform="某消金", dry_run=True)
    assert (report.added, report.import_ids) == (12, ())
    assert case.info().contacts == 0
    assert browsing.records(case, "platform") == []
    assert {
        path: path.stat().st_size for path in case.path.rglob("*") if path.is_file() and path.suffix == ""
    } == before
    assert import_files(case, [CALLS]).import_ids == ("I0001",)


def test_one_bad_file_stops_all(case, tmp_path):
    broken = tmp_path / "calls.xml"
    broken.write_bytes(CALLS.read_bytes()[:-300])
    with pytest.raises(BadInput, match=r"calls\.xml"):
        import_files(case, [MESSAGES, broken])
    assert nothing_is_left(case)


def test_wrong_rows_of_a_phone_are_reported_and_the_others_kept(case, tmp_path):
    file = calls(
        tmp_path / "a.xml",
        {"date": "null"},
        {"date": "4000000000000"},  # in the year 2096
        {},
        {"duration": "99999999"},
    )
    report = import_files(case, [file])
    assert (report.read, report.added, len(report.refused)) == (4, 1, 3)
    assert [problem.where for problem in report.refused] == ["a.xml: call 1", "a.xml: call 2", "a.xml: call 4"]
    assert all(problem.what for problem in report.refused)


def test_exchange_lines_are_applied_in_order(case, tmp_path):
    report = import_files(case, [jsonl(tmp_path / "a.jsonl", CONTACT, PLATFORM, {**CONTACT, "to": "妈妈"})])
    assert report.added == 2
    (platform,) = browsing.records(case, "platform")
    assert (platform["name"], platform["kind"]) == ("某消金", "consumer_finance")
    assert [row.to_name for row in sorted(everything(case), key=lambda row: row.id)] == [None, "妈妈"]


def test_a_wrong_exchange_line_stops_everything_unless_told_to_go_on(case, tmp_path):
    file = jsonl(
        tmp_path / "a.jsonl", CONTACT, {**CONTACT, "outcome": "perhaps"}, "{nope", {**CONTACT, "kind": "visit"}
    )
    with pytest.raises(InvalidInput) as caught:
        import_files(case, [CALLS, file])
    assert [problem.where for problem in caught.value.problems] == ["a.jsonl: line 2", "a.jsonl: line 3"]
    assert case.info().contacts == 0
    report = import_files(case, [file], keep_going=True)
    assert (report.added, len(report.refused)) == (2, 2)


def test_limits_apply_to_contacts_of_the_exchange_format_only(case, tmp_path):
    late = {**CONTACT, "at": "2026-03-05 09:00", "number": "95188"}
    file = jsonl(tmp_path / "a.jsonl", PLATFORM, CONTACT, late)
    assert import_files(case, [file], since="2026-03-05").added == 1
    assert import_files(case, [file], number="95188").known == 1
    assert len(browsing.records(case, "platform")) == 1


class Watch:
    """Counts what a slow import reports and can stop it."""

    def __init__(self, stop_after: int | None = None) -> None:
        self.steps: list[tuple[int, int | None]] = []
        self.stop_after = stop_after

    def step(self, done: int, total: int | None) -> None:
        self.steps.append((done, total))
        if self.stop_after is not None and len(self.steps) > self.stop_after:
            raise Cancelled


def test_progress_counts_the_bytes_of_all_files(case, monkeypatch):
    monkeypatch.setattr(source, "CHUNK", 1024)
    watch = Watch()
    import_files(case, [CALLS, MESSAGES], progress=watch)
    total = CALLS.stat().st_size + MESSAGES.stat().st_size
    assert {step[1] for step in watch.steps} == {total}
    done = [step[0] for step in watch.steps]
    assert done == sorted(done)
    assert done[-1] == total
    assert len(done) > 4


def test_cancelling_keeps_nothing(case, monkeypatch):
    monkeypatch.setattr(source, "CHUNK", 1024)
    with pytest.raises(Cancelled):
        import_files(case, [MESSAGES, CALLS], progress=Watch(stop_after=4))
    assert nothing_is_left(case)


def test_a_zip_is_imported_with_the_hash_of_the_zip(case, tmp_path):
    path = tmp_path / "backup.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(CALLS, "calls.xml")
    assert import_files(case, [path]).added == 8
    assert browsing.detail(case, "C0001").origins[0].file_sha256 == source.look_at(path).sha256
    assert import_files(case, [CALLS]).known == 8


def test_the_public_sample_is_read_where_it_is_at_hand(case):
    path = Path(__file__).resolve().parents[3] / "shared" / "samples" / "fetched" / "smsbr_calls_2014.xml"
    if not path.exists():
        return
    report = import_files(case, [path])
    assert (report.read, report.added, report.first_day, report.last_day) == (16, 16, "2014-09-16", "2015-04-18")
