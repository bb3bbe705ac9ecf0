"""`doctor`: whether the store says what its operations say, and whether the configuration can be followed."""

from collections.abc import Iterator

import click

from cxloop_tui.cli.invocation import DeskCommand, Invocation, pass_invocation
from cxloop_tui.cli.status_line import StatusLine
from cxloop_tui.domain.errors import CxloopError


@click.command(cls=DeskCommand)
@click.pass_context
@pass_invocation
def doctor(invocation: Invocation, ctx: click.Context) -> None:
    """Check that the store is sound: every ticket against its operations, counters, search, the file itself.

    One finding a line, and exit code 1, when anything is off. Nothing is changed, and others can go on working
    meanwhile.
    """
    findings = list(_configuration_findings(invocation))
    with StatusLine() as status:
        examined = invocation.front.examine(invocation.store_address(), status.show)
    findings += examined.findings
    if examined.more:
        findings.append(f"and {examined.more:,} more; a store this damaged needs its backup")
    if invocation.json:
        invocation.out.record({"tickets": examined.tickets, "operations": examined.operations, "findings": findings})
    elif findings:
        invocation.out.lines(findings)
    else:
        invocation.out.line(f"all is well: {examined.tickets:,} tickets, {examined.operations:,} operations")
    ctx.exit(1 if findings else 0)


def _configuration_findings(invocation: Invocation) -> Iterator[str]:
    try:
        config = invocation.config()
    except CxloopError as trouble:
        yield str(trouble)
    else:
        yield from invocation.front.configuration_problems(config)
