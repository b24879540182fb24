"""Learns what strings and classes say for and against labels: ``python tools/weigh_words.py MESSAGES… > weights.toml``.

MESSAGES are labelled messages (see ``tests/wording/scoring.py``). For every label, and for any label at all, two logistic
regressions are fitted with scikit-learn, which nothing else here needs (``pip install scikit-learn``), and their weights
averaged: one over the strings of one to three characters of the normal text and what is known of its setting, each
scaled by how differently it is spread over messages with and without the label (S. Wang and C. Manning, Baselines and
Bigrams, 2012); and one over strings and the classes of the pack that were found. Never give it the test part.
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from evidencelog.checker.wording.reader import Reader
from evidencelog.checker.wording.weighing import ZERO, strings_of
from evidencelog.laws import wording

SCALED, PLAIN = 3.0, 16.0
"""How closely the messages are followed by either regression: the inverse of the regularisation."""

KEPT = 15000
"""Strings that keep their weights: those that move most texts most."""

STEP = 0.25
FURTHEST = 39
"""Most steps of a weight."""

HEAD = """# How much short strings and classes speak for and against each label. Made by tools/weigh_words.py, not by hand.

[weights]
outputs = {outputs}
biases = {biases}
step = {step}
harmless = 0.4
doubtful = 0.15
telling = 0.5
unless = ["negated", "warns"]
reason = {{zh = "用词与这一类话相近", en = "the words are close to what is said in such cases"}}
"""


class Sample(NamedTuple):
    """A message as the regressions see it: each string and each found class with its share."""

    shares: dict[tuple[str, str], float]
    """By ("string" or "class", name)."""
    outputs: set[str]


def outputs_of(message: dict[str, Any]) -> set[str]:
    """What a message should be found to be; ``label/act`` where the act was noted."""
    found = {""} if message["labels"] else set()
    for label in message["labels"]:
        act = message.get("modality") if label == "disclose_to_third_party" else None
        found.add(f"{label}/{act or 'done'}" if label == "disclose_to_third_party" else label)
    return found


def sample(message: dict[str, Any], reader: Reader) -> Sample:
    """What the regressions are told of a message."""
    setting = (message["speaker_view"], message["channel"], message["contacted"])
    page = reader.page(message["text"], setting)
    strings = strings_of(page)
    shares = {("string", string): 1 / math.sqrt(len(strings)) for string in strings if _written(string)}
    for number in page.found:
        shares["class", reader.wording.classes[number]] = 1 / math.sqrt(len(page.found))
    return Sample(shares, outputs_of(message))


def _written(string: str) -> bool:
    """Whether a string can stand in the table: a setting, or nothing that would part its lines or the quotes."""
    if string.startswith("<") and len(string) > 1:
        return True
    return not any(one.isspace() or one.isdigit() or one in "'\\<" for one in string)


def learn(samples: list[Sample], places: dict[tuple[str, str], int], output: str) -> tuple[list[float], float]:
    """The weight of each string and class for an output, by place, and its bias."""
    import numpy as np
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    ends, columns, values = [0], [], []
    for one in samples:
        known = [(places[name], share) for name, share in one.shares.items() if name in places]
        columns += [place for place, _share in known]
        values += [share for _place, share in known]
        ends.append(len(columns))
    plain = csr_matrix((values, columns, ends), shape=(len(samples), len(places)))
    truth = np.array([output in one.outputs for one in samples])
    there = plain.sign()
    spread = np.log(
        ((0.5 + there[truth].sum(0)) / (1 + truth.sum())) / ((0.5 + there[~truth].sum(0)) / (1 + (~truth).sum()))
    )
    scale = np.abs(np.asarray(spread).ravel()) * np.array([kind == "string" for kind, _name in places])
    weights, bias = np.zeros(len(places)), 0.0
    for matrix, strength, scaled in (
        (plain.multiply(scale[None, :]).tocsr(), SCALED, scale),
        (plain, PLAIN, np.ones(len(places))),
    ):
        fitted = LogisticRegression(C=strength, max_iter=3000, class_weight="balanced", solver="liblinear")
        fitted.fit(matrix, truth)
        weights += fitted.coef_[0] * scaled / 2
        bias += float(fitted.intercept_[0]) / 2
    return weights.tolist(), bias


def table(rows: dict[str, list[float]]) -> str:
    """Lines of a name and a letter for each output; names without any weight are left out."""
    lines = []
    for name, weights in sorted(rows.items()):
        steps = [max(-FURTHEST, min(FURTHEST, round(weight / STEP))) for weight in weights]
        if any(steps):
            lines.append(f"{name} {''.join(chr(ZERO + step) for step in steps)}\n")
    return "'''\n" + "".join(lines) + "'''\n"


def main(arguments: list[str]) -> None:
    """Prints the file."""
    reader = Reader(wording.load(("cn",))[0])
    messages = [json.loads(line) for name in arguments for line in Path(name).read_text("utf-8").splitlines() if line]
    samples = [sample(message, reader) for message in messages]
    counted = Counter(name for one in samples for name in one.shares)
    places = {name: place for place, name in enumerate(sorted(n for n, times in counted.items() if times > 1))}
    outputs = ["", *sorted({output for one in samples for output in one.outputs} - {""})]
    learnt = [learn(samples, places, output) for output in outputs]
    rows = {name: [weights[place] for weights, _bias in learnt] for name, place in places.items()}
    moved = {name: max(map(abs, row)) * math.sqrt(counted[name]) for name, row in rows.items()}
    strings = sorted((name for name in rows if name[0] == "string"), key=lambda name: (-moved[name], name))[:KEPT]
    biases = [round(bias, 3) for _weights, bias in learnt]
    sys.stdout.write(HEAD.format(outputs=json.dumps(outputs), biases=biases, step=STEP))
    sys.stdout.write("classes = " + table({name: row for (kind, name), row in rows.items() if kind == "class"}))
    sys.stdout.write("table = " + table({name[1]: rows[name] for name in strings}))


if __name__ == "__main__":
    main(sys.argv[1:])
