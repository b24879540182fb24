"""Click's usage errors as one line each, in the language in use."""

from __future__ import annotations

import click

from evidencelog.i18n import _

_BEFORE = ("--case", "--lang")
"""Options of the program itself, which stand before the command."""


def sentence(error: click.ClickException) -> str:
    """What is wrong, where, what to do; one line."""
    text = _what(error)
    context = getattr(error, "ctx", None)
    if context is None:
        return text
    return _("{sentence}; see: {command} --help", sentence=text, command=context.command_path)


def _what(error: click.ClickException) -> str:
    if isinstance(error, click.MissingParameter):
        if isinstance(error.param, click.Argument):
            return _("{name} is missing", name=(error.param.metavar or error.param.name or "").upper())
        return _("{name} is missing", name=_name(error.param))
    if isinstance(error, click.BadParameter):
        return _("{where}: {what}", where=_name(error.param), what=error.message)
    if isinstance(error, click.NoSuchOption):
        return _no_such_option(error)
    if isinstance(error, click.BadOptionUsage):
        return _badly_used(error)
    return error.message


def _name(parameter: click.Parameter | None) -> str:
    """The parameter as the person typed it or should have."""
    if parameter is None:
        return "?"
    if isinstance(parameter, click.Argument):
        return (parameter.metavar or parameter.name or "").upper()
    return max(parameter.opts, key=len)


def _no_such_option(error: click.NoSuchOption) -> str:
    if error.option_name in _BEFORE:
        return _(
            "{option} belongs before the command: evidencelog {option} … {command}",
            option=error.option_name,
            command=error.ctx.info_name if error.ctx else "",
        )
    if error.possibilities:
        near = ", ".join(sorted(error.possibilities))
        return _("there is no option {option} here; did you mean {near}?", option=error.option_name, near=near)
    return _("there is no option {option} here", option=error.option_name)


def _badly_used(error: click.BadOptionUsage) -> str:
    parameters = error.ctx.command.params if error.ctx else []
    for parameter in parameters:
        if error.option_name in parameter.opts and isinstance(parameter, click.Option) and not parameter.is_flag:
            return _("{option} needs a value", option=error.option_name)
    return _("{option} takes no value", option=error.option_name)
