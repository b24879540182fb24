"""The help pages, laid out in terminal cells so that Chinese columns stand straight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidencelog.i18n import _

if TYPE_CHECKING:
    import click

_LEFT_MOST = 30
"""Widest left column, in cells; a longer entry has its explanation on the next line."""


def width() -> int:
    """Cells a help line may take: the terminal's width, at most 100."""
    import shutil

    return max(40, min(100, shutil.get_terminal_size().columns))


def columns(rows: list[tuple[str, str]]) -> list[str]:
    """Two columns, the right one wrapped beside the left one."""
    from evidencelog.app.display import cells, wrap

    left = min(_LEFT_MOST, max((cells(term) for term, _text in rows), default=0))
    lines = []
    for term, text in rows:
        right = wrap(text, width() - left - 4)
        gap = left - cells(term)
        if gap < 0:
            lines.append(f"  {term}")
            gap, term = left, ""
        lines.append(f"  {term}{' ' * gap}  {right[0]}".rstrip())
        lines.extend(" " * (left + 4) + line for line in right[1:])
    return lines


def page(
    context: click.Context,
    pieces: list[str],
    text: str,
    sections: list[tuple[str, list[tuple[str, str]]]],
    examples: tuple[str, ...],
) -> str:
    """A help page: usage line, what the command does, sections of two columns, examples."""
    from evidencelog.app.display import wrap

    usage = " ".join([context.command_path, *pieces])
    lines = [_("Usage: {usage}", usage=usage), ""]
    for paragraph in text.split("\n\n"):
        lines += [*wrap(" ".join(paragraph.split()), width()), ""]
    for title, rows in sections:
        if rows:
            lines += [f"{title}:" if title.isascii() else f"{title}：", *columns(rows), ""]
    if examples:
        lines += [_("Examples:"), *(f"  {example}" for example in examples), ""]
    return "\n".join(lines).rstrip()
