"""A search that leaves out blocks of contacts finds what reading all of them finds."""

from __future__ import annotations

import random
import string
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidencelog.app.cases import CONVENTIONS, open_case
from evidencelog.app.erasing import erase
from evidencelog.app.recording import correct, record, withdraw
from evidencelog.models.browsing import ContactFilter
from evidencelog.store import listing, rebuilding, searching, steps, word_blocks
from evidencelog.text.search import folded

if TYPE_CHECKING:
    from pathlib import Path

    from evidencelog.app.cases import Case

SMALL = 4


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    """Thirty contacts in blocks of four."""
    monkeypatch.setattr(word_blocks, "BLOCK", SMALL)
    monkeypatch.setattr(steps, "BLOCK", SMALL)
    case = open_case(tmp_path / "case", create=True)
    for number in range(1, 31):
        record(case, "contact", _values(number, f"第{number}次说：请还款 Ref{number * 37}"))
    return case


def _values(number: int, said: str) -> dict[str, Any]:
    return {
        "kind": "message", "channel": "sms", "at": f"2026-10-{1 + number % 28:02}T10:00:00+08:00",
        "number": f"1390000{number * 7:04}", "content": said,
    }  # fmt: skip


def _blocks(case: Case) -> set[int]:
    return {block for (block,) in case.store.conn.execute("SELECT block FROM word_blocks")}


def _read_all(case: Case, word: str) -> list[int]:
    """What holds the word, by reading everything."""
    rows = case.store.conn.execute(
        """SELECT c.n FROM contacts AS c JOIN contents AS t ON t.n = c.n
           WHERE c.withdrawn = 0 AND instr(t.searched, ?) ORDER BY c.day DESC, c.ts DESC, c.n DESC""",
        (folded(word),),
    )
    return [n for (n,) in rows]


def _searched(case: Case, word: str) -> list[int]:
    return list(listing.numbers(case.store.conn, ContactFilter(text=word), CONVENTIONS))


def test_complete_blocks_get_their_bits_when_the_entry_that_fills_them_is_recorded(case: Case) -> None:
    # numbers 0 to 27 fill seven blocks of four; 28, 29 and 30 wait
    assert _blocks(case) == set(range(7))
    record(case, "contact", _values(31, "满"))
    assert _blocks(case) == set(range(8))


def test_changed_words_take_the_bits_of_their_block_away_and_a_later_block_brings_them_back(case: Case) -> None:
    correct(case, "C0006", {"content": "改成这样"}, because="听错")
    assert _blocks(case) == {0, 2, 3, 4, 5, 6}
    assert _searched(case, "改成这样") == [6]
    for number in (31, 32):
        record(case, "contact", _values(number, "又一次"))
    assert _blocks(case) == set(range(8))
    assert _searched(case, "改成这样") == [6]


def test_bits_of_erased_words_are_gone_with_them(case: Case) -> None:
    before = case.store.conn.execute("SELECT bits FROM word_blocks WHERE block = 2").fetchone()[0]
    erase(case, "C0009", because="不该记")
    assert 2 not in _blocks(case)
    assert before not in (case.path / "case.db").read_bytes()
    assert _searched(case, "第9次") == []


def test_an_entry_with_a_number_from_long_ago_is_found(case: Case) -> None:
    with case.store.writing() as writing:
        writing.conn.execute("DELETE FROM contacts WHERE n = 5")
        writing.conn.execute("DELETE FROM contents WHERE n = 5")
    with case.store.writing() as writing:  # its block is made anew without it …
        writing.conn.execute("DELETE FROM word_blocks")
    assert 1 in _blocks(case)
    with case.store.writing() as writing:  # … and then it comes back, as from a file with ids of its own
        row = writing.conn.execute("SELECT * FROM contacts WHERE n = 6").fetchone()
        changed = list(row)
        changed[0], changed[1] = 5, "C0005"
        writing.conn.execute(f"INSERT INTO contacts VALUES ({', '.join('?' * len(row))})", changed)
        writing.conn.execute("INSERT INTO contents VALUES (5, NULL, NULL, NULL, '回来的词')")
    assert _searched(case, "回来的词") == [5]


def test_random_changes_never_hide_a_word(case: Case) -> None:
    draw = random.Random(20261122)
    standing = {f"C{number:04}" for number in range(1, 31)}
    for turn in range(60):
        chance = draw.random()
        if chance < 0.5:
            said = "".join(draw.choice("还款电话法院ab12 -") for _ in range(12))
            standing.add(record(case, "contact", _values(31 + turn, f"说{said}")).id)
        elif chance < 0.8:
            correct(case, draw.choice(sorted(standing)), {"content": f"改{turn}款b1"}, because="听错")
        elif chance < 0.9:
            gone = draw.choice(sorted(standing))
            standing.discard(gone)
            withdraw(case, gone, because="错")
        else:
            gone = draw.choice(sorted(standing))
            standing.discard(gone)
            erase(case, gone, because="不该记")
        texts = [text for (text,) in case.store.conn.execute("SELECT searched FROM contents")]
        text = draw.choice(texts)
        at = draw.randrange(len(text))
        for word in text[at : at + draw.randrange(1, 7)].split() or ["无此词"]:
            assert _searched(case, word) == _read_all(case, word), (turn, word)


def test_tables_made_anew_have_bits_again(case: Case) -> None:
    class Silent:
        def step(self, done: int, total: int | None) -> None:
            """Nobody watches."""

    found = _searched(case, "还款")
    rebuilding.rebuild(case.store, Silent())
    assert _blocks(case) == set(range(7))
    assert _searched(case, "还款") == found
    assert rebuilding.differing(case.path, CONVENTIONS, Silent()) == []


def test_a_word_that_stands_nowhere_is_answered_without_reading_words(case: Case) -> None:
    conn = case.store.conn
    spans = word_blocks.spans(conn, "绝无此词")
    assert spans == [(28, 2**63 - 1)]  # only what has no bits yet
    term = searching.holding(conn, "绝无此词")
    plan = " ".join(row[3] for row in conn.execute(f"EXPLAIN QUERY PLAN {term.table}", term.values))
    assert "SEARCH t USING INTEGER PRIMARY KEY" in plan
    assert "SCAN t" not in plan
    assert "SCAN o" not in plan


def test_contacts_with_a_named_person_are_found_without_reading_their_rows(case: Case) -> None:
    conn = case.store.conn
    record(case, "person", {"name": "丙同事", "relation": "colleague"})
    term = searching.holding(conn, "丙同事")
    assert term.table is not None
    plan = [row[3] for row in conn.execute(f"EXPLAIN QUERY PLAN {term.table}", term.values)]
    assert any("COVERING INDEX contacts_by_person" in line for line in plan)


@pytest.mark.parametrize("near", [(1, 2), (1, 20_000), (2_000, 20_000)], ids=["far", "new", "newest"])
@pytest.mark.parametrize("few", [0, 32_768], ids=["all looked at", "few looked up"])
def test_words_and_other_conditions_together_let_through_what_each_of_them_does(
    case: Case, monkeypatch: pytest.MonkeyPatch, few: int, near: tuple[int, int]
) -> None:
    monkeypatch.setattr(searching, "_FEW", few)
    monkeypatch.setattr(listing, "_NEWEST", near[0])
    monkeypatch.setattr(listing, "_NEW", near[1])
    for name, number in (("第三人", "13700000001"), ("丁姨", None)):
        known = {"name": name, "relation": "relative", "numbers": [number] if number else None}
        record(case, "person", {key: value for key, value in known.items() if value})
    record(case, "platform", {"name": "第三金融", "numbers": ["13700000002"]})
    for turn in range(24):
        about = {
            "kind": ("call", "message")[turn % 2], "number": f"1370000000{turn % 4}", "at": f"2026-09-{turn + 1:02}T09:00:00+08:00",
            "content": ("还钱", "第三次打来", "明天再说")[turn % 3],
        }  # fmt: skip
        about |= {"direction": "in", "outcome": "answered"} if about["kind"] == "call" else {"channel": "sms"}
        if turn % 5 == 0:
            about["to"] = ("第三人", "丁姨")[turn % 2]
        if turn % 4 == 3:
            about["platform"] = "第三金融"
        record(case, "contact", about)
    withdraw(case, "C0034", because="错")
    conn = case.store.conn
    names = dict(conn.execute("SELECT id, folded FROM names"))
    said = dict(conn.execute("SELECT n, searched FROM contents"))
    facts = conn.execute(
        """SELECT n, day, ts, kind, platform, number, "to", owner, withdrawn FROM contacts ORDER BY day DESC, ts DESC, n DESC"""
    ).fetchall()

    def holds(word: str, row: tuple[Any, ...]) -> bool:
        named = (names.get(known, "") for known in (row[4], row[6], row[7]))
        return word in said.get(row[0], "") or any(word in name for name in named)

    found = 0
    for text in ("第三", "丁姨", "第三 打来", "第三人", "无此词", "次"):
        for one, keeps in (
            (ContactFilter(), lambda row: True),
            (ContactFilter(kind="call"), lambda row: row[3] == "call"),
            (ContactFilter(platform="L0001"), lambda row: row[4] == "L0001"),
            (ContactFilter(number="13700000001"), lambda row: row[5] == "13700000001"),
            (ContactFilter(person="P0001"), lambda row: "P0001" in (row[6], row[7])),
            (ContactFilter(person="debtor"), lambda row: row[6] == "debtor"),
            (ContactFilter(inbox=True), lambda row: not row[4] and row[7] is None),
            (ContactFilter(since="2026-09-05", until="2026-09-20"), lambda row: "2026-09-05" <= row[1] <= "2026-09-20"),
            (ContactFilter(withdrawn=True), None),
        ):
            kept = [row for row in facts if keeps is None or (keeps(row) and not row[8])]
            expected = [row[0] for row in kept if all(holds(folded(word), row) for word in text.split())]
            found += len(expected)
            wanted = one._replace(text=text)
            assert list(listing.numbers(conn, wanted, CONVENTIONS)) == expected, wanted
            assert listing.count(conn, wanted, CONVENTIONS) == len(expected)
            pages = [listing.page(conn, wanted, CONVENTIONS, offset=at, limit=5) for at in (0, 5)]
            assert [row.id for rows in pages for row in rows] == [f"C{n:04}" for n in expected[:10]]
            rows, whole = listing.quick_page(conn, wanted, CONVENTIONS, limit=5)
            if whole:
                assert [row.id for row in rows] == [f"C{n:04}" for n in expected[:5]]
            for place, n in enumerate(expected):
                assert listing.position(conn, wanted, CONVENTIONS, f"C{n:04}") == place
    assert found > 100


@given(st.text(alphabet=string.printable + "还款，。法院Ａé中国\U0001f600", max_size=40), st.data())
def test_every_piece_of_a_word_is_a_piece_of_the_text_around_it(text: str, data: st.DataObject) -> None:
    words = folded(text).split()
    if words:
        word = data.draw(st.sampled_from(words))
        begin = data.draw(st.integers(0, len(word) - 1))
        part = word[begin : data.draw(st.integers(begin + 1, len(word)))]
        assert word_blocks.pieces(part) <= word_blocks.pieces(folded(text))
