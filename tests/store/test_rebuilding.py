"""Whatever was done to a case, its tables are what the ledger alone says."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, rule

from evidencelog.app import recording
from evidencelog.app.attaching import attach
from evidencelog.app.bulk import ImportedFile, ImportSource, record_many
from evidencelog.app.cases import change_settings, open_case
from evidencelog.app.erasing import erase
from evidencelog.errors import BadInput, Cancelled
from evidencelog.models.progress import Silent
from evidencelog.store.rebuilding import rebuild
from evidencelog.store.verification import faults
from tests.cases import call, row, tables

NAMES = st.sampled_from(["甲", "乙", "妈妈", "L0001"])
NUMBERS = st.sampled_from(["95188", "+86 138 0000 0002", "13800000002", "unknown", "010-12345678"])
ZONES = st.sampled_from(["Asia/Shanghai", "America/New_York", "Pacific/Apia", "UTC"])
MOMENTS = st.integers(1_704_067_200, 1_795_132_800).map(lambda ts: datetime.fromtimestamp(ts, UTC))
MAYBE = st.none() | NAMES


@settings(max_examples=30, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck))
class Histories(RuleBasedStateMachine):
    """Random entries, corrections, imports, assignments, withdrawals and erasings."""

    ids = Bundle("ids")

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="histories-"))
        self.case = open_case(self.folder / "case", create=True, clock=lambda: datetime(2026, 11, 21, tzinfo=UTC))
        self.count = 0

    @initialize(target=ids)
    def begin(self):
        return "C0001"

    @rule(target=ids, at=MOMENTS, platform=MAYBE, to=MAYBE, number=st.none() | NUMBERS, words=st.none() | st.text())
    def add(self, at, platform, to, number, words):
        values = {"at": at, "platform": platform, "to": to or "debtor", "number": number, "content": words}
        try:
            return call(self.case, **values)
        except BadInput:
            return "C0001"

    @rule(target=ids, record=st.sampled_from(["platform", "person"]), name=NAMES, numbers=st.lists(NUMBERS, max_size=2))
    def name(self, record, name, numbers):
        return recording.record(self.case, record, {"name": name, "numbers": numbers}).id

    @rule(target=ids, platform=NAMES, person=NAMES, at=MOMENTS)
    def refuse(self, platform, person, at):
        return recording.record(self.case, "refusal", {"platform": platform, "person": person, "at": at}).id

    @rule(number=NUMBERS, name=NAMES, owner=st.sampled_from(["platform", "person"]))
    def assign(self, number, name, owner):
        try:
            recording.assign_number(self.case, number, **{owner: name})
        except BadInput:
            assert number == "unknown"

    @rule(
        id=ids,
        changes=st.fixed_dictionaries(
            {},
            optional={"platform": MAYBE, "number": st.none() | NUMBERS, "at": MOMENTS, "outcome": st.just("missed")},
        ),
    )
    def correct(self, id, changes):
        with contextlib.suppress(BadInput):
            recording.correct(self.case, id, changes, "因为")

    @rule(id=ids)
    def withdraw(self, id):
        with contextlib.suppress(BadInput):
            recording.withdraw(self.case, id, "误记")

    @rule(id=consumes(ids))
    def erase(self, id):
        with contextlib.suppress(BadInput):
            erase(self.case, id, "不该在此")

    @rule(target=ids, keys=st.lists(st.sampled_from("abcde"), max_size=4), number=NUMBERS, name=st.none() | NAMES)
    def bring(self, keys, number, name):
        rows = [row(key, number=number, name=name) for key in keys]
        source = ImportSource("phone", 1, "calls.xml", "00" * 32, 1)
        return record_many(self.case, [ImportedFile(source, rows)], platform="甲").import_ids[0]

    @rule(id=ids)
    def seal(self, id):
        self.count += 1
        file = self.folder / f"{self.count % 3}.txt"
        file.write_text(f"file {self.count % 3}")
        with contextlib.suppress(BadInput):
            attach(self.case, id, [file])

    @rule(zone=ZONES)
    def move(self, zone):
        change_settings(self.case, zone=zone, thresholds={"night": "x"})

    def teardown(self):
        try:
            live = tables(self.case)
            rebuild(self.case.store, Silent())
            assert tables(self.case) == live
            assert faults(self.case.store) == []
        finally:
            self.case.close()
            shutil.rmtree(self.folder)


TestHistories = Histories.TestCase


def test_a_table_that_was_meddled_with_is_computed_anew(case):
    call(case, platform="甲")
    case.store.conn.execute("UPDATE contacts SET outcome = 'missed', day = '2020-01-01'")
    rebuild(case.store, Silent())
    assert case.store.conn.execute("SELECT outcome, day FROM contacts").fetchall() == [("answered", "2026-03-02")]


def test_a_stopped_rebuild_leaves_the_tables_as_they_were(case):
    for _ in range(3):
        call(case, platform="甲")

    class Stop(Silent):
        def step(self, done, total):
            raise Cancelled

    before = tables(case)
    from evidencelog.store import rebuilding

    step, rebuilding._STEP = rebuilding._STEP, 1
    try:
        with pytest.raises(Cancelled):
            rebuild(case.store, Stop())
    finally:
        rebuilding._STEP = step
    assert tables(case) == before


def test_a_new_zone_gives_every_contact_its_day_anew(case):
    made = call(case, at="2026-03-02T23:30:00+08:00")
    change_settings(case, zone="America/New_York")
    found = case.store.conn.execute("SELECT day, second FROM contacts WHERE id = ?", (made,)).fetchone()
    assert found == ("2026-03-02", 10 * 3600 + 30 * 60)  # 15:30 UTC, standard time before 8 March 2026
    live = tables(case)
    rebuild(case.store, Silent())
    assert tables(case) == live


def test_the_demo_case_is_what_its_ledger_says(tmp_path):
    from evidencelog.app.demo import make_demo

    make_demo(tmp_path / "demo")
    with open_case(tmp_path / "demo") as demo:
        live = tables(demo)
        rebuild(demo.store, Silent())
        assert tables(demo) == live
        assert len(live["contacts"]) > 300
        assert faults(demo.store) == []
