"""Learns how much short strings speak for and against each label: ``python tools/weigh_words.py MESSAGES… > weights.toml``.

MESSAGES are labelled messages (see ``tests/wording/scoring.py``). For every label, and for any label at all, a logistic
regression over the strings of one to three characters of the normal text and what is known of its setting is fitted
with scikit-learn, which nothing else here needs (``pip install scikit-learn``). Never give it the test part.
"""

from __future__ import annotations

import itertools
import json
import math
import sys
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from evidencelog.checker.wording.normal import Normaliser
from evidencelog.checker.wording.weighing import LONGEST, ZERO, setting
from evidencelog.laws import wording

STRENGTH = 8.0
"""How closely the messages are followed: the inverse of the regularisation."""

KEPT = 9000
"""Strings that keep their weights: those that move most texts most."""

STEP = 0.25
FURTHEST = 39
"""Most steps of a weight."""

HEAD = """# How much short strings speak for and against each label. Made by tools/weigh_words.py, not by hand.

[weights]
outputs = {outputs}
biases = {biases}
step = {step}
harmless = 0.25
doubtful = 0.1
telling = 0.8
doubtful_for = {{disclose_to_third_party = 0.3, threat_violence = 0.1}}
telling_for = {{disclose_to_third_party = 0.93, family_liability = 0.93, threat_violence = 0.9}}
unless = ["negated", "warns"]
reason = {{zh = "用词与这一类话相近", en = "the words are close to what is said in such cases"}}
table = '''
"""


def outputs_of(message: dict[str, Any]) -> set[str]:
    """What a message should be found to be; ``label/act`` where the act was noted."""
    found = {""} if message["labels"] else set()
    for label in message["labels"]:
        act = message.get("modality") if label == "disclose_to_third_party" else None
        found.add(f"{label}/{act or 'done'}" if label == "disclose_to_third_party" else label)
    return found


def strings_of(text: str, message: dict[str, Any]) -> set[str]:
    """The strings of a normal text that may have a weight."""
    every = {text[at : at + size] for size in range(1, LONGEST + 1) for at in range(len(text) - size + 1)}
    kept = {string for string in every if not any(one.isspace() or one.isdigit() or one in "'\\<" for one in string)}
    return kept | set(setting(message["speaker_view"], message["contacted"]))


def learn(rows: list[list[int]], wanted: list[list[int]], number: int) -> tuple[list[list[float]], list[float]]:
    """Weights by string and output, and the bias of each output."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    values = [1 / math.sqrt(len(row) or 1) for row in rows for _string in row]
    ends = [0, *itertools.accumulate(map(len, rows))]
    matrix = csr_matrix((values, list(itertools.chain(*rows)), ends), shape=(len(rows), number))
    table, biases = [], []
    for truth in zip(*wanted, strict=True):
        fitted = LogisticRegression(C=STRENGTH, max_iter=5000, class_weight="balanced")
        fitted.fit(matrix, truth)
        table.append(fitted.coef_[0].tolist())
        biases.append(float(fitted.intercept_[0]))
    return [list(row) for row in zip(*table, strict=True)], biases


def main(arguments: list[str]) -> None:
    """Prints the file."""
    normaliser = Normaliser(wording.load(("cn",))[0].spelling)
    messages = [json.loads(line) for name in arguments for line in Path(name).read_text("utf-8").splitlines() if line]
    strings = [strings_of(normaliser.plain(message["text"]), message) for message in messages]
    counted = Counter(string for found in strings for string in found)
    known = {string: place for place, string in enumerate(sorted(s for s, times in counted.items() if times > 1))}
    rows = [[known[string] for string in sorted(found) if string in known] for found in strings]
    names = ["", *sorted({output for message in messages for output in outputs_of(message)} - {""})]
    wanted = [[int(name in outputs_of(message)) for name in names] for message in messages]
    table, biases = learn(rows, wanted, len(known))
    weigh = {s: max(map(abs, table[place])) * math.sqrt(counted[s]) for s, place in known.items()}
    kept = sorted(sorted(known, key=lambda string: (-weigh[string], string))[:KEPT])
    out = [HEAD.format(outputs=json.dumps(names), biases=[round(bias, 3) for bias in biases], step=STEP)]
    for string in kept:
        steps = [max(-FURTHEST, min(FURTHEST, round(weight / STEP))) for weight in table[known[string]]]
        if any(steps):
            out.append(f"{string} {''.join(chr(ZERO + step) for step in steps)}\n")
    sys.stdout.write("".join([*out, "'''\n"]))


if __name__ == "__main__":
    main(sys.argv[1:])
