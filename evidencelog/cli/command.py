"""Commands, options and groups whose words come from the catalogue and whose errors are single lines."""

from __future__ import annotations

import importlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from evidencelog.cli import output
from evidencelog.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from evidencelog.cli.commands import Entry


class Argument(click.Argument):
    """A positional argument with a line of help."""

    def __init__(self, declarations: Sequence[str], words: str, **settings: Any) -> None:
        super().__init__(declarations, **settings)
        self.words = words
        """What it is, a message of the catalogue."""

    def title(self) -> str:
        """The name as it stands in the usage line."""
        name = self.metavar or (self.name or "").upper()
        name = f"{name}…" if self.nargs != 1 else name
        return name if self.required else f"[{name}]"


class Option(click.Option):
    """An option with a line of help and, on long pages, the section it stands in."""

    def __init__(
        self,
        declarations: Sequence[str],
        words: str | Callable[[], str],
        *,
        section: str = "",
        **settings: Any,
    ) -> None:
        super().__init__(declarations, **settings)
        self.words = words
        """What it is: a message of the catalogue, or a function that gives the finished text."""
        self.section = section
        """Heading under which it is explained, a message of the catalogue; empty for the common one."""

    def row(self) -> tuple[str, str]:
        """The option as it stands on a help page."""
        names = ", ".join(sorted(self.opts, key=len))
        term = names if self.is_flag else f"{names} {self.metavar or 'TEXT'}"
        text = _(self.words) if isinstance(self.words, str) else self.words()
        if self.multiple:
            text = _("{text} (may be repeated)", text=text)
        if self.required:
            text = _("{text} (required)", text=text)
        return term, text


def show_help(context: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    """Prints the help page and ends the run."""
    if wanted and not context.resilient_parsing:
        output.emit(context.get_help())
        context.exit()


def help_option() -> Option:
    """``--help``, which every command has."""
    return Option(
        ["-h", "--help"], N_("show this page"), is_flag=True, is_eager=True, expose_value=False, callback=show_help
    )


def json_option() -> Option:
    """``--json``."""
    return Option(["--json", "as_json"], N_("one JSON document"), is_flag=True)


class Command(click.Command):
    """One command."""

    def __init__(
        self,
        name: str,
        *,
        callback: Callable[..., Any],
        words: str,
        params: Sequence[click.Parameter] = (),
        examples: tuple[str, ...] = (),
    ) -> None:
        super().__init__(name, callback=callback, params=[*params, help_option()], add_help_option=False)
        self.words = words
        """What the command does, a message of the catalogue; paragraphs are parted by an empty line."""
        self.examples = examples

    def get_help(self, ctx: click.Context) -> str:
        """The help page in the language in use."""
        return command_page(self, ctx, [])

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002 - click's signature
        """The first sentence of the help, for shell completion."""
        return _(self.words).split("\n\n", maxsplit=1)[0]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parses, and names the first word that has no place here."""
        ctx.allow_extra_args = True
        with _placed(ctx):
            rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            raise click.UsageError(_("{word} is one word too many", word=repr(rest[0])), ctx)
        return rest


class Group(click.Group):
    """A command with commands of its own."""

    def __init__(
        self,
        name: str,
        *,
        words: str,
        commands: Sequence[Command] = (),
        params: Sequence[click.Parameter] = (),
        callback: Callable[..., Any] | None = None,
        examples: tuple[str, ...] = (),
    ) -> None:
        super().__init__(
            name,
            commands={command.name or "": command for command in commands},
            params=[*params, help_option()],
            callback=callback or needs_command,
            invoke_without_command=True,
            no_args_is_help=False,
            add_help_option=False,
        )
        self.words = words
        self.examples = examples

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names in the order of the table, not of the alphabet."""
        return list(self.commands)

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002 - click's signature
        """The first paragraph of the help, for shell completion."""
        return _(self.words).split("\n\n", maxsplit=1)[0]

    def sections(self, ctx: click.Context) -> list[tuple[str, list[tuple[str, str]]]]:
        """The commands as sections of the help page."""
        rows = []
        for name in self.list_commands(ctx):
            command = self.get_command(ctx, name)
            if command is not None:
                rows.append((name, command.get_short_help_str()))
        return [(_("Commands"), rows)]

    def get_help(self, ctx: click.Context) -> str:
        """The help page in the language in use."""
        return command_page(self, ctx, self.sections(ctx))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parses the options that stand before the command."""
        with _placed(ctx):
            return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command a word names; a UsageError that offers the nearest names otherwise."""
        command = self.get_command(ctx, args[0])
        if command is None and not ctx.resilient_parsing:
            raise click.UsageError(unknown_command(args[0], self.list_commands(ctx)), ctx)
        return (args[0] if command else None), command, args[1:]


class LazyGroup(Group):
    """The program itself: a command's module is imported when it is called, not before."""

    def __init__(self, *, sections: Sequence[tuple[str, Sequence[Entry]]], **settings: Any) -> None:
        super().__init__(**settings)
        self.table = sections
        self.entries = {entry.name: entry for _title, entries in sections for entry in entries}

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names in the order of the table."""
        return list(self.entries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command, imported now; None when there is none of that name."""
        entry = self.entries.get(cmd_name)
        if entry is None:
            return None
        commands: dict[str, click.Command] = importlib.import_module(f"evidencelog.cli.{entry.module}").COMMANDS
        return commands[cmd_name]

    def sections(self, ctx: click.Context) -> list[tuple[str, list[tuple[str, str]]]]:  # noqa: ARG002
        """The commands under their headings, from the table alone."""
        return [(_(title), [(entry.name, _(entry.summary)) for entry in entries]) for title, entries in self.table]


def needs_command() -> None:
    """Callback of a group that does nothing by itself: says which commands may follow."""
    context = click.get_current_context()
    if context.invoked_subcommand is None and isinstance(context.command, Group):
        names = ", ".join(context.command.list_commands(context))
        raise click.UsageError(_("say what to do: {commands}", commands=names), context)


@contextmanager
def _placed(context: click.Context) -> Iterator[None]:
    """Tells a usage error of the parser which command it belongs to; click leaves that out of some."""
    try:
        yield
    except click.UsageError as error:
        if error.ctx is None:
            error.ctx = context
        raise


def unknown_command(word: str, names: Sequence[str]) -> str:
    """The sentence for a word that names no command."""
    from difflib import get_close_matches

    near = get_close_matches(word, names)
    if near:
        return _("there is no command {word}; did you mean {near}?", word=repr(word), near=", ".join(near))
    return _("there is no command {word}", word=repr(word))


def command_page(
    command: Command | Group, ctx: click.Context, sections: list[tuple[str, list[tuple[str, str]]]]
) -> str:
    """The help page of a command or a group, with the sections a group adds."""
    from evidencelog.cli.help import page

    arguments = [parameter for parameter in command.params if isinstance(parameter, Argument)]
    options = [parameter for parameter in command.params if isinstance(parameter, Option)]
    pieces = [argument.title() for argument in arguments]
    if sections:
        pieces += [_("[OPTIONS]"), _("[COMMAND …]")]
    else:
        pieces += [option.row()[0] for option in options if option.required]
        if any(not option.required for option in options):
            pieces.append(_("[OPTIONS]"))
    listed = [(_("Arguments"), [(argument.title(), _(argument.words)) for argument in arguments])]
    titles = sorted(dict.fromkeys(option.section for option in options), key=lambda title: title == "")
    for title in titles:
        rows = [option.row() for option in options if option.section == title]
        listed.append((_(title) if title else _("Options"), rows))
    text = _(command.words)
    return page(ctx, pieces, text, [*sections, *listed], command.examples)
