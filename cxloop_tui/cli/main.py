"""The `cxloop` command: its global options, how errors are told, and which exit code they mean.

    0 done   1 failed   2 usage   3 not found   4 refused or in conflict   5 remote not reachable

Data goes to standard output, talk to standard error. An error is one line there: what, where, what to do. Nobody is
shown a traceback; an error of the program itself leaves a report file.
"""

import sys
from collections.abc import Sequence

import click

from cxloop_tui import __version__
from cxloop_tui.cli.commands import LazyGroup
from cxloop_tui.cli.invocation import Invocation, global_options
from cxloop_tui.domain.errors import CxloopError

_INTERRUPTED = 130
"""What shells report of a program that was stopped with ctrl+c."""


@click.command(
    "cxloop",
    cls=LazyGroup,
    params=global_options(first=True),
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="cxloop", message="%(prog)s %(version)s")
@click.pass_context
def cxloop(ctx: click.Context) -> None:
    """Open the desk, in a terminal, for people who close the loop with customers.

    Every command does one thing that the desk does. A ticket is named by its number, handle or id; segments and
    people by code or e-mail, or by name where it is unique. Every JSON key is listed in docs/json.md.
    """
    desk = cxloop.get_command(ctx, "desk") if ctx.invoked_subcommand is None else None
    if desk is not None:
        ctx.invoke(desk)


def main() -> None:
    """Run the program and end the process with its exit code."""
    sys.exit(run(sys.argv[1:], Invocation()))


def run(arguments: Sequence[str], invocation: Invocation) -> int:
    """Run one command and return the exit code; every error is told on standard error in one line."""
    code = _attempt(arguments, invocation)
    try:
        invocation.out.finish()
    except CxloopError as trouble:
        return _complain(invocation, str(trouble), trouble.exit_code)
    return code


def _attempt(arguments: Sequence[str], invocation: Invocation) -> int:
    try:
        # Click returns the code of `ctx.exit()` here, and what a command returns, which is None.
        return cxloop.main(list(arguments), prog_name="cxloop", standalone_mode=False, obj=invocation) or 0
    except CxloopError as trouble:
        return _complain(invocation, str(trouble), trouble.exit_code)
    except click.ClickException as trouble:
        return _complain(invocation, _usage(trouble), trouble.exit_code)
    except click.Abort:
        return _INTERRUPTED
    except Exception as trouble:  # noqa: BLE001 - nobody is shown a traceback
        return _complain(invocation, _unexpected(trouble), CxloopError.exit_code)


def _complain(invocation: Invocation, sentence: str, code: int) -> int:
    invocation.out.note(f"cxloop: {sentence}")
    return code


def _usage(trouble: click.ClickException) -> str:
    sentence = trouble.format_message().rstrip(".")
    sentence = sentence[:1].lower() + sentence[1:]
    if isinstance(trouble, click.NoSuchOption):
        sentence += "; put -- before words that begin with -"
    ctx = getattr(trouble, "ctx", None)
    return f"{sentence}; see `{ctx.command_path} --help`" if ctx is not None else sentence


def _unexpected(trouble: Exception) -> str:
    from cxloop_tui.cli.report import keep_report, where

    sentence = f"unexpected {type(trouble).__name__} in {where(trouble)}; nothing more was done"
    try:
        return f"{sentence}; please report it with {keep_report(trouble)}"
    except OSError as unwritable:
        return f"{sentence}; no report could be kept: {unwritable.strerror}"
