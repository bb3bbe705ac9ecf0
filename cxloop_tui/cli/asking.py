"""Asking before something far-reaching is done: at a terminal a question, elsewhere `--yes` must have said so."""

from collections.abc import Iterable

import click

from cxloop_tui.cli.invocation import Invocation
from cxloop_tui.domain.errors import Refused, Unusable

yes_option = click.option("--yes", is_flag=True, help="Do it without asking.")


def demand_agreement(invocation: Invocation, foretold: Iterable[str], *, yes: bool) -> None:
    """Say what will happen and let it happen only when that is agreed to; the default is no.

    Raises Refused for a no, Unusable when nobody is there to be asked and `--yes` was not said.
    """
    if yes:
        return
    for line in foretold:
        invocation.out.note(line)
    if not invocation.at_terminal():
        raise Unusable("nobody is here to be asked; add --yes to do it")
    if not click.confirm("Do it?", default=False, err=True):
        raise Refused("nothing was changed")
