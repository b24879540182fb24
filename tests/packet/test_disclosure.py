"""What of the ledger is opened: listed events' facts and words, and nothing that names a third person."""

import json

from evidencelog.i18n import speaking
from evidencelog.models.chain import chain_hash, event_digest, part_digest
from evidencelog.models.fields import PARTS
from evidencelog.packet.assembling import redactor_of
from evidencelog.packet.disclosure import ledger_lines
from tests.packet.building import contact, material
from tests.packet.sealing import sealed


def opened(contacts, listed, own=None):
    """Lines of a ledger by subject, and the ledger."""
    ledger, known = sealed(contacts)
    with speaking("zh"):
        clean = redactor_of(material(known)).clean
        lines = [json.loads(line) for line in ledger_lines(ledger.events, listed=listed, clean=clean, own=own)]
    return {line["subject"]: line for line in lines}, ledger


def test_only_listed_events_are_opened_and_never_identity_or_private():
    one = contact(1, "2026-03-01T09:00:00", content="话", private_note="私事", line="13700000001")
    other = contact(2, "2026-03-01T10:00:00", content="别的话")
    lines, _ledger = opened((one, other), {"C0001"})
    assert set(lines["C0001"]["parts"]) == {"facts", "words"}
    assert lines["C0002"]["parts"] == {}
    assert "私事" not in json.dumps(lines, ensure_ascii=False)
    assert "13700000001" not in json.dumps(lines)


def test_a_part_that_names_a_third_person_stays_closed():
    words = contact(1, "2026-03-01T09:00:00", content="转告王桂兰")
    fact = contact(2, "2026-03-01T10:00:00", number="13800000002", content="话")
    lines, _ledger = opened((words, fact), {"C0001", "C0002"})
    assert set(lines["C0001"]["parts"]) == {"facts"}
    assert set(lines["C0002"]["parts"]) == {"words"}


def test_the_chain_verifies_to_the_head_all_the_same():
    lines, ledger = opened(
        tuple(contact(n, f"2026-03-0{n}T09:00:00", content=f"话{n}") for n in range(1, 6)), {"C0003"}
    )
    before = bytes(32)
    for line in lines.values():
        digests = [bytes.fromhex(line["digests"][name]) for name in PARTS]
        for name, part in line["parts"].items():
            assert part_digest(bytes.fromhex(part["salt"]), part["text"]) == digests[PARTS.index(name)]
        digest = event_digest(line["seq"], line["at"], line["kind"], line["version"], line["subject"], digests)
        assert bytes.fromhex(line["prev_hash"]) == before
        before = chain_hash(before, digest)
        assert bytes.fromhex(line["hash"]) == before
    assert before.hex() == ledger.as_of.hash


def test_erased_parts_stay_closed_and_the_own_profile_opens_when_it_is_shown():
    ledger, _known = sealed((contact(1, "2026-03-01T09:00:00", content="话"),))
    erased = [
        event._replace(texts=(None,) * 4, salts=(None,) * 4) if event.subject == "C0001" else event
        for event in ledger.events
    ]
    lines = [json.loads(line) for line in ledger_lines(erased, listed={"C0001"}, clean=lambda value: True)]
    assert all(line["parts"] == {} for line in lines if line["subject"] == "C0001")
    seq = ledger.append("profile.recorded", "U0001", identity={"name": "李一"})
    for own, parts in (("U0001", {"facts", "words", "identity"}), (None, set())):
        lines = [
            json.loads(line) for line in ledger_lines(ledger.events, listed=set(), clean=lambda value: True, own=own)
        ]
        assert set(lines[seq - 1]["parts"]) == parts
