"""The labelled messages: complete, of every kind, and no two of them alike."""

from __future__ import annotations

from collections import defaultdict

from evidencelog.models.wording import CHANNELS, CONTACTED, VIEWS
from tests.wording.scoring import DEVELOPMENT, TEST, messages, reader

FILES = (*DEVELOPMENT, *TEST)


def trigrams(text: str) -> frozenset[str]:
    """Every three characters that stand side by side."""
    return frozenset(text[at : at + 3] for at in range(len(text) - 2))


def alike(texts: dict[str, str], share: float = 0.5) -> list[tuple[str, str]]:
    """Pairs of names whose texts have at least that share of all their three-character sequences in common."""
    sets = {name: trigrams(text) for name, text in texts.items()}
    holders: dict[str, list[str]] = defaultdict(list)
    pairs = []
    for name, own in sets.items():
        common: dict[str, int] = defaultdict(int)
        for piece in own:
            for other in holders[piece]:
                common[other] += 1
            holders[piece].append(name)
        pairs += [
            (other, name)
            for other, number in common.items()
            if number >= share * (len(own) + len(sets[other]) - number)
        ]
    return pairs


def test_pairs_that_are_alike_are_found():
    assert alike({"a": "今天不还就去你单位", "b": "今天不还就去你公司"}) == [("a", "b")]
    assert alike({"a": "今天不还就去你单位", "b": "明天再不还钱我们就到你老家"}) == []


def test_no_two_messages_share_half_of_their_three_character_sequences():
    texts = {f"{path.stem}:{item['id']}": item["text"] for path in FILES for item in messages(path)}
    assert alike(texts) == []


def test_every_message_is_complete():
    labels = set(reader().wording.codes)
    for path in FILES:
        ids = set()
        for item in messages(path):
            assert item["id"] not in ids
            ids.add(item["id"])
            assert item["text"].strip()
            assert set(item["labels"]) <= labels, item["id"]
            assert item["channel"] in CHANNELS
            assert item["speaker_view"] in VIEWS
            assert item["contacted"] in CONTACTED


def test_the_test_part_has_every_label_and_as_many_harmless_messages():
    items = list(messages(*TEST))
    labels = {label for item in items for label in item["labels"]}
    assert labels == set(reader().wording.codes)
    harmless = sum(not item["labels"] for item in items)
    assert 0.35 <= harmless / len(items) <= 0.65
