"""Kinds of option values that are no facts of a record: paths, counts, choices. Their errors are our own sentences."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from evidencelog.i18n import _


class PathKind(click.ParamType[Path]):
    """A path; whether it exists is for the command to say."""

    name = "path"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The text as a path; empty text is refused."""
        if not str(value):
            self.fail(_("an empty path"), param, ctx)
        return Path(value)

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        param: click.Parameter,  # noqa: ARG002
        incomplete: str,
    ) -> list[click.shell_completion.CompletionItem]:
        """Leaves completion to the shell's own file names."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(incomplete, type="file")]


class CountKind(click.ParamType[int]):
    """A whole number from 0 upward."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number; anything but decimal digits is refused."""
        text = str(value)
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            self.fail(_("{value} is not a whole number from 0 upward", value=repr(text)), param, ctx)
        return int(text)


class ChoiceKind(click.ParamType[str]):
    """One of a few words."""

    name = "choice"

    def __init__(self, choices: tuple[str, ...]) -> None:
        self.choices = choices

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word itself; another one is refused with those that are possible."""
        if value not in self.choices:
            self.fail(
                _("{value} is not one of: {choices}", value=repr(value), choices=", ".join(self.choices)), param, ctx
            )
        return str(value)

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        param: click.Parameter,  # noqa: ARG002
        incomplete: str,
    ) -> list[click.shell_completion.CompletionItem]:
        """The words that begin as typed."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(choice) for choice in self.choices if choice.startswith(incomplete)]


PATH = PathKind()
COUNT = CountKind()
