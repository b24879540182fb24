"""Every command, argument and option explains itself in both languages, within the width of the terminal."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from evidencelog.app.display import cells
from evidencelog.cli.command import Argument, Command, Group, Option
from evidencelog.cli.commands import ENTRIES
from evidencelog.cli.options import option_name
from evidencelog.cli.program import PROGRAM_GROUP
from evidencelog.i18n import speaking
from evidencelog.models.fields import CONTACT, RECORDS

CONTRACT = {
    "add": "--attach --json", "note": "--yes --json", "list": "--since --until --platform --kind --text --number --limit --json --jsonl",
    "show": "--json", "correct": "--set --because", "withdraw": "--because", "attach": "",
    "import": "--format --platform --since --until --number --dry-run --json --keep-going",
    "export": "", "erase": "--because", "check": "--since --until --platform --select --ignore --json",
    "review": "--because", "rules": "--json", "rules changes": "--json", "rules accept": "--json", "rule": "", "law": "", "when": "--now --jsonl", "read": "--jsonl",
    "packet": "--for --out --platform --since --until --date --request --letter --signed --zip --redact --encrypt --passphrase-file --split",
    "channels": "--json", "deadlines": "--ics --json", "verify": "", "seal": "--tsa --root --list --into --json", "backup": "", "restore": "--into", "config": "", "config keys": "", "config validate": "--json", "doctor": "", "demo": "--into --no-tui",
    "profile set": "--name --id-number --phone --address", "profile list": "--json",
    "platform add": "--kind --product --number --alias", "platform set": "--kind --product --number --alias",
    "platform list": "--json", "person add": "--relation --number", "person set": "--relation --number",
    "person list": "--json", "number assign": "--platform --person", "number list": "--json",
    "consent add": "--platform --hours --mode --from --to", "consent list": "--json",
    "refusal add": "--person --platform --at", "refusal list": "--json",
    "plan add": "--platform --signed-on --defaulted-on", "plan list": "--json",
    "request add": "--platform --kind --at", "request list": "--json",
    "complaint add": "--platform --channel --sent-at --reference",
    "complaint update": "--platform --channel --sent-at --reference", "complaint list": "--json",
    "debt add": "--platform --name --kind --product --lawful", "debt list": "--json",
    "notice add": "--platform --collector --seen", "notice list": "--json",
    "case set": "--zone --packs", "case show": "",
}  # fmt: skip
"""Commands and options other programs rely on."""


def commands(group: click.Group = PROGRAM_GROUP, path: str = "") -> Iterator[tuple[str, Any]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        yield f"{path}{name}", command
        if isinstance(command, Group):
            yield from commands(command, f"{path}{name} ")


EVERY = dict(commands())


def test_the_contract_is_there():
    for path, options in CONTRACT.items():
        known = {name for parameter in EVERY[path].params for name in parameter.opts}
        assert set(options.split()) <= known, path
    assert set(EVERY) == set(CONTRACT) | {path.split()[0] for path in CONTRACT if " " in path}


def test_add_takes_every_fact_a_contact_can_hold():
    known = {name for parameter in EVERY["add"].params for name in parameter.opts}
    assert {"--" + field.name.replace("_", "-") for field in CONTACT if field.name != "kind"} <= known


def test_records_take_every_fact_they_can_hold():
    for record, fields in RECORDS.items():
        if record != "contact":
            command = EVERY.get(f"{record} add") or EVERY[f"{record} set"]
            known = {parameter.name for parameter in command.params}
            assert {field.name for field in fields} <= known, record


@pytest.mark.parametrize("path", EVERY)
def test_everything_explains_itself(path):
    command = EVERY[path]
    assert isinstance(command, Command | Group)
    texts = {}
    for language in ("en", "zh"):
        with speaking(language):
            context = click.Context(command, info_name=path)
            page = command.get_help(context)
            texts[language] = page
            assert all(cells(line) <= 100 for line in page.splitlines() if "evidencelog " not in line)
            for parameter in command.params:
                if isinstance(parameter, Option):
                    assert parameter.row()[1].strip()
                    assert max(parameter.opts, key=len) in page
                else:
                    assert isinstance(parameter, Argument)
                    assert parameter.words
                    assert parameter.title() in page
    english, chinese = texts["en"], texts["zh"]
    assert english != chinese
    chinese_letters = sum("\u4e00" <= character <= "\u9fff" for character in chinese)
    assert chinese_letters > 10


def test_help_needs_no_case_and_asks_for_nothing(cli):
    for path in EVERY:
        result = cli(*path.split(), "--help")
        assert result.status == 0, path
        assert result.out.startswith(f"Usage: evidencelog {path}")
        assert result.err == ""
    assert not cli.case.exists()


def test_the_overview_names_every_command(cli):
    page = cli("--help").out
    for name in ENTRIES:
        assert f"\n  {name} " in page


def test_option_names_follow_the_fields():
    assert option_name("contact", "employee_id") == "--employee-id"
    assert option_name("platform", "numbers") == "--number"
    assert option_name("request", "made_at") == "--at"
    assert option_name("complaint", "sent_at") == "--sent-at"


ROOT = Path(__file__).resolve().parents[2]
IN_DOCUMENTS = re.compile(r"^(?:\$ )?(evidencelog [^#\n`]+?)\s*(?:#.*)?$|`(evidencelog [^`\n]+)`", re.MULTILINE)


def parsed(line: str) -> None:
    """Reads a command line as the program would, without running it; UsageError when it could not be run."""
    words = shlex.split(line)[1:]
    while words and words[0] in ("--case", "--lang"):
        words = words[2:]
    command: click.Command = PROGRAM_GROUP
    context = click.Context(command, info_name="evidencelog")
    while isinstance(command, Group) and words:
        _name, found, words = command.resolve_command(context, words)
        assert found is not None
        command = found
    if not isinstance(command, Group):
        command.make_context(command.name, words, parent=context)


def test_examples_can_be_run():
    examples = [example for command in [PROGRAM_GROUP, *EVERY.values()] for example in command.examples]
    assert len(examples) > 10
    for example in examples:
        parsed(example)


def test_what_the_guide_says_can_be_typed():
    lines = []
    for document in [*ROOT.glob("README*.md"), *(ROOT / "docs").rglob("*.md")]:
        for match in IN_DOCUMENTS.finditer(document.read_text("utf-8")):
            line = (match[1] or match[2]).replace("…", "").replace("\\", "")
            lines.append((document.name, line))
    for name, line in lines:
        if "--help" in line or line.split()[1].startswith("--version"):
            continue
        try:
            parsed(line)
        except (click.MissingParameter, click.BadOptionUsage):
            continue  # a command that is only mentioned
        except (click.UsageError, ValueError) as error:
            pytest.fail(f"{name}: {line}: {error}")
