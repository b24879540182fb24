"""``read``: what the words of a text suggest, without a case."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

from evidencelog.cli import output
from evidencelog.cli.command import Argument, Command, Option
from evidencelog.cli.kinds import ChoiceKind
from evidencelog.errors import BadInput
from evidencelog.i18n import N_, _
from evidencelog.models.wording import CHANNELS, CONTACTED, VIEWS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import click

    from evidencelog.app.wording import TextReader, TextReading

_SETTINGS = {"channel": CHANNELS, "speaker_view": VIEWS, "contacted": CONTACTED}


class Item(NamedTuple):
    """One text to read; what is not known of its setting is empty, and the debtor is taken to have been contacted."""

    id: Any
    text: str
    channel: str = ""
    speaker_view: str = ""
    contacted: str = "debtor"


class BadLine(BadInput):
    """A line of the input that is no text to read."""

    def __init__(self, number: int, reason: str) -> None:
        super().__init__(number, reason)
        self.number = number
        self.reason = reason

    def __str__(self) -> str:
        return _("line {number} of the input: {reason}", number=self.number, reason=self.reason)


def read(text: str, as_lines: bool, view: str | None, channel: str | None, contacted: str | None) -> None:
    """Prints what the words suggest: of one text, or of each line of the input."""
    from evidencelog.app.wording import TextReader

    reader = TextReader()
    if as_lines and text == "-":
        for item in items():
            output.emit_json(document(item, _reading(reader, item)))
        return
    words = _all_input() if text == "-" else text
    item = Item(None, words, channel or "", view or "", contacted or "debtor")
    reading = _reading(reader, item)
    if as_lines:
        output.emit_json(document(item, reading))
        return
    from evidencelog.cli.reading_lines import NOTE, lines

    output.tell(lines(words, reading))
    if reading.spans:
        output.say(_(NOTE))


def document(item: Item, reading: TextReading) -> dict[str, Any]:
    """One line of ``--jsonl``; offsets in code points, half-open, into the given text."""
    return {
        "id": item.id,
        "rules": list(reading.rules),
        "spans": [
            {"rule": span.rule, "start": span.start, "end": span.end, "text": span.text} for span in reading.spans
        ],
    }


def items() -> Iterator[Item]:
    """The texts of the lines of standard input, as they come; empty lines are passed over. Raises BadLine."""
    for number, line in enumerate(sys.stdin.buffer if sys.stdin else (), start=1):
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")  # some editors put this mark first
        if line.strip():
            yield _item(number, line)


def _item(number: int, line: bytes) -> Item:
    try:
        found = json.loads(line.decode("utf-8"), parse_constant=_no_constant)
    except UnicodeDecodeError:
        raise BadLine(number, _("it is not UTF-8")) from None
    except (ValueError, RecursionError):
        raise BadLine(number, _("it is not one JSON object")) from None
    if not isinstance(found, dict):
        raise BadLine(number, _("it is not one JSON object"))
    if not isinstance(found.get("text"), str):
        raise BadLine(number, _("\u201ctext\u201d is missing or is no text"))
    if isinstance(found.get("id"), (dict, list)):
        raise BadLine(number, _("\u201cid\u201d is neither text nor a number"))
    known = {}
    for key, allowed in _SETTINGS.items():
        value = found.get(key)
        if value is None or value == "":
            continue
        if value not in allowed:
            reason = _("\u201c{key}\u201d is {value}; allowed: {allowed}")
            raise BadLine(number, reason.format(key=key, value=_brief(value), allowed=", ".join(allowed)))
        known[key] = value
    return Item(found.get("id"), found["text"], **known)


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _brief(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else shown[:59] + "…"


def _reading(reader: TextReader, item: Item) -> TextReading:
    return reader.read(item.text, view=item.speaker_view, channel=item.channel, contacted=item.contacted)


def _all_input() -> str:
    return sys.stdin.buffer.read().decode("utf-8", errors="replace") if sys.stdin else ""


def _choice(name: str, words: str, allowed: Sequence[str]) -> Option:
    return Option([name], words, type=ChoiceKind(tuple(allowed)), metavar="|".join(allowed))


COMMANDS: dict[str, click.Command] = {
    "read": Command(
        "read",
        callback=read,
        words=N_(
            "What the wording of a text suggests: which rules, and the words that led to them. With - the text is read "
            "from the input. Needs no case; nothing is kept.\n\n"
            "- --jsonl reads one JSON object a line (id, text, channel, speaker_view, contacted) and prints id, rules and "
            "spans for each, in the same order; positions count characters from 0, the end is not included."
        ),
        params=[
            Argument(["text"], N_("a text, or - for the input"), required=False, default="-"),
            _choice("--view", N_("the words themselves, or an account of them"), VIEWS),
            _choice("--channel", N_("how the text came"), CHANNELS),
            _choice("--contacted", N_("who was contacted"), CONTACTED),
            Option(["--jsonl", "as_lines"], N_("one JSON document per text, each on its line"), is_flag=True),
        ],
        examples=(
            'evidencelog read "我是派出所的,你妈妈那边我们也会打电话"',
            "evidencelog read - --jsonl",
        ),
    )
}
